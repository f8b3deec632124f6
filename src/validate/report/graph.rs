use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, TermRef, Triple};

use super::{Report, Result};
use crate::diagnostic::Place;
use crate::graph::Dictionary;
use crate::validate::cube;
use crate::validate::path::Path;
use crate::validate::shape::{Kind, Name};
use crate::vocab::{csvw, dct, ptr, rdf, sh, xsd};

impl Report<'_> {
    /// The report as the graph that SHACL
    /// [prescribes](https://www.w3.org/TR/shacl/#validation-report), result by result.
    ///
    /// Where the data came from a table, `dct:source` of a result is the cell concerned: its file
    /// (`csvw:url`), its line (`ptr:lineNumber`, the first is 1) and the heading of its column
    /// (`csvw:title`).
    pub fn triples(&self) -> impl Iterator<Item = Triple> + '_ {
        let report = root();
        let head = [
            triple(&report, sh::VALIDATION_REPORT),
            Triple::new(report, sh::CONFORMS, Literal::from(self.conforms())),
        ];
        let results = self.results().zip(0_usize..);
        let results = results.flat_map(|(result, number)| {
            let mut writer = ResultWriter::new(format!("result{number}"));
            writer.write(&result);
            writer.triples
        });
        let faults = self.cube_violations().zip(0_usize..);
        let faults = faults.flat_map(|(fault, number)| {
            let mut writer = ResultWriter::new(format!("fault{number}"));
            writer.write_fault(&fault);
            writer.triples
        });
        head.into_iter().chain(results).chain(faults)
    }
}

/// The node of the report itself.
fn root() -> BlankNode {
    BlankNode::new_unchecked("report")
}

fn triple(node: &BlankNode, class: oxrdf::NamedNodeRef<'_>) -> Triple {
    Triple::new(node.clone(), rdf::TYPE, class)
}

struct ResultWriter {
    triples: Vec<Triple>,
    node: BlankNode,
    /// How many blank nodes the path has taken.
    paths: usize,
}

impl ResultWriter {
    fn new(label: String) -> Self {
        let node = BlankNode::new_unchecked(label);
        let link = Triple::new(root(), sh::RESULT, node.clone());
        Self {
            triples: vec![link, triple(&node, sh::VALIDATION_RESULT)],
            node,
            paths: 0,
        }
    }

    /// A fault of a cube: its constraint is the section of the specification that asks for it.
    fn write_fault(&mut self, fault: &cube::Violation<'_>) {
        self.say(sh::RESULT_SEVERITY, sh::VIOLATION.into());
        self.say(sh::FOCUS_NODE, fault.node());
        if let Some(property) = fault.property() {
            self.say(sh::RESULT_PATH, property);
        }
        if let Some(value) = fault.value() {
            self.say(sh::VALUE, value);
        }
        let constraint = NamedNode::new_unchecked(fault.constraint());
        self.say(sh::SOURCE_CONSTRAINT_COMPONENT, constraint.as_ref().into());
        let message = Literal::from(fault.message());
        self.say(sh::RESULT_MESSAGE, message.as_ref().into());
        self.write_cell(fault.place());
    }

    fn write(&mut self, result: &Result<'_>) {
        self.say(sh::RESULT_SEVERITY, result.severity().term());
        self.say(sh::FOCUS_NODE, result.focus_node());
        if let Some(path) = result_path(result) {
            let path = path.write(self);
            self.say(sh::RESULT_PATH, path.as_ref());
        }
        if let Some(value) = result.value() {
            self.say(sh::VALUE, value);
        }
        self.say(sh::SOURCE_CONSTRAINT_COMPONENT, result.component().into());
        self.say(sh::SOURCE_SHAPE, result.source_shape());
        if let Kind::Sparql(query) = &result.constraint().kind {
            self.say(sh::SOURCE_CONSTRAINT, result.shapes_term(query.source));
        }
        for message in messages(result) {
            self.say(sh::RESULT_MESSAGE, message.as_ref().into());
        }
        self.write_cell(result.place());
    }

