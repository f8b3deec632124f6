//! Columns against the store: they hold exactly what it answers.

use std::collections::BTreeSet;

use oxigraph::model::{GraphName, Quad};
use oxigraph::store::Store;
use oxrdf::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use proptest::prelude::*;

use super::{Column, ColumnsError, Coverage, Cube, Cubes, Rows, Written, subjects_below, write};
use crate::graph::{GraphBuilder, TermGraph, Triple, TripleSink};
use crate::vocab::{qb, xsd};

const DATASET: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("http://e/data/c");

fn iri(name: &str) -> Term {
    NamedNode::new_unchecked(format!("http://e/{name}")).into()
}

/// A graph of triples whose subjects and predicates are names below `http://e/` or whole IRIs.
fn graph_of(triples: &[(String, Term, Term)]) -> TermGraph {
    let mut builder = GraphBuilder::default();
    let of = |dataset| (dataset, qb::STRUCTURE.into_owned().into(), iri("s"));
    let structure = ["data/c", "data/other"].map(of);
    let mut components = Vec::new();
    for (kind, names) in [(qb::DIMENSION, ["d0", "d1"]), (qb::MEASURE, ["m0", "m1"])] {
        for (order, name) in names.iter().enumerate() {
            let node = format!("s/{name}");
            let order = Literal::new_typed_literal(order.to_string(), xsd::INTEGER);
            components.push((
                "s".to_owned(),
                qb::COMPONENT.into_owned().into(),
                iri(&node),
            ));
            components.push((node.clone(), kind.into_owned().into(), iri(name)));
            components.push((node, qb::ORDER.into_owned().into(), order.into()));
        }
    }
    let structure = structure.map(|(s, p, o)| (s.to_owned(), p, o));
    for (subject, predicate, object) in structure.iter().chain(&components).chain(triples) {
        let terms = builder.terms();
        let subject = terms.intern(iri(subject).as_ref());
        let predicate = terms.intern(predicate.as_ref());
        let object = terms.intern(object.as_ref());
        let Ok(()) = builder.triple(Triple::new(subject, predicate, object));
    }
    builder.finish()
}

/// What the store answers for the triples of all observations of the dataset.
fn stored(graph: &TermGraph) -> BTreeSet<String> {
    let store = Store::new().unwrap();
    let terms = graph.terms();
    for triple in graph.iter() {
        let subject = terms.subject(triple.subject).unwrap();
        let predicate = terms.iri(triple.predicate).unwrap();
        let object = terms.term(triple.object);
        store
            .insert(&Quad::new(
                subject,
                predicate,
                object,
                GraphName::DefaultGraph,
            ))
            .unwrap();
    }
    let of_dataset = store.quads_for_pattern(None, Some(qb::DATA_SET), Some(DATASET.into()), None);
    let subjects: Vec<NamedOrBlankNode> = of_dataset.map(|quad| quad.unwrap().subject).collect();
    let quads = subjects
        .iter()
        .flat_map(|s| store.quads_for_pattern(Some(s.into()), None, None, None));
    quads
        .map(|quad| {
            let Quad {
                subject,
                predicate,
                object,
                ..
            } = quad.unwrap();
            format!("{subject} {predicate} {object}")
        })
        .collect()
}

/// The triples that the columns hold.
fn held(cube: &Cube) -> BTreeSet<String> {
    let mut triples = BTreeSet::new();
    for row in 0..cube.rows() {
        let subject = cube.observation(row);
        for (at, component) in cube.components().iter().enumerate() {
            for object in cube.values(at, row) {
                triples.insert(format!("{subject} {} {object}", component.property()));
            }
        }
    }
    triples
}

