use std::fs;
use std::path::{Path, PathBuf};

use oxrdfio::RdfFormat;

use super::check::{Checker, Failure};
use super::compile::compile;
use super::imports::Imports;
use super::shape::{Kind, Shape};
use super::{Report, codes};
use crate::diagnostic::{Finding, Findings, Place, SourceName};
use crate::graph::{
    Dictionary, GraphBuilder, Origins, ReadError, Spans, TermGraph, Triple, TripleSink, format_of,
    read_text,
};
use crate::vocab::sh;

/// A [shapes graph](https://www.w3.org/TR/shacl/#shapes-graph), compiled.
///
/// ```
/// use assize::graph::Origins;
/// use assize::validate::Shapes;
/// use oxrdfio::RdfFormat;
///
/// let shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://example.com/> .
///     :CourtShape sh:targetClass :Court ; sh:property [ sh:path :region ; sh:minCount 1 ] .";
/// let shapes = Shapes::parse("court.ttl", shapes, RdfFormat::Turtle).unwrap();
///
/// let mut builder = assize::graph::GraphBuilder::default();
/// let data = "<http://example.com/a> a <http://example.com/Court> .";
/// assize::graph::read_text(&mut builder, &"a.ttl".into(), data, RdfFormat::Turtle, None)?;
/// let mut graph = builder.finish();
/// let origins = Origins::default();
/// let report = shapes.validate(&mut graph, &origins);
/// assert!(!report.conforms());
/// # Ok::<_, assize::graph::ReadError>(())
/// ```
pub struct Shapes {
    pub(super) graph: TermGraph,
    pub(super) spans: Spans,
    pub(super) all: Vec<Shape>,
    warnings: Findings,
}

impl Shapes {
    /// The base that the shapes of `shapes/` are written for.
    pub const BASE: &str = "http://justice.data.gov.uk/";

    /// Reads shapes that are written for [`Shapes::BASE`] for another base, where the same terms
    /// stand: without that none of them would have anything to check there.
    pub fn read_for_base<P: AsRef<Path>>(paths: &[P], base: &str) -> Result<Self, Findings> {
        let base = format!("{}/", base.trim_end_matches('/'));
        Self::read_each(paths, &|text| text.replace(Self::BASE, &base))
    }

    /// Reads the shapes of several files as one graph.
    ///
    /// Files of this machine that they import (`owl:imports`) are read too; nothing is fetched.
    /// Whatever is ill-formed, unknown or unsupported is a finding, and then there are no shapes:
    /// a constraint that is passed over in silence would let everything through.
    pub fn read<P: AsRef<Path>>(paths: &[P]) -> Result<Self, Findings> {
        Self::read_each(paths, &|text| text)
    }

    fn read_each<P: AsRef<Path>>(
        paths: &[P],
        change: &dyn Fn(String) -> String,
    ) -> Result<Self, Findings> {
        let mut files: Vec<_> = paths.iter().map(|path| path.as_ref().to_owned()).collect();
        loop {
            let (graph, spans) = read_all(&files, change)?;
            let imports = Imports::of(&graph, &spans, &files);
            if imports.files.is_empty() {
                let mut shapes = Self::compile(graph, spans)?;
                shapes.warnings.append(imports.missing);
                return Ok(shapes);
            }
            files.extend(imports.files);
        }
    }

    /// Reads the shapes of a text.
    pub fn parse(
        name: impl Into<SourceName>,
        text: &str,
        format: RdfFormat,
    ) -> Result<Self, Findings> {
        let mut builder = GraphBuilder::default();
        let mut spans = Spans::default();
        let read = read_text(&mut builder, &name.into(), text, format, Some(&mut spans));
        if let Err(error) = read {
            let mut findings = Findings::default();
            findings.push(unreadable(&error));
            return Err(findings);
        }
        Self::compile(builder.finish(), spans)
    }

    /// Takes shapes that were made, such as those of [`shape_of`](super::cube::shape_of), whose
    /// terms are in `terms`.
    pub fn of_triples(terms: &Dictionary, triples: &[Triple]) -> Result<Self, Findings> {
        let mut builder = GraphBuilder::default();
        for triple in triples {
            let mut own = |id| builder.terms().intern(terms.term(id));
            let triple = Triple::new(
                own(triple.subject),
                own(triple.predicate),
                own(triple.object),
            );
            let Ok(()) = builder.triple(triple);
        }
        Self::compile(builder.finish(), Spans::default())
    }

