use std::collections::BTreeSet;

use oxrdf::NamedNodeRef;

use super::{Compiler, parameters};
use crate::graph::{TermId, Triple};
use crate::validate::classes;
use crate::validate::codes;
use crate::validate::path::Path;
use crate::validate::shape::{Activity, Kind, Name, Shape};
use crate::validate::sparql::{Component, Form, Prepared, Query};
use crate::vocab::{owl, sh, xsd};

/// A [constraint component](https://www.w3.org/TR/shacl/#sparql-constraint-components) that the
/// shapes declare.
pub(super) struct Declared {
    node: TermId,
    parameters: Vec<Parameter>,
}

struct Parameter {
    path: TermId,
    name: String,
    need: Need,
}

#[derive(Clone, Copy, PartialEq)]
enum Need {
    Required,
    Optional,
}

impl Declared {
    /// The predicates that make a node a shape of this component.
    pub(super) fn required(&self) -> impl Iterator<Item = TermId> + '_ {
        let required = self.parameters.iter().filter(|p| p.need == Need::Required);
        required.map(|p| p.path)
    }
}

/// The components that the shapes declare.
pub(super) fn declared(compiler: &mut Compiler<'_>) -> Vec<Declared> {
    let Some(class) = compiler.id(sh::CONSTRAINT_COMPONENT) else {
        return Vec::new();
    };
    let mut declared = Vec::new();
    for node in classes::instances(compiler.graph, class) {
        let triples: Vec<_> = compiler.triples(node, sh::PARAMETER).collect();
        let parameters = triples
            .into_iter()
            .filter_map(|triple| parameter(compiler, triple));
        let parameters: Vec<_> = parameters.collect();
        if parameters.iter().all(|p| p.need == Need::Optional) {
            compiler.fault_at(
                node,
                "A constraint component must have a parameter that is not optional.",
            );
            continue;
        }
        declared.push(Declared { node, parameters });
    }
    declared
}

fn parameter(compiler: &mut Compiler<'_>, triple: Triple) -> Option<Parameter> {
    let path = compiler
        .only(triple.object, sh::PATH)
        .map(|path| path.object);
    let Some(path) = path.filter(|path| compiler.is_iri(*path)) else {
        compiler.fault(
            triple,
            "A parameter must have an IRI as its path (sh:path).",
        );
        return None;
    };
    let iri = compiler.graph.terms().text(path);
    let name = local_name(iri).to_owned();
    let starts_well = name
        .chars()
        .next()
        .is_some_and(|c| c.is_alphanumeric() || c == '_');
    let is_name = starts_well && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let reserved = [
        "this",
        "shapesGraph",
        "currentShape",
        "path",
        "PATH",
        "value",
    ];
    if !is_name || reserved.contains(&name.as_str()) {
        let message = format!("“{name}” cannot be the name of a parameter in SPARQL.");
        compiler.fault(triple, message);
        return None;
    }
    let optional = compiler.only(triple.object, sh::OPTIONAL);
    let is_optional = optional.is_some_and(|optional| {
        parameters::flag(compiler, optional).unwrap_or_else(|wanted| {
            compiler.fault(optional, format!("sh:optional {wanted}."));
            false
        })
    });
    let need = if is_optional {
        Need::Optional
    } else {
        Need::Required
    };
    Some(Parameter { path, name, need })
}

fn local_name(iri: &str) -> &str {
    iri.rsplit(['#', '/', ':']).next().unwrap_or(iri)
}

/// Reads the constraints of a shape that are queries.
pub(super) fn read_all(compiler: &mut Compiler<'_>, shape: &mut Shape) {
    for triple in compiler
        .triples(shape.node.0, sh::SPARQL)
        .collect::<Vec<_>>()
    {
        if let Some(query) = constraint(compiler, shape.path.as_ref(), triple) {
            super::add(shape, triple, Kind::Sparql(Box::new(query)));
        }
    }
    let declared = std::mem::take(&mut compiler.declared);
    for component in &declared {
        for (source, parameters) in uses(compiler, component, shape.node.0) {
            let made = component_of(compiler, component, shape.path.as_ref(), source, parameters);
            if let Some(made) = made {
                super::add(shape, source, Kind::Component(Box::new(made)));
            }
        }
    }
    compiler.declared = declared;
}

