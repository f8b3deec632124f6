use std::io;

use oxrdf::NamedNode;

use crate::diagnostic::Field;
use crate::graph::{
    Dictionary, GraphBuilder, Kept, Origins, SourceRow, TermGraph, Triple, TripleSink,
};
use crate::store::DumpWriter;
use crate::tidy;

/// Where triples are written besides the graph: a file that is kept, or nowhere.
pub(super) trait Dump {
    fn write(&mut self, terms: &Dictionary, triple: Triple) -> io::Result<()>;
}

impl Dump for DumpWriter {
    fn write(&mut self, terms: &Dictionary, triple: Triple) -> io::Result<()> {
        Self::write(self, terms, triple)
    }
}

impl Dump for () {
    fn write(&mut self, _terms: &Dictionary, _triple: Triple) -> io::Result<()> {
        Ok(())
    }
}

/// Takes the triples of a release: into the graph that is checked and loaded, and into the file
/// that is kept; and remembers which row each observation came from.
pub(super) struct Collector<'t, D> {
    builder: GraphBuilder,
    dump: D,
    origins: Origins,
    lines: Lines<'t>,
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

impl<'t, D> Collector<'t, D> {
    /// Goes on from a graph that other triples are in already; those are not written to `dump`.
    pub(super) fn new(mut builder: GraphBuilder, dump: D) -> Self {
        Self {
            context: builder.terms().len(),
            builder,
            dump,
            origins: Origins::default(),
            lines: Lines::None,
            line: None,
        }
    }

    /// Says that rows follow that came from these lines of a release.
    pub(super) fn rows_of(&mut self, source: &str, lines: &'t tidy::Origins) {
        self.origins.file(source);
        self.lines = Lines::Of(lines);
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

    /// How many terms the context has; their numbers are all those below.
    pub(super) fn context_terms(&self) -> usize {
        self.context
    }

    /// The graph, the origins, and the file, which is still to be finished.
    pub(super) fn finish(self) -> (TermGraph, Origins, D) {
        (self.builder.finish(), self.origins, self.dump)
    }
}

impl<D: Dump> TripleSink for Collector<'_, D> {
    type Error = io::Error;

    fn terms(&mut self) -> &mut Dictionary {
        self.builder.terms()
    }

    fn triple(&mut self, triple: Triple) -> io::Result<()> {
        if let Some(line) = self.line.take() {
            self.origins.row(triple.subject, line);
        }
        let Ok(()) = self.builder.triple(triple);
        self.dump.write(self.builder.terms(), triple)
    }

    fn row_start(&mut self, row: SourceRow) -> io::Result<()> {
        self.line = match self.lines {
            Lines::None => None,
            Lines::AsRead => Some(row.line),
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
