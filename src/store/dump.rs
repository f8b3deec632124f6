use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use oxigraph::model::Quad;
use oxrdf::{GraphNameRef, QuadRef};
use oxrdfio::{RdfFormat, RdfParseError, RdfParser, ReaderQuadParser};
use oxttl::NQuadsSerializer;
use oxttl::nquads::WriterNQuadsSerializer;

use crate::digest::{Digest, Hashing};
use crate::graph::{Dictionary, Part, Triple};

/// Writes kept [N-Quads](https://www.w3.org/TR/n-quads/), compressed with Zstandard, in the order
/// of the triples; the digest is of the text before compression.
///
/// Written in canonical order, the text of a graph without blank nodes is its
/// [canonical form](https://www.w3.org/TR/rdf-canon/#dfn-canonical-n-quads-form), and the digest
/// is the one that RDFC-1.0 gives.
pub struct DumpWriter {
    quads: WriterNQuadsSerializer<BufWriter<Hashing<zstd::Encoder<'static, BufWriter<File>>>>>,
}

impl DumpWriter {
    /// Writes a whole file in canonical order and tells its digest.
    pub fn write_file(path: &Path, part: Part<'_>) -> io::Result<Digest> {
        let mut dump = Self::create(path)?;
        for triple in part.in_canonical_order() {
            dump.write(part.graph.terms(), triple)?;
        }
        dump.finish()
    }

    /// Makes the file; one that is there is written over.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = BufWriter::new(File::create(path)?);
        // Level 3 packs N-Quads some twenty times, at a speed that costs less than the loading.
        let encoder = zstd::Encoder::new(file, 3)?;
        let lines = BufWriter::with_capacity(1 << 16, Hashing::new(encoder));
        let quads = NQuadsSerializer::new().for_writer(lines);
        Ok(Self { quads })
    }

    /// Writes one triple in the default graph.
    pub fn write(&mut self, terms: &Dictionary, triple: Triple) -> io::Result<()> {
        let subject = terms.subject(triple.subject);
        let predicate = terms.iri(triple.predicate);
        let (Some(subject), Some(predicate)) = (subject, predicate) else {
            return Err(io::Error::other("a literal stands where RDF has none"));
        };
        let object = terms.term(triple.object);
        let graph = GraphNameRef::DefaultGraph;
        self.quads
            .serialize_quad(QuadRef::new(subject, predicate, object, graph))
    }

    /// Ends the file and tells the digest of its text.
    pub fn finish(self) -> io::Result<Digest> {
        let (encoder, digest) = self.quads.finish().into_inner()?.finish();
        encoder.finish()?.flush()?;
        Ok(digest)
    }
}

/// Opens the text of a kept dump, line by line.
pub fn dump_lines(path: &Path) -> io::Result<impl BufRead + use<>> {
    let decoder = zstd::Decoder::new(File::open(path)?)?;
    Ok(BufReader::with_capacity(1 << 16, decoder))
}

/// Reads the quads of a kept dump, one after the other.
pub struct DumpReader {
    quads: ReaderQuadParser<BufReader<zstd::Decoder<'static, BufReader<File>>>>,
}

impl DumpReader {
    /// Opens a file that [`DumpWriter`] made.
    pub fn open(path: &Path) -> io::Result<Self> {
        let decoder = zstd::Decoder::new(File::open(path)?)?;
        // Blank nodes keep their labels: they are already apart from those of other files.
        let parser = RdfParser::from_format(RdfFormat::NQuads);
        let quads = parser.for_reader(BufReader::new(decoder));
        Ok(Self { quads })
    }

    /// About how many quads a file of this size has: those of observations take seven bytes each.
    pub(super) fn guess_quads(bytes: u64) -> usize {
        usize::try_from(bytes / 7).unwrap_or(usize::MAX)
    }
}

impl Iterator for DumpReader {
    type Item = Result<Quad, RdfParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.quads.next()
    }
}