fn constraint(compiler: &mut Compiler<'_>, path: Option<&Path>, triple: Triple) -> Option<Query> {
    let node = triple.object;
    if compiler.graph.terms().is_literal(node) {
        compiler.fault(
            triple,
            "sh:sparql must be a node with a query, not a literal.",
        );
        return None;
    }
    if compiler.activity(node) == Activity::Deactivated {
        return None;
    }
    let Some(select) = compiler.only(node, sh::SELECT) else {
        compiler.fault(triple, "A SPARQL constraint must have a query (sh:select).");
        return None;
    };
    let values = ["this".to_owned()];
    let prepared = prepare(compiler, path, select, Form::Select, &values)?;
    Some(Query {
        source: Name(node),
        messages: compiler.messages(node),
        prepared,
    })
}

fn prepare(
    compiler: &mut Compiler<'_>,
    path: Option<&Path>,
    source: Triple,
    form: Form,
    values: &[String],
) -> Option<Prepared> {
    let terms = compiler.graph.terms();
    if terms.datatype(source.object) != Some(xsd::STRING) {
        compiler.fault(source, "A query must be a plain text.");
        return None;
    }
    if path.is_none() && terms.text(source.object).contains("$PATH") {
        let message = "$PATH stands for the path of a property shape; this is a node shape.";
        compiler.report(
            codes::SHAPE_QUERY,
            Some(source),
            source.subject,
            message.to_owned(),
        );
        return None;
    }
    let text = match path {
        Some(path) => fill_path(
            terms.text(source.object),
            &path.as_sparql(terms).to_string(),
        ),
        None => terms.text(source.object).to_owned(),
    };
    let prefixes = prefixes(compiler, source.subject);
    match Prepared::new(&text, &prefixes, form, values) {
        Ok(prepared) => Some(prepared),
        Err(error) => {
            let message = format!("This query cannot be used: {error}.");
            compiler.report(codes::SHAPE_QUERY, Some(source), source.subject, message);
            None
        }
    }
}

/// Puts the path of the shape where the query says `$PATH`.
fn fill_path(query: &str, path: &str) -> String {
    let mut filled = String::new();
    let mut rest = query;
    while let Some(at) = rest.find("$PATH") {
        let after = &rest[at + "$PATH".len()..];
        let is_longer = after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        filled.push_str(&rest[..at]);
        filled.push_str(if is_longer { "$PATH" } else { path });
        rest = after;
    }
    filled + rest
}

/// The [prefixes](https://www.w3.org/TR/shacl/#sparql-prefixes) that a query's holder names, with
/// those that the holders of prefixes import.
fn prefixes(compiler: &mut Compiler<'_>, holder: TermId) -> Vec<(String, String)> {
    let mut open: Vec<_> = objects(compiler, holder, sh::PREFIXES);
    let mut seen = BTreeSet::new();
    let mut prefixes = Vec::new();
    while let Some(node) = open.pop() {
        if !seen.insert(node) {
            continue;
        }
        open.extend(objects(compiler, node, owl::IMPORTS));
        for triple in compiler.triples(node, sh::DECLARE).collect::<Vec<_>>() {
            let prefix = compiler.only(triple.object, sh::PREFIX);
            let namespace = compiler.only(triple.object, sh::NAMESPACE_PROPERTY);
            let (Some(prefix), Some(namespace)) = (prefix, namespace) else {
                compiler.fault(
                    triple,
                    "A prefix must be declared with sh:prefix and sh:namespace.",
                );
                continue;
            };
            let terms = compiler.graph.terms();
            let pair = (terms.text(prefix.object), terms.text(namespace.object));
            prefixes.push((pair.0.to_owned(), pair.1.to_owned()));
        }
    }
    prefixes.sort();
    prefixes.dedup();
    if let Some(two) = prefixes.windows(2).find(|two| two[0].0 == two[1].0) {
        let message = format!("The prefix “{}:” is declared for two namespaces.", two[0].0);
        compiler.fault_at(holder, message);
    }
    prefixes
}

