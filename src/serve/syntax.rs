use std::io;

use oxrdf::TripleRef;
use oxrdfio::{RdfFormat, RdfSerializer};
use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::uri::Base;
use crate::vocab::{dct, foaf, hydra, org, qb, rdf, rdfs, skos, xsd};

/// The prefixes that documents use beside those of their own base.
const PREFIXES: [(&str, &str); 10] = [
    ("dct", dct::NAMESPACE),
    ("foaf", foaf::NAMESPACE),
    ("hydra", hydra::NAMESPACE),
    ("org", org::NAMESPACE),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("qb", qb::NAMESPACE),
    ("rdf", rdf::NAMESPACE),
    ("rdfs", rdfs::NAMESPACE),
    ("skos", skos::NAMESPACE),
    ("xsd", xsd::NAMESPACE),
];

/// How many bytes a triple takes in the longer syntaxes, so that a buffer need not grow often.
const BYTES: usize = 160;

/// Writes triples in an RDF syntax; a triple that stands twice is written once.
pub(super) fn write<'t>(
    format: RdfFormat,
    base: &Base,
    triples: impl IntoIterator<Item = impl Into<TripleRef<'t>>>,
) -> io::Result<Vec<u8>> {
    let mut serializer = RdfSerializer::from_format(format);
    let own = [("dimension", "def/dimension/"), ("measure", "def/measure/")];
    let own = own.map(|(prefix, path)| (prefix, format!("{base}/{path}")));
    let foreign = PREFIXES.map(|(prefix, iri)| (prefix, iri.to_owned()));
    for (prefix, iri) in own.into_iter().chain(foreign) {
        serializer = serializer
            .with_prefix(prefix, iri)
            .map_err(io::Error::other)?;
    }
    let triples: Vec<TripleRef<'t>> = triples.into_iter().map(Into::into).collect();
    let mut seen = FxHashSet::with_capacity_and_hasher(triples.len(), FxBuildHasher);
    let mut writer = serializer.for_writer(Vec::with_capacity(triples.len() * BYTES));
    for triple in triples {
        if seen.insert(triple) {
            writer.serialize_triple(triple)?;
        }
    }
    let mut text = writer.finish()?;
    text.shrink_to_fit();
    Ok(text)
}
