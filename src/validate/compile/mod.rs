//! From a graph of shapes to [`Shape`]s: what is ill-formed becomes a finding at its line.

mod component;
mod discover;
mod lists;
mod parameters;
mod paths;
mod prefixes;
mod qualified;
mod query;
mod recursion;
mod unknown;

use oxrdf::NamedNodeRef;
use rustc_hash::FxHashMap;

use super::codes;
use super::shape::{Activity, Constraint, Kind, Name, Severity, Shape, ShapeIx, Target};
use crate::diagnostic::{Code, Finding, Findings};
use crate::graph::{Spans, TermGraph, TermId, Triple};
use crate::vocab::{rdf, rdfs, sh, xsd};
use component::Declared;

/// What a graph of shapes means, and what is wrong with it.
pub(super) fn compile(graph: &TermGraph, spans: &Spans) -> (Vec<Shape>, Findings) {
    let mut compiler = Compiler::new(graph, spans);
    compiler.check_entailment();
    unknown::check(&mut compiler);
    compiler.declared = component::declared(&mut compiler);
    for node in discover::shapes(&compiler) {
        compiler.refer(node);
    }
    let mut shapes = Vec::new();
    // Compiling a shape may refer to others, which are then added to the list.
    while let Some(node) = compiler.nodes.get(shapes.len()).copied() {
        shapes.push(compiler.shape(node));
    }
    recursion::refuse(&mut compiler, &shapes);
    (shapes, compiler.findings)
}

type MakeTarget = fn(Name) -> Target;

struct Compiler<'g> {
    graph: &'g TermGraph,
    spans: &'g Spans,
    declared: Vec<Declared>,
    /// The shapes referred to so far; each one's place is its number.
    nodes: Vec<TermId>,
    numbers: FxHashMap<TermId, ShapeIx>,
    findings: Findings,
}

impl<'g> Compiler<'g> {
    fn new(graph: &'g TermGraph, spans: &'g Spans) -> Self {
        Self {
            graph,
            spans,
            declared: Vec::new(),
            nodes: Vec::new(),
            numbers: FxHashMap::default(),
            findings: Findings::default(),
        }
    }

    /// The number of a shape, which will be compiled if it is not yet.
    fn refer(&mut self, node: TermId) -> ShapeIx {
        *self.numbers.entry(node).or_insert_with(|| {
            let number = u32::try_from(self.nodes.len());
            self.nodes.push(node);
            ShapeIx(number.expect("shapes are terms, of which there are fewer than 2³²"))
        })
    }

    fn shape(&mut self, node: TermId) -> Shape {
        self.check_kind(node);
        let path = self.only(node, sh::PATH);
        let mut shape = Shape {
            node: Name(node),
            path: path.and_then(|triple| paths::read(self, triple)),
            targets: self.targets(node),
            severity: self.severity(node),
            messages: self.messages(node),
            activity: self.activity(node),
            constraints: Vec::new(),
        };
        parameters::read_all(self, &mut shape);
        qualified::read(self, &mut shape);
        query::read_all(self, &mut shape);
        component::read_all(self, &mut shape);
        shape
    }

    /// A node shape has no path, a property shape has one.
    fn check_kind(&mut self, node: TermId) {
        let paths = self.triples(node, sh::PATH).count();
        if paths == 0 && self.is_instance(node, sh::PROPERTY_SHAPE) {
            self.fault_at(node, "A property shape must have a path (sh:path).");
        }
        if paths > 0 && self.is_instance(node, sh::NODE_SHAPE) {
            self.fault_at(node, "A node shape must not have a path (sh:path).");
        }
    }