    /// The cell of a table; a place in a text has a character too and is none.
    fn write_cell(&mut self, place: Option<Place>) {
        let Some(place) = place.filter(|place| place.column.is_none()) else {
            return;
        };
        let cell = BlankNode::new_unchecked(format!("{}cell", self.node.as_str()));
        self.say(dct::SOURCE, cell.as_ref().into());
        let mut say = |predicate, object: Term| {
            self.triples
                .push(Triple::new(cell.clone(), predicate, object));
        };
        say(rdf::TYPE, csvw::CELL.into());
        let file = Literal::new_typed_literal(place.source.as_str(), xsd::ANY_URI);
        say(csvw::URL, file.into());
        if let Some(line) = place.line {
            let line = Literal::new_typed_literal(line.to_string(), xsd::NON_NEGATIVE_INTEGER);
            say(ptr::LINE_NUMBER, line.into());
        }
        if let Some(heading) = place.field.and_then(|field| field.heading) {
            say(csvw::TITLE, Literal::from(heading).into());
        }
    }

    fn say(&mut self, predicate: oxrdf::NamedNodeRef<'_>, object: TermRef<'_>) {
        let triple = Triple::new(self.node.clone(), predicate, object.into_owned());
        self.triples.push(triple);
    }

    fn fresh(&mut self) -> BlankNode {
        self.paths += 1;
        BlankNode::new_unchecked(format!("{}path{}", self.node.as_str(), self.paths))
    }
}

/// The messages that the shape gives, all languages; or the sentence that we make.
fn messages(result: &Result<'_>) -> Vec<Literal> {
    if let Some(extra) = &result.violation.extra
        && !extra.messages.is_empty()
    {
        return extra.messages.clone();
    }
    let given = result.shape().messages.iter();
    let given: Vec<_> = given
        .filter_map(|name| match result.shapes_term(*name) {
            TermRef::Literal(literal) => Some(literal.into_owned()),
            _ => None,
        })
        .collect();
    if given.is_empty() {
        vec![Literal::from(result.message())]
    } else {
        given
    }
}

enum ResultTerm<'r> {
    Term(Term),
    Path(&'r Path, &'r Dictionary),
}

fn result_path<'r>(result: &Result<'r>) -> Option<ResultTerm<'r>> {
    let extra = result.violation.extra.as_ref();
    if let Some(path) = extra.and_then(|extra| extra.path.as_ref()) {
        return Some(ResultTerm::Term(path.clone()));
    }
    if let Some(path) = result.path() {
        return Some(ResultTerm::Path(path, result.report.shapes.graph.terms()));
    }
    let predicate = result.property()?;
    Some(ResultTerm::Term(result.data_term(predicate).into_owned()))
}

impl ResultTerm<'_> {
    fn write(self, writer: &mut ResultWriter) -> Term {
        match self {
            Self::Term(term) => term,
            Self::Path(path, terms) => write_path(writer, path, terms),
        }
    }
}

fn write_path(writer: &mut ResultWriter, path: &Path, terms: &Dictionary) -> Term {
    let (predicate, object) = match path {
        Path::Predicate(Name(id)) => return terms.term(*id).into_owned(),
        Path::Sequence(parts) => return write_list(writer, parts, terms),
        Path::Alternative(parts) => (sh::ALTERNATIVE_PATH, write_list(writer, parts, terms)),
        Path::Inverse(inner) => (sh::INVERSE_PATH, write_path(writer, inner, terms)),
        Path::ZeroOrMore(inner) => (sh::ZERO_OR_MORE_PATH, write_path(writer, inner, terms)),
        Path::OneOrMore(inner) => (sh::ONE_OR_MORE_PATH, write_path(writer, inner, terms)),
        Path::ZeroOrOne(inner) => (sh::ZERO_OR_ONE_PATH, write_path(writer, inner, terms)),
    };
    let node = writer.fresh();
    writer
        .triples
        .push(Triple::new(node.clone(), predicate, object));
    node.into()
}

fn write_list(writer: &mut ResultWriter, parts: &[Path], terms: &Dictionary) -> Term {
    let mut rest: NamedOrBlankNode = NamedNode::from(rdf::NIL).into();
    for part in parts.iter().rev() {
        let first = write_path(writer, part, terms);
        let node = writer.fresh();
        writer
            .triples
            .push(Triple::new(node.clone(), rdf::FIRST, first));
        writer
            .triples
            .push(Triple::new(node.clone(), rdf::REST, rest));
        rest = node.into();
    }
    rest.into()
}