fn value() -> impl Strategy<Value = Term> {
    let integer =
        (-3..300_i64).prop_map(|n| Literal::new_typed_literal(n.to_string(), xsd::INTEGER));
    let decimal = (-400..400_i64).prop_map(|n| {
        let text = format!("{}.{:02}", n / 100, (n % 100).abs());
        Literal::new_typed_literal(text, xsd::DECIMAL)
    });
    let others = prop::sample::select(vec![
        Literal::new_typed_literal("007", xsd::INTEGER),
        Literal::new_typed_literal("many", xsd::INTEGER),
        Literal::new_typed_literal("1.50", xsd::DOUBLE),
        Literal::new_simple_literal("plain"),
        Literal::new_language_tagged_literal_unchecked("llys", "cy"),
        Literal::new_typed_literal("2025-01-01", xsd::DATE),
    ]);
    let literal = prop_oneof![4 => integer, 2 => decimal, 1 => others].prop_map(Term::from);
    prop_oneof![5 => literal, 1 => (0..3_u8).prop_map(|n| iri(&format!("v{n}")))]
}

/// Observations with some dimensions, measures and other predicates, each any number of times.
fn observations() -> impl Strategy<Value = Vec<(String, Term, Term)>> {
    let of_dataset = |s: &str| {
        (
            s.to_owned(),
            qb::DATA_SET.into_owned().into(),
            DATASET.into_owned().into(),
        )
    };
    let dimensioned = (
        (0..4_u8, 0..6_u8),
        prop::collection::vec((0..3_u8, value()), 0..5),
    );
    prop::collection::vec(dimensioned, 0..30).prop_map(move |rows| {
        let mut triples = Vec::new();
        for ((first, second), values) in rows {
            let subject = format!("data/c/a{first}/b{second}");
            triples.push(of_dataset(&subject));
            triples.push((subject.clone(), iri("d0"), iri(&format!("x/a{first}"))));
            triples.push((subject.clone(), iri("d1"), iri(&format!("x/b{second}"))));
            let names = ["m0", "m1", "other"];
            for (name, value) in values {
                triples.push((subject.clone(), iri(names[usize::from(name)]), value));
            }
        }
        triples
    })
}

proptest! {
    #[test]
    fn columns_hold_what_the_store_answers(triples in observations(), lists in any::<bool>()) {
        let mut triples = triples;
        if lists {
            // Observations whose IRIs follow from nothing, and lack a dimension.
            triples.push(("odd".to_owned(), qb::DATA_SET.into_owned().into(), DATASET.into_owned().into()));
            triples.push(("odd".to_owned(), iri("d1"), iri("x/b1")));
        }
        let graph = graph_of(&triples);
        let cube = Cube::of_graph(&graph, DATASET).unwrap().unwrap();
        let wanted = stored(&graph);
        prop_assert_eq!(held(&cube), wanted.clone());
        prop_assert_eq!(cube.triples(), wanted.len() as u64);
        for row in 0..cube.rows() {
            prop_assert_eq!(cube.row_of(cube.observation(row).as_str()), Some(row));
            for (at, _) in cube.components().iter().enumerate() {
                for term in cube.terms(at).iter() {
                    prop_assert_eq!(cube.terms(at).code_of(term).map(|c| cube.terms(at).term(c)), Some(term));
                }
            }
        }
        prop_assert_eq!(cube.row_of("http://e/data/c/a0/nothing"), None);
    }

    #[test]
    fn the_rows_of_a_key_are_those_a_scan_finds(triples in observations()) {
        let cube = Cube::of_graph(&graph_of(&triples), DATASET).unwrap().unwrap();
        for first in 0..4_u8 {
            let Some(at) = cube.key().first().copied() else { continue };
            let Some(code) = cube.terms(at).code_of(iri(&format!("x/a{first}")).as_ref()) else { continue };
            let found: Vec<_> = cube.rows_with(&[code]).collect();
            let term = iri(&format!("x/a{first}"));
            let scanned: Vec<_> = (0..cube.rows()).filter(|r| cube.values(at, *r).contains(&term)).collect();
            prop_assert_eq!(found, scanned);
        }
    }

    #[test]
    fn the_rows_of_a_term_are_found_one_after_the_other(triples in observations()) {
        let cube = Cube::of_graph(&graph_of(&triples), DATASET).unwrap().unwrap();
        for component in 0..cube.components().len() {
            for (code, term) in (0..).zip(cube.terms(component).iter()) {
                let term = term.into_owned();
                let next = |row: &usize| cube.row_with(component, code, *row + 1);
                let found: Vec<_> =
                    std::iter::successors(cube.row_with(component, code, 0), next).collect();
                let scanned: Vec<_> =
                    (0..cube.rows()).filter(|row| cube.values(component, *row).contains(&term)).collect();
                prop_assert_eq!(found, scanned);
            }
        }
    }
}

