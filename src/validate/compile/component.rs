use oxrdf::NamedNodeRef;

use super::query::prepare;
use super::{Compiler, parameters};
use crate::graph::{TermId, Triple};
use crate::validate::path::Path;
use crate::validate::shape::{Kind, Name, Shape};
use crate::validate::sparql::{Component, Form};
use crate::validate::value::is_well_formed;
use crate::validate::{classes, codes};
use crate::vocab::{sh, xsd};

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
    let mut nodes = classes::instances(compiler.graph, class);
    // Those of SHACL itself are here already, whatever a copy of its vocabulary says of them.
    nodes.retain(|node| !compiler.is_of_shacl(*node));
    let each = nodes.into_iter();
    each.filter_map(|node| declaration(compiler, node))
        .collect()
}

fn declaration(compiler: &mut Compiler<'_>, node: TermId) -> Option<Declared> {
    let triples: Vec<_> = compiler.triples(node, sh::PARAMETER).collect();
    let mut parameters: Vec<Parameter> = Vec::new();
    for triple in triples {
        let Some(parameter) = parameter(compiler, triple) else {
            continue;
        };
        if parameters.iter().any(|known| known.name == parameter.name) {
            let message = format!("The component has two parameters “{}”.", parameter.name);
            compiler.fault(triple, message);
        }
        parameters.push(parameter);
    }
    if parameters.iter().all(|p| p.need == Need::Optional) {
        compiler.fault_at(
            node,
            "A constraint component must have a parameter that is not optional.",
        );
        return None;
    }
    Some(Declared { node, parameters })
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

/// The [local name](https://www.w3.org/TR/shacl/#constraint-components-parameters) of a parameter:
/// the longest name without a colon that its IRI ends in.
fn local_name(iri: &str) -> &str {
    let starts = iri.char_indices().map(|(at, _)| at);
    let mut tails = starts.map(|at| &iri[at..]);
    tails
        .find(|tail| is_well_formed(xsd::NC_NAME, tail))
        .unwrap_or_default()
}

/// Reads the uses that a shape makes of the components.
pub(super) fn read_all(compiler: &mut Compiler<'_>, shape: &mut Shape) {
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

/// The [validator](https://www.w3.org/TR/shacl/#constraint-components-validators) for a kind of
/// shape, and the query it must have; of several any will do.
fn suitable(
    compiler: &Compiler<'_>,
    component: TermId,
    path: Option<&Path>,
) -> Option<(TermId, NamedNodeRef<'static>, Form)> {
    let special = match path {
        Some(_) => sh::PROPERTY_VALIDATOR,
        None => sh::NODE_VALIDATOR,
    };
    let kinds = [
        (special, sh::SELECT, Form::Select),
        (sh::VALIDATOR, sh::ASK, Form::Ask),
    ];
    kinds.into_iter().find_map(|(predicate, query, form)| {
        let validator = compiler.triples(component, predicate).next()?;
        Some((validator.object, query, form))
    })
}

fn component_of(
    compiler: &mut Compiler<'_>,
    component: &Declared,
    path: Option<&Path>,
    source: Triple,
    parameters: Values,
) -> Option<Component> {
    let Some((validator, predicate, form)) = suitable(compiler, component.node, path) else {
        let name = compiler.graph.terms().term(component.node).to_string();
        let message = format!("The component {name} has no validator for such a shape.");
        compiler.report(
            codes::SHAPE_NO_VALIDATOR,
            Some(source),
            source.subject,
            message,
        );
        return None;
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
    use super::local_name;

    #[test]
    fn the_name_of_a_parameter_is_what_its_iri_ends_in() {
        assert_eq!(local_name("http://example.com/ns#maxLength"), "maxLength");
        assert_eq!(local_name("http://example.com/1st"), "st");
        assert_eq!(local_name("urn:my:max-length"), "max-length");
        assert_eq!(local_name("http://example.com/"), "");
    }
}