    /// Compiles the shapes that are in a graph.
    pub fn compile(graph: TermGraph, spans: Spans) -> Result<Self, Findings> {
        let (shapes, findings) = compile(&graph, &spans);
        if findings.has_errors() {
            return Err(findings);
        }
        Ok(Self {
            graph,
            spans,
            all: shapes,
            warnings: findings,
        })
    }

    /// The shapes graphs that data name with
    /// [`sh:shapesGraph`](https://www.w3.org/TR/shacl/#sh-shapes-graph), as IRIs.
    pub fn named_by(data: &TermGraph) -> impl Iterator<Item = &str> {
        let terms = data.terms();
        let predicate = terms.get(sh::SHAPES_GRAPH);
        let named = predicate.map_or(&[][..], |predicate| data.objects_of(predicate));
        named.iter().map(|id| terms.text(*id))
    }

    /// What is odd about the shapes, though they can be used.
    pub fn warnings(&self) -> &Findings {
        &self.warnings
    }

    /// Where each constraint stands whose violations are results of their own.
    ///
    /// Those within `sh:or` and the like are not among them: they only decide for the whole.
    pub fn constraints(&self) -> impl Iterator<Item = Place> + '_ {
        let mut reached: Vec<&Shape> = self.all.iter().filter(|s| !s.targets.is_empty()).collect();
        let mut places = Vec::new();
        while let Some(shape) = reached.pop() {
            for constraint in &shape.constraints {
                match &constraint.kind {
                    Kind::Property(property) => reached.push(&self.all[property.index()]),
                    _ => places.extend(self.spans.place(constraint.source)),
                }
            }
        }
        places.into_iter()
    }

    /// Checks a graph.
    ///
    /// The graph learns the terms of the shapes, which are in none of its triples.
    pub fn validate<'a>(&'a self, graph: &'a mut TermGraph, origins: &'a Origins) -> Report<'a> {
        let terms = self.graph.terms();
        let ids: Vec<_> = terms.ids().map(|id| graph.intern(terms.term(id))).collect();
        let graph: &'a TermGraph = graph;
        let checker = Checker::new(&self.all, &self.graph, graph, &ids);
        let violations = checker.run();
        let mut failures = Findings::default();
        failures.extend(checker.into_failures().iter().map(|f| self.failed(f)));
        Report {
            shapes: self,
            graph,
            origins,
            violations,
            failures,
            language: "en".to_owned(),
            cubes: None,
        }
    }

    fn failed(&self, failure: &Failure) -> Finding {
        let shape = &self.all[failure.shape.index()];
        let name = self.graph.terms().term(shape.node.0);
        let message = format!("A query of the shape {name} failed: {}.", failure.reason);
        let finding = Finding::new(codes::QUERY_FAILED, message);
        match self
            .spans
            .place(shape.constraints[failure.constraint].source)
        {
            Some(place) => finding.defined_at(place),
            None => finding,
        }
    }
}

/// Reads files as one graph.
fn read_all(
    files: &[PathBuf],
    change: &dyn Fn(String) -> String,
) -> Result<(TermGraph, Spans), Findings> {
    let mut builder = GraphBuilder::default();
    let mut spans = Spans::default();
    let mut findings = Findings::default();
    for path in files {
        let name = SourceName::new(path.to_string_lossy().as_ref());
        let read = text_of(path, &name).and_then(|(text, format)| {
            read_text(&mut builder, &name, &change(text), format, Some(&mut spans))
        });
        if let Err(error) = read {
            findings.push(unreadable(&error));
        }
    }
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok((builder.finish(), spans))
    }
}

fn text_of(path: &Path, name: &SourceName) -> Result<(String, RdfFormat), ReadError> {
    let format = format_of(path).ok_or_else(|| ReadError::Format(name.clone()))?;
    let text = fs::read_to_string(path).map_err(|error| ReadError::Io(name.clone(), error))?;
    Ok((text, format))
}

/// The finding for a file that cannot be read.
pub(crate) fn unreadable(error: &ReadError) -> Finding {
    Finding::new(codes::UNREADABLE, error.to_string()).at(error.place())
}
