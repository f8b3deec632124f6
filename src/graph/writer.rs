use std::io::{self, Write};

use oxrdf::TripleRef;
use oxrdfio::{RdfSerializer, WriterQuadSerializer};

use super::{Dictionary, Kept, Triple, TripleSink};

/// Writes triples out as they come, in any RDF syntax.
///
/// It forgets its terms at the end of a row once their text has grown past a megabyte, so that
/// memory does not grow with the rows.
///
/// ```
/// use assize::graph::{GraphWriter, Triple, TripleSink};
/// use oxrdf::NamedNodeRef;
/// use oxrdfio::{RdfFormat, RdfSerializer};
///
/// let serializer = RdfSerializer::from_format(RdfFormat::NQuads);
/// let mut writer = GraphWriter::new(serializer, Vec::new());
/// let thing = writer.terms().intern(NamedNodeRef::new("http://example.com/x")?);
/// writer.triple(Triple::new(thing, thing, thing))?;
/// let text = String::from_utf8(writer.finish()?)?;
/// assert_eq!(text, "<http://example.com/x> <http://example.com/x> <http://example.com/x> .\n");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
pub struct GraphWriter<W: Write> {
    terms: Dictionary,
    serializer: WriterQuadSerializer<W>,
}

/// Large enough that the repeated terms of a table are formatted once, small enough for any machine.
const TERMS_KEPT_BYTES: usize = 1 << 20;

impl<W: Write> GraphWriter<W> {
    /// Writes to `out` as `serializer` says.
    pub fn new(serializer: RdfSerializer, out: W) -> Self {
        Self {
            terms: Dictionary::default(),
            serializer: serializer.for_writer(out),
        }
    }

    /// Ends the document and gives the writer back.
    pub fn finish(self) -> io::Result<W> {
        self.serializer.finish()
    }
}

impl<W: Write> TripleSink for GraphWriter<W> {
    type Error = io::Error;

    fn terms(&mut self) -> &mut Dictionary {
        &mut self.terms
    }

    fn triple(&mut self, triple: Triple) -> io::Result<()> {
        let subject = self.terms.subject(triple.subject);
        let predicate = self.terms.iri(triple.predicate);
        let (Some(subject), Some(predicate)) = (subject, predicate) else {
            return Err(io::Error::other("a literal stands where RDF has none"));
        };
        let object = self.terms.term(triple.object);
        self.serializer
            .serialize_triple(TripleRef::new(subject, predicate, object))
    }

    fn row_end(&mut self) -> io::Result<Kept> {
        if self.terms.text_bytes() < TERMS_KEPT_BYTES {
            return Ok(Kept::All);
        }
        self.terms.clear();
        Ok(Kept::None)
    }
}