fn objects(compiler: &Compiler<'_>, node: TermId, predicate: NamedNodeRef<'_>) -> Vec<TermId> {
    let triples = compiler.triples(node, predicate);
    triples.map(|triple| triple.object).collect()
}

type Values = Vec<(String, Name)>;

/// How a shape uses a component: with one parameter each value is a use of its own, with more they
/// stand together.
fn uses(compiler: &mut Compiler<'_>, component: &Declared, shape: TermId) -> Vec<(Triple, Values)> {
    let mut given: Vec<(&Parameter, Vec<Triple>)> = Vec::new();
    for parameter in &component.parameters {
        let objects = compiler.graph.objects(shape, parameter.path);
        let triples = objects.map(|object| Triple::new(shape, parameter.path, object));
        let triples: Vec<_> = triples.collect();
        if triples.is_empty() && parameter.need == Need::Required {
            return Vec::new();
        }
        if triples.len() > 1 && component.parameters.len() > 1 {
            let message = "A parameter of a component with several may have one value only.";
            compiler.fault(triples[1], message);
        }
        given.push((parameter, triples));
    }
    if let [(parameter, triples)] = given.as_slice() {
        let each = triples.iter();
        let value = |t: &Triple| (*t, vec![(parameter.name.clone(), Name(t.object))]);
        return each.map(value).collect();
    }
    let first = given
        .iter()
        .find_map(|(_, triples)| triples.first().copied());
    let values = given.iter().filter_map(|(parameter, triples)| {
        let value = triples.first()?;
        Some((parameter.name.clone(), Name(value.object)))
    });
    let values = values.collect();
    first.map(|first| (first, values)).into_iter().collect()
}

fn component_of(
    compiler: &mut Compiler<'_>,
    component: &Declared,
    path: Option<&Path>,
    source: Triple,
    parameters: Values,
) -> Option<Component> {
    let special = match path {
        Some(_) => sh::PROPERTY_VALIDATOR,
        None => sh::NODE_VALIDATOR,
    };
    let select = compiler.only(component.node, special);
    let ask = compiler.only(component.node, sh::VALIDATOR);
    let (validator, predicate, form) = match (select, ask) {
        (Some(select), _) => (select.object, sh::SELECT, Form::Select),
        (None, Some(ask)) => (ask.object, sh::ASK, Form::Ask),
        (None, None) => {
            let name = compiler.graph.terms().term(component.node).to_string();
            let message = format!("The component {name} has no validator for such a shape.");
            compiler.report(
                codes::SHAPE_UNSUPPORTED,
                Some(source),
                source.subject,
                message,
            );
            return None;
        }
    };
    let Some(query) = compiler.only(validator, predicate) else {
        let what = super::local(predicate);
        compiler.fault_at(
            validator,
            format!("This validator must have a query (sh:{what})."),
        );
        return None;
    };
    let mut values = vec!["this".to_owned()];
    if form == Form::Ask {
        values.push("value".to_owned());
    }
    values.extend(parameters.iter().map(|(name, _)| name.clone()));
    let prepared = prepare(compiler, path, query, form, &values)?;
    let mut messages = compiler.messages(validator);
    if messages.is_empty() {
        messages = compiler.messages(component.node);
    }
    Some(Component {
        iri: Name(component.node),
        messages,
        prepared,
        parameters,
    })
}

#[cfg(test)]
mod tests {
    use super::fill_path;

    #[test]
    fn the_path_goes_where_the_query_says_so() {
        let query = "SELECT $this { $this $PATH ?v . ?v ?p $PATHS }";
        let filled = "SELECT $this { $this <http://p> ?v . ?v ?p $PATHS }";
        assert_eq!(fill_path(query, "<http://p>"), filled);
    }
}