    fn targets(&mut self, node: TermId) -> Vec<Target> {
        let kinds: [(NamedNodeRef<'_>, MakeTarget); 4] = [
            (sh::TARGET_NODE, Target::Node),
            (sh::TARGET_CLASS, Target::Class),
            (sh::TARGET_SUBJECTS_OF, Target::SubjectsOf),
            (sh::TARGET_OBJECTS_OF, Target::ObjectsOf),
        ];
        let mut targets = Vec::new();
        for (predicate, target) in kinds {
            for triple in self.triples(node, predicate).collect::<Vec<_>>() {
                let is_literal = self.graph.terms().is_literal(triple.object);
                let is_right =
                    self.is_iri(triple.object) || (predicate == sh::TARGET_NODE && is_literal);
                if is_right {
                    targets.push(target(Name(triple.object)));
                } else {
                    let what = local(predicate);
                    self.fault(triple, format!("sh:{what} must name its target by an IRI."));
                }
            }
        }
        // Whatever has a parameter is a shape, declared as one or not.
        if self.is_instance(node, rdfs::CLASS) {
            if self.is_iri(node) {
                targets.push(Target::Class(Name(node)));
            } else {
                self.fault_at(node, "A shape that is also a class must be an IRI.");
            }
        }
        targets
    }

    fn severity(&mut self, node: TermId) -> Severity {
        let Some(triple) = self.only(node, sh::SEVERITY) else {
            return Severity::Violation;
        };
        match self.graph.terms().iri(triple.object) {
            Some(iri) if iri == sh::VIOLATION => Severity::Violation,
            Some(iri) if iri == sh::WARNING => Severity::Warning,
            Some(iri) if iri == sh::INFO => Severity::Info,
            Some(iri) => {
                if self.is_of_shacl(triple.object) {
                    let message = format!("SHACL has no severity {iri}.");
                    self.report(codes::SHAPE_UNKNOWN_TERM, Some(triple), node, message);
                }
                Severity::Other(Name(triple.object))
            }
            None => {
                self.fault(triple, "sh:severity must be an IRI.");
                Severity::Violation
            }
        }
    }

    fn messages(&mut self, node: TermId) -> Vec<Name> {
        let mut messages = Vec::new();
        for triple in self.triples(node, sh::MESSAGE).collect::<Vec<_>>() {
            let datatype = self.graph.terms().datatype(triple.object);
            if datatype.is_some_and(|d| d == xsd::STRING || d == rdf::LANG_STRING) {
                messages.push(Name(triple.object));
            } else {
                self.fault(
                    triple,
                    "sh:message must be a text, with or without a language.",
                );
            }
        }
        messages
    }

    fn activity(&mut self, node: TermId) -> Activity {
        let Some(triple) = self.only(node, sh::DEACTIVATED) else {
            return Activity::Active;
        };
        match (
            self.datatype(triple.object),
            self.graph.terms().text(triple.object),
        ) {
            (Some(datatype), "true") if datatype == xsd::BOOLEAN => Activity::Deactivated,
            (Some(datatype), "false") if datatype == xsd::BOOLEAN => Activity::Active,
            _ => {
                self.fault(triple, "sh:deactivated must be true or false.");
                Activity::Active
            }
        }
    }

    /// A regime of entailment that we do not have would change what the data say.
    fn check_entailment(&mut self) {
        let Some(predicate) = self.id(sh::ENTAILMENT) else {
            return;
        };
        let subjects: Vec<_> = self.graph.subjects_of(predicate).collect();
        for triple in subjects
            .iter()
            .flat_map(|s| self.triples(*s, sh::ENTAILMENT))
            .collect::<Vec<_>>()
        {
            let regime = self.graph.terms().term(triple.object).to_string();
            let message =
                format!("The shapes ask for the entailment regime {regime}; there is none here.");
            self.report(
                codes::SHAPE_UNSUPPORTED,
                Some(triple),
                triple.subject,
                message,
            );
        }
    }

    // What follows reads the graph or reports.

    fn id(&self, iri: NamedNodeRef<'_>) -> Option<TermId> {
        self.graph.terms().get(iri)
    }

    fn is_iri(&self, id: TermId) -> bool {
        self.graph.terms().is_iri(id)
    }

    /// Whether it is a term of SHACL itself.
    fn is_of_shacl(&self, id: TermId) -> bool {
        let iri = self.graph.terms().iri(id);
        iri.is_some_and(|iri| iri.as_str().starts_with(sh::NAMESPACE))
    }

    fn datatype(&self, id: TermId) -> Option<NamedNodeRef<'_>> {
        self.graph.terms().datatype(id)
    }

    fn triples(
        &self,
        node: TermId,
        predicate: NamedNodeRef<'_>,
    ) -> impl Iterator<Item = Triple> + use<'g> {
        let graph = self.graph;
        let predicate = self.id(predicate);
        predicate.into_iter().flat_map(move |predicate| {
            let objects = graph.objects(node, predicate);
            objects.map(move |object| Triple::new(node, predicate, object))
        })
    }

    /// The triple of a predicate that may stand once; it is a fault if it stands more often.
    fn only(&mut self, node: TermId, predicate: NamedNodeRef<'_>) -> Option<Triple> {
        let mut triples = self.triples(node, predicate);
        let first = triples.next();
        if let Some(second) = triples.next() {
            let what = local(predicate);
            self.fault(second, format!("sh:{what} may stand once only."));
        }
        first
    }

    fn is_instance(&self, node: TermId, class: NamedNodeRef<'_>) -> bool {
        self.id(class)
            .is_some_and(|class| super::classes::is_instance(self.graph, node, class))
    }

    fn fault(&mut self, triple: Triple, message: impl Into<String>) {
        self.report(
            codes::SHAPE_ILL_FORMED,
            Some(triple),
            triple.subject,
            message.into(),
        );
    }

    fn fault_at(&mut self, node: TermId, message: impl Into<String>) {
        self.report(codes::SHAPE_ILL_FORMED, None, node, message.into());
    }

    fn report(&mut self, code: Code, triple: Option<Triple>, node: TermId, message: String) {
        let mut finding = Finding::new(code, message);
        let at_triple = triple.and_then(|triple| self.spans.place(triple));
        if let Some(place) = at_triple.or_else(|| self.spans.subject(node)) {
            finding = finding.defined_at(place);
        } else {
            finding.message = format!("{}: {}", self.graph.terms().term(node), finding.message);
        }
        self.findings.push(finding);
    }
}

/// The name of a term of SHACL without its namespace.
fn local(iri: NamedNodeRef<'_>) -> String {
    let text = iri.as_str();
    text.strip_prefix(sh::NAMESPACE).unwrap_or(text).to_owned()
}

fn add(shape: &mut Shape, source: Triple, kind: Kind) {
    shape.constraints.push(Constraint { kind, source });
}
