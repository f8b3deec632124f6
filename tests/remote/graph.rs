//! What is published elsewhere is read back as it was.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;

use assize::store::{Generation, RemoteGraph};
use oxrdf::Triple;

use crate::generations::{publish, things};
use crate::peers::{BASE, Make, Peer};

/// Literals of every datatype that is published, blank nodes, and signs that need escapes.
fn varied() -> String {
    let xsd = "http://www.w3.org/2001/XMLSchema#";
    let literals = [
        format!("\"42\"^^<{xsd}integer>"),
        format!("\"-7\"^^<{xsd}integer>"),
        format!("\"12.5\"^^<{xsd}decimal>"),
        format!("\"12.0\"^^<{xsd}decimal>"),
        format!("\"1.5E300\"^^<{xsd}double>"),
        format!("\"true\"^^<{xsd}boolean>"),
        format!("\"false\"^^<{xsd}boolean>"),
        format!("\"2025-12-31\"^^<{xsd}date>"),
        format!("\"2025-12-31T23:59:59Z\"^^<{xsd}dateTime>"),
        format!("\"2025\"^^<{xsd}gYear>"),
        format!("\"2025-10\"^^<{xsd}gYearMonth>"),
        format!("\"P3M\"^^<{xsd}duration>"),
        format!("\"P1Y\"^^<{xsd}duration>"),
        format!("\"P7D\"^^<{xsd}duration>"),
        format!("\"0042\"^^<{BASE}/def/notation/code>"),
        "\"Llys y Goron yn Nhŷ Hywel\"@cy".to_owned(),
        "\"a quote \\\" a line\\nand a \\\\ – £\"".to_owned(),
        "\"\"".to_owned(),
        "<http://example.com/?a=b&c=d#e>".to_owned(),
        "_:part".to_owned(),
    ];
    let p = format!("<{BASE}/def/p>");
    let lines = literals.iter().enumerate();
    let lines = lines.map(|(n, value)| format!("<{BASE}/id/x/{n}> {p} {value} .\n"));
    let mut text: String = lines.collect();
    let parts = [
        ("_:part", "\"of something\""),
        ("_:part", "_:other"),
        ("_:other", "\"o\""),
    ];
    text.extend(parts.map(|(s, o)| format!("{s} {p} {o} .\n")));
    text
}

fn read(graph: &RemoteGraph) -> BTreeSet<String> {
    let triples = graph.matching(None, None, None);
    triples.map(|triple| triple.unwrap().to_string()).collect()
}

fn local(generation: &Generation) -> BTreeSet<String> {
    let quads = generation.open().unwrap();
    let quads = quads.iter().map(|quad| Triple::from(quad.unwrap()));
    quads.map(|triple| triple.to_string()).collect()
}

/// What Virtuoso makes of a triple, beyond what is undone when it is read: of each number it keeps
/// the value, and writes a double with an exponent where Oxigraph writes all its digits.
fn in_virtuoso(triple: &str) -> String {
    let digits = format!("\"15{}\"", "0".repeat(299));
    triple.replace(&digits, "\"1.5e+300\"")
}

fn comes_back(make: Make) {
    let Some(peer) = Peer::start(make) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let generation = publish(folder.path(), &varied());
    peer.store().push(&generation, &|_| {}).unwrap();
    let live = peer.store().live().unwrap();
    let mut expected = local(&generation);
    if make == Make::Virtuoso {
        expected = expected.iter().map(|triple| in_virtuoso(triple)).collect();
    }
    assert_eq!(read(&live), expected);
}

#[test]
fn a_graph_comes_back_from_oxigraph_as_it_was() {
    comes_back(Make::Oxigraph);
}

#[test]
fn a_graph_comes_back_from_virtuoso_but_for_the_forms_of_numbers() {
    comes_back(Make::Virtuoso);
}

fn generations_come_and_go(make: Make) {
    let Some(peer) = Peer::start(make) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let store = peer.store();
    assert!(store.current().unwrap().is_none());
    let mut generations = Vec::new();
    for name in ["a", "b", "c"] {
        let generation = publish(folder.path(), &things(name, 3));
        store.push(&generation, &|_| {}).unwrap();
        assert_eq!(store.live().unwrap().entry().number, generation.number());
        generations.push(generation);
    }
    assert_eq!(store.roll_back(None).unwrap().number, 2);
    assert_eq!(read(&store.live().unwrap()), local(&generations[1]));
    assert_eq!(store.roll_back(Some(1)).unwrap().number, 1);
    assert!(store.roll_back(Some(9)).is_err());
    assert_eq!(store.prune(NonZeroUsize::MIN).unwrap(), [2]);
    let left: Vec<_> = store.all().unwrap().iter().map(|e| e.number).collect();
    assert_eq!(left, [1, 3]);
    // To publish what is there already is only to switch to it.
    store
        .push(&generations[2], &|_| panic!("it is loaded again"))
        .unwrap();
    assert_eq!(read(&store.live().unwrap()), local(&generations[2]));
}

#[test]
fn generations_in_oxigraph_go_live_are_rolled_back_and_pruned() {
    generations_come_and_go(Make::Oxigraph);
}

#[test]
fn generations_in_virtuoso_go_live_are_rolled_back_and_pruned() {
    generations_come_and_go(Make::Virtuoso);
}

fn names_beyond_a_page(make: Make) {
    let Some(peer) = Peer::start(make) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    // More than any server gives at once, and two names of each thing near the edge of a page.
    let text = things("x", 12_000) + &things("x", 12_000).replace("\"x ", "\"y ");
    let generation = publish(folder.path(), &text);
    peer.store().push(&generation, &|_| {}).unwrap();
    let live = peer.store().live().unwrap();
    let label = oxrdf::NamedNodeRef::new_unchecked("http://www.w3.org/2000/01/rdf-schema#label");
    let names = live.matching(None, Some(label), None);
    assert_eq!(names.map(Result::unwrap).count(), 24_000);
}

#[test]
fn all_names_are_read_from_oxigraph_page_by_page() {
    names_beyond_a_page(Make::Oxigraph);
}

#[test]
fn all_names_are_read_from_virtuoso_whatever_its_limit_of_rows() {
    names_beyond_a_page(Make::Virtuoso);
}

#[test]
fn another_folder_does_not_write_over_a_generation() {
    let Some(peer) = Peer::start(Make::Oxigraph) else {
        return;
    };
    let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let generation = publish(ours.path(), &things("a", 3));
    peer.store().push(&generation, &|_| {}).unwrap();
    let other = publish(theirs.path(), &things("b", 3));
    let error = peer.store().push(&other, &|_| {}).unwrap_err();
    assert!(
        error.to_string().contains("another generation 1"),
        "{error}"
    );
    assert_eq!(read(&peer.store().live().unwrap()), local(&generation));
}