fn file_of(graph: &TermGraph, dataset: NamedNodeRef<'_>) -> Cube {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("columns");
    let file = std::fs::File::create(&path).unwrap();
    let written = write(&Rows::of(graph, dataset).among_others(), file).unwrap();
    assert_eq!(written, Written::Whole);
    // Mapped still when the folder is gone, as after a generation was removed.
    Cube::open(&path).unwrap()
}

fn observation(dataset: &str, key: &str) -> Vec<(String, Term, Term)> {
    let subject = format!("{dataset}/{key}");
    vec![
        (
            subject.clone(),
            qb::DATA_SET.into_owned().into(),
            iri(dataset),
        ),
        (subject.clone(), iri("d0"), iri(&format!("x/{key}"))),
        (subject, iri("m0"), Literal::from(7).into()),
    ]
}

#[test]
fn measures_are_held_as_numbers_of_one_scale() {
    let mut triples = observation("data/c", "a");
    triples[2].2 = Literal::new_typed_literal("12.50", xsd::DECIMAL).into();
    let cube = Cube::of_graph(&graph_of(&triples), DATASET)
        .unwrap()
        .unwrap();
    let at = cube
        .position(NamedNodeRef::new_unchecked("http://e/m0"))
        .unwrap();
    let Column::Numbers(numbers) = cube.column(at) else {
        panic!("they are numbers")
    };
    assert_eq!(
        (numbers.get(0).unwrap().mantissa, numbers.scale()),
        (125, 1)
    );
}

#[test]
fn columns_cover_what_no_other_graph_speaks_of() {
    let ours = graph_of(&observation("data/c", "a"));
    let other = NamedNodeRef::new_unchecked("http://e/data/other");
    let theirs = graph_of(&observation("data/other", "a"));
    let coverage = |theirs: &TermGraph, context: Option<&[String]>| {
        let cubes = vec![file_of(&ours, DATASET), file_of(theirs, other)];
        let cubes = Cubes::of_releases(cubes, context);
        cubes.get(DATASET).unwrap().coverage()
    };
    assert_eq!(coverage(&theirs, Some(&[])), Coverage::Whole);
    assert_eq!(coverage(&theirs, None), Coverage::Part);

    let mut more = observation("data/other", "a");
    more.push((
        "data/c/a".to_owned(),
        iri("note"),
        Literal::from("seen").into(),
    ));
    assert_eq!(coverage(&graph_of(&more), Some(&[])), Coverage::Part);

    let context = graph_of(&[("data/c/a".to_owned(), iri("note"), iri("x"))]);
    let context = subjects_below(&context, "http://e/data/");
    assert_eq!(coverage(&theirs, Some(&context)), Coverage::Part);
}

#[test]
fn a_cut_or_foreign_file_is_refused() {
    let mut bytes = Vec::new();
    let graph = graph_of(&observation("data/c", "a"));
    let Written::Whole = write(&Rows::of(&graph, DATASET), &mut bytes).unwrap() else {
        panic!("all observations have IRIs")
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("columns");
    let open = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        Cube::open(&path).map(|_| ())
    };
    open(&bytes).unwrap();
    for len in (0..bytes.len()).step_by(7) {
        assert!(matches!(
            open(&bytes[..len]),
            Err(ColumnsError::Damaged(_) | ColumnsError::Io(_))
        ));
    }
    let at = bytes
        .windows(11)
        .position(|w| w == b"\"version\":1")
        .unwrap();
    bytes[at + 10] = b'9';
    assert!(matches!(
        open(&bytes),
        Err(ColumnsError::Version { found: 9, .. })
    ));
}
