//! What bodies hold, read by parsers that share no code with what wrote them where there are any.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use oxigraph::io::RdfFormat;
use oxigraph::store::Store;
use oxrdf::{Graph, Triple};
use sophia::api::prelude::*;
use sophia::inmem::graph::LightGraph;
use sophia::isomorphism::isomorphic_graphs;
use sophia::turtle::parser::nt;

/// Reads a body by its media type, each triple once; `None` for a page, which must be HTML without
/// a fault, and have a language, a title and one main part.
pub(crate) fn parse(content_type: &str, body: &str) -> Option<Graph> {
    let essence = content_type.split(';').next().unwrap();
    if essence == "text/html" {
        check_page(body);
        return None;
    }
    let format = RdfFormat::from_media_type(essence).unwrap();
    Some(parse_as(body, format))
}

/// Reads a body in a syntax of RDF.
pub(crate) fn parse_as(body: &str, format: RdfFormat) -> Graph {
    let store = Store::new().unwrap();
    store.load_from_slice(format, body).unwrap();
    store
        .iter()
        .map(|quad| Triple::from(quad.unwrap()))
        .collect()
}

/// Compares with sophia, which shares no code with what wrote the bodies.
pub(crate) fn isomorphic(a: &Graph, b: &Graph) -> bool {
    let light = |graph: &Graph| -> LightGraph {
        let text = graph.to_string();
        nt::parse_str(&text).collect_triples().unwrap()
    };
    isomorphic_graphs(&light(a), &light(b)).unwrap()
}

fn check_page(body: &str) {
    let page = parse_document(RcDom::default(), ParseOpts::default()).one(body);
    let errors = page.errors.borrow();
    assert!(errors.is_empty(), "{errors:?}");
    let mut names = Vec::new();
    elements(&page.document, &mut names);
    for (name, count) in [("html", 1), ("title", 1), ("main", 1), ("h1", 1)] {
        let found = names.iter().filter(|found| *found == name).count();
        assert_eq!(found, count, "{name}");
    }
    assert!(body.contains("<html lang=\"en\"") || body.contains("<html lang=\"cy\""));
}

fn elements(node: &Handle, names: &mut Vec<String>) {
    if let NodeData::Element { name, .. } = &node.data {
        names.push(name.local.to_string());
    }
    for child in node.children.borrow().iter() {
        elements(child, names);
    }
}
