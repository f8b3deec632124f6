use super::{Dictionary, Pair, TermId};

/// An [RDF triple](https://www.w3.org/TR/rdf11-concepts/#dfn-rdf-triple) as three numbers of one
/// dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Triple {
    /// An IRI or a blank node.
    pub subject: TermId,
    /// An IRI.
    pub predicate: TermId,
    /// Any term.
    pub object: TermId,
}

impl Triple {
    /// A triple of these three.
    #[inline]
    pub fn new(subject: TermId, predicate: TermId, object: TermId) -> Self {
        Self {
            subject,
            predicate,
            object,
        }
    }
}

/// Whether the numbers given out so far still stand for their terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "numbers that were forgotten must not be used again"]
pub enum Kept {
    /// They do.
    All,
    /// The dictionary was cleared; whoever caches numbers must drop them.
    None,
}

/// A row of the table that triples come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceRow {
    /// Its position among the rows of the table; the first is 1.
    pub number: u64,
    /// The line of the file that it starts in; the first is 1.
    pub line: u64,
    /// Which record of the file it is; the first is 1, and headings, comments and blank ones count.
    pub record: u64,
}

/// Where a conversion puts its triples: a graph in memory, a file, the loader of the store.
///
/// The sink owns the dictionary, because only it knows how long terms must live. One that writes
/// triples out as they come clears it at the end of a row once it has grown large, so that memory
/// does not grow with the rows; one that builds a graph keeps everything.
pub trait TripleSink {
    /// Why a triple could not be taken; `Infallible` for a graph in memory.
    type Error;

    /// The terms of this sink.
    fn terms(&mut self) -> &mut Dictionary;

    /// Takes one triple, whose numbers come from [`TripleSink::terms`].
    fn triple(&mut self, triple: Triple) -> Result<(), Self::Error>;

    /// Takes triples of one subject, in this order; whoever wraps a sink need not forward it.
    fn pairs(&mut self, subject: TermId, pairs: &[Pair]) -> Result<(), Self::Error> {
        let mut triples = pairs
            .iter()
            .map(|pair| Triple::new(subject, pair.predicate, pair.object));
        triples.try_for_each(|triple| self.triple(triple))
    }

    /// What [`TripleSink::row_end`] says each time, as far as that is known before. To a sink that
    /// keeps all terms, rows may be given some time after they were read.
    fn keeps(&self) -> Kept {
        Kept::None
    }

    /// Says that the triples of a row of the source follow, up to [`TripleSink::row_end`].
    fn row_start(&mut self, _row: SourceRow) -> Result<(), Self::Error> {
        Ok(())
    }

    /// Says that a row of the source has ended.
    fn row_end(&mut self) -> Result<Kept, Self::Error> {
        Ok(Kept::All)
    }
}
