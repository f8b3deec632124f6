use std::io;

use oxrdf::NamedNode;

use crate::diagnostic::Field;
use crate::graph::{
    Dictionary, GraphBuilder, Kept, Origins, SourceRow, TermGraph, Triple, TripleSink,
};
use crate::release::RecordNumbers;
use crate::tidy::{self, Tidied};

/// Takes the triples of a release into the graph that is checked, loaded and kept, and remembers
/// which row each observation came from.
pub(super) struct Collector<'t> {
    builder: GraphBuilder,
    /// What the release says of terms of the context: mostly nothing.
    besides: Vec<Triple>,
    origins: Origins,
    lines: Lines<'t>,
    records: RecordNumbers,
    /// How many terms the graph had before: those of the context.
    context: usize,
    /// The line of the release that the row being converted came from, until its subject is known.
    line: Option<u64>,
}

/// The lines of the release that rows came from.
#[derive(Clone, Copy)]
enum Lines<'t> {
    None,
    /// The rows are those of the release.
    AsRead,
    /// The rows are those of a tidy table.
    Of(&'t tidy::Origins),
}

impl<'t> Collector<'t> {
    /// Goes on from a graph that other triples are in already.
    pub(super) fn new(mut builder: GraphBuilder) -> Self {
        Self {
            context: builder.terms().len(),
            builder,
            besides: Vec::new(),
            origins: Origins::default(),
            lines: Lines::None,
            records: RecordNumbers::default(),
            line: None,
        }
    }

    /// Says that rows follow that came from these lines of a release.
    pub(super) fn rows_of(&mut self, source: &str, tidied: &'t Tidied) {
        self.origins.file(source);
        self.lines = Lines::Of(&tidied.origins);
        self.records = tidied.records.clone();
    }

    /// Says that rows follow that are read from the release itself.
    pub(super) fn rows_as_read(&mut self, source: &str) {
        self.origins.file(source);
        self.lines = Lines::AsRead;
    }

    /// Says that rows follow whose lines nobody asks for.
    pub(super) fn rows_of_no_release(&mut self) {
        self.lines = Lines::None;
    }

    /// Says which columns of the release the values of properties are from.
    pub(super) fn columns(&mut self, sources: &[(NamedNode, Field)]) {
        for (property, field) in sources {
            let property = self.builder.terms().intern(property.as_ref());
            self.origins.column(property, field.clone());
        }
    }

    /// The graph, and what is known of its triples.
    pub(super) fn finish(self) -> Collected {
        Collected {
            graph: self.builder.finish(),
            context_terms: self.context,
            besides: self.besides,
            origins: self.origins,
            records: self.records,
        }
    }
}

/// A graph that begins with a context, and what is known of its triples.
pub(super) struct Collected {
    /// The graph.
    pub(super) graph: TermGraph,
    /// How many terms the context has; their numbers are all those below.
    pub(super) context_terms: usize,
    /// Triples of the release whose subjects are among those.
    pub(super) besides: Vec<Triple>,
    /// Where the others came from.
    pub(super) origins: Origins,
    /// The numbers of the records that they came from.
    pub(super) records: RecordNumbers,
}

impl TripleSink for Collector<'_> {
    type Error = io::Error;

    fn terms(&mut self) -> &mut Dictionary {
        self.builder.terms()
    }

    fn triple(&mut self, triple: Triple) -> io::Result<()> {
        if let Some(line) = self.line.take() {
            self.origins.row(triple.subject, line);
        }
        if triple.subject.index() < self.context {
            self.besides.push(triple);
        }
        let Ok(()) = self.builder.triple(triple);
        Ok(())
    }

    fn row_start(&mut self, row: SourceRow) -> io::Result<()> {
        self.line = match self.lines {
            Lines::None => None,
            Lines::AsRead => {
                self.records.note(row.line, row.record);
                Some(row.line)
            }
            Lines::Of(lines) => {
                let position = usize::try_from(row.number - 1).ok();
                position.and_then(|at| lines.line(at))
            }
        };
        Ok(())
    }

    fn row_end(&mut self) -> io::Result<Kept> {
        Ok(Kept::All)
    }
}
