//! Generations on this machine that tests publish elsewhere.

use std::path::Path;

use assize::digest::Digest;
use assize::graph::{GraphBuilder, Part, Triple, TripleSink};
use assize::store::{Generation, Generations, Manifest};
use oxrdf::Term;
use oxttl::NTriplesParser;

use crate::peers::BASE;

/// Publishes N-Triples as the next generation of a folder.
pub(crate) fn publish(folder: &Path, text: &str) -> Generation {
    let mut builder = GraphBuilder::default();
    for triple in NTriplesParser::new().for_slice(text) {
        let triple = triple.unwrap();
        let terms = builder.terms();
        let subject = terms.intern(&Term::from(triple.subject));
        let predicate = terms.intern(&triple.predicate);
        let object = terms.intern(&triple.object);
        let Ok(()) = builder.triple(Triple::new(subject, predicate, object));
    }
    let store = Generations::at(folder);
    let building = store.begin(&store.lock().unwrap()).unwrap();
    building.load(&[Part::whole(&builder.finish())]).unwrap();
    building.compact().unwrap();
    let manifest = Manifest {
        assize: String::new(),
        published: "2026-01-01T00:00:00Z".to_owned(),
        base: BASE.to_owned(),
        context: Digest::of(text.as_bytes()),
        catalogue: None,
        publisher: None,
        triples: building.triples().unwrap(),
        releases: Vec::new(),
    };
    building.switch(&manifest).unwrap()
}

/// So many things with a name each.
pub(crate) fn things(name: &str, count: usize) -> String {
    let label = "http://www.w3.org/2000/01/rdf-schema#label";
    let line = |n| format!("<{BASE}/id/{name}/{n}> <{label}> \"{name} {n}\"@en .\n");
    (0..count).map(line).collect()
}
