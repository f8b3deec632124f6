//! Documents as text.

use std::io::{self, Write};

use oxrdf::TripleRef;
use oxrdfio::{RdfFormat, RdfSerializer};

use super::scratch::written;
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

/// The RDF syntaxes of documents, with the prefixes of a base.
pub(super) struct Syntaxes {
    turtle: RdfSerializer,
    rdf_xml: RdfSerializer,
}

impl Syntaxes {
    /// The syntaxes as they are written under a base.
    pub(super) fn new(base: &Base) -> Self {
        let own = [("dimension", "def/dimension/"), ("measure", "def/measure/")];
        let own = own.map(|(prefix, path)| (prefix, format!("{base}/{path}")));
        let foreign = PREFIXES.map(|(prefix, iri)| (prefix, iri.to_owned()));
        let prefixes: Vec<_> = own.into_iter().chain(foreign).collect();
        let with_prefixes = |format| {
            let plain = RdfSerializer::from_format(format);
            prefixes.iter().fold(plain, |serializer, (prefix, iri)| {
                // What cannot be abbreviated is written out.
                let with_prefix = serializer.clone().with_prefix(*prefix, iri);
                with_prefix.unwrap_or(serializer)
            })
        };
        Self {
            turtle: with_prefixes(RdfFormat::Turtle),
            rdf_xml: with_prefixes(RdfFormat::RdfXml),
        }
    }

    /// Writes triples in a syntax.
    pub(super) fn write<'t>(
        &self,
        format: RdfFormat,
        triples: impl IntoIterator<Item = impl Into<TripleRef<'t>>>,
    ) -> io::Result<Vec<u8>> {
        written(|text| {
            let mut writer = self.serializer(format).for_writer(Text(text));
            for triple in triples {
                writer.serialize_triple(triple)?;
            }
            writer.finish()?;
            Ok(())
        })
    }

    /// N-Triples have no prefixes, and the writer of JSON-LD names a context but abbreviates nothing
    /// with it.
    fn serializer(&self, format: RdfFormat) -> RdfSerializer {
        match format {
            RdfFormat::Turtle => self.turtle.clone(),
            RdfFormat::RdfXml => self.rdf_xml.clone(),
            other => RdfSerializer::from_format(other),
        }
    }
}

/// A text that is written.
///
/// The serializers write much of it letter by letter: to push one takes a part of the time of the
/// call that copies several.
struct Text<'b>(&'b mut Vec<u8>);

impl Write for Text<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match bytes {
            [byte] => self.0.push(*byte),
            _ => self.0.extend_from_slice(bytes),
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
