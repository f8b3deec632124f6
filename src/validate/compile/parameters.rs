use oxrdf::NamedNodeRef;

use super::{Compiler, lists};
use crate::graph::{TermId, Triple};
use crate::validate::codes;
use crate::validate::shape::{Allowed, Kind, Name, NodeKind, Range, Shape, ShapeIx};
use crate::validate::value::{Pattern, Value};
use crate::vocab::{sh, xsd};

/// How often a parameter may stand at a shape.
#[derive(Clone, Copy, PartialEq)]
enum Arity {
    Once,
    Any,
}

/// At which shapes a parameter may stand.
#[derive(Clone, Copy, PartialEq)]
enum Scope {
    AnyShape,
    PropertyShape,
}

/// A parameter whose every value is a constraint.
struct Parameter {
    name: NamedNodeRef<'static>,
    arity: Arity,
    scope: Scope,
    read: fn(&mut Compiler<'_>, Triple) -> Read,
}

/// A constraint, none because the value switches it off, or what the value should have been.
type Read = Result<Option<Kind>, String>;

const fn once(
    name: NamedNodeRef<'static>,
    read: fn(&mut Compiler<'_>, Triple) -> Read,
) -> Parameter {
    Parameter {
        name,
        arity: Arity::Once,
        scope: Scope::AnyShape,
        read,
    }
}

const fn any(
    name: NamedNodeRef<'static>,
    read: fn(&mut Compiler<'_>, Triple) -> Read,
) -> Parameter {
    Parameter {
        name,
        arity: Arity::Any,
        scope: Scope::AnyShape,
        read,
    }
}

impl Parameter {
    const fn of_properties(self) -> Self {
        Self {
            scope: Scope::PropertyShape,
            ..self
        }
    }
}

const PARAMETERS: &[Parameter] = &[
    any(sh::CLASS, |c, t| {
        iri(c, t).map(|name| Some(Kind::Class(name)))
    }),
    once(sh::DATATYPE, |c, t| {
        iri(c, t).map(|name| Some(Kind::Datatype(name)))
    }),
    once(sh::NODE_KIND, node_kind),
    once(sh::MIN_COUNT, |c, t| {
        count(c, t).map(|n| Some(Kind::MinCount(n)))
    })
    .of_properties(),
    once(sh::MAX_COUNT, |c, t| {
        count(c, t).map(|n| Some(Kind::MaxCount(n)))
    })
    .of_properties(),
    once(sh::MIN_EXCLUSIVE, |c, t| limit(c, t, Range::MinExclusive)),
    once(sh::MIN_INCLUSIVE, |c, t| limit(c, t, Range::MinInclusive)),
    once(sh::MAX_EXCLUSIVE, |c, t| limit(c, t, Range::MaxExclusive)),
    once(sh::MAX_INCLUSIVE, |c, t| limit(c, t, Range::MaxInclusive)),
    once(sh::MIN_LENGTH, |c, t| {
        count(c, t).map(|n| Some(Kind::MinLength(n)))
    }),
    once(sh::MAX_LENGTH, |c, t| {
        count(c, t).map(|n| Some(Kind::MaxLength(n)))
    }),
    once(sh::PATTERN, pattern),
    once(sh::LANGUAGE_IN, language_in),
    once(sh::UNIQUE_LANG, |c, t| {
        Ok(flag(c, t)?.then_some(Kind::UniqueLang))
    })
    .of_properties(),
    any(sh::EQUALS, |c, t| {
        iri(c, t).map(|name| Some(Kind::Equals(name)))
    }),
    any(sh::DISJOINT, |c, t| {
        iri(c, t).map(|name| Some(Kind::Disjoint(name)))
    }),
    any(sh::LESS_THAN, |c, t| {
        iri(c, t).map(|name| Some(Kind::LessThan(name)))
    })
    .of_properties(),
    any(sh::LESS_THAN_OR_EQUALS, |c, t| {
        iri(c, t).map(|name| Some(Kind::LessThanOrEquals(name)))
    })
    .of_properties(),
    any(sh::NOT, |c, t| {
        shape(c, t).map(|shape| Some(Kind::Not(shape)))
    }),
    any(sh::AND, |c, t| {
        shapes(c, t).map(|shapes| Some(Kind::And(shapes)))
    }),
    any(sh::OR, |c, t| {
        shapes(c, t).map(|shapes| Some(Kind::Or(shapes)))
    }),
    any(sh::XONE, |c, t| {
        shapes(c, t).map(|shapes| Some(Kind::Xone(shapes)))
    }),
    any(sh::NODE, node),
    any(sh::PROPERTY, property),
    once(sh::CLOSED, closed),
    any(sh::HAS_VALUE, |_, t| {
        Ok(Some(Kind::HasValue(Name(t.object))))
    }),
    once(sh::IN, |c, t| {
        members(c, t).map(|names| Some(Kind::In(names)))
    }),
];

/// Parameters that others read along, or that are read elsewhere.
const BESIDE: [NamedNodeRef<'static>; 7] = [
    sh::FLAGS,
    sh::IGNORED_PROPERTIES,
    sh::QUALIFIED_VALUE_SHAPE,
    sh::QUALIFIED_MIN_COUNT,
    sh::QUALIFIED_MAX_COUNT,
    sh::QUALIFIED_VALUE_SHAPES_DISJOINT,
    sh::SPARQL,
];

/// All parameters of SHACL Core, and `sh:sparql`.
pub(super) fn names() -> impl Iterator<Item = NamedNodeRef<'static>> {
    PARAMETERS.iter().map(|p| p.name).chain(BESIDE)
}

/// Reads the constraints of SHACL Core that a shape has, but for the qualified ones.
pub(super) fn read_all(compiler: &mut Compiler<'_>, shape: &mut Shape) {
    let node = shape.node.0;
    for parameter in PARAMETERS {
        let triples: Vec<_> = compiler.triples(node, parameter.name).collect();
        if parameter.arity == Arity::Once && triples.len() > 1 {
            let what = super::local(parameter.name);
            compiler.fault(
                triples[1],
                format!("sh:{what} may stand once only at a shape."),
            );
        }
        let is_node_shape = compiler.triples(node, sh::PATH).next().is_none();
        for triple in triples {
            if parameter.scope == Scope::PropertyShape && is_node_shape {
                let what = super::local(parameter.name);
                compiler.fault(
                    triple,
                    format!("sh:{what} is for property shapes; this is a node shape."),
                );
                continue;
            }
            match (parameter.read)(compiler, triple) {
                Ok(Some(kind)) => super::add(shape, triple, kind),
                Ok(None) => {}
                Err(wanted) => {
                    let what = super::local(parameter.name);
                    compiler.fault(triple, format!("sh:{what} {wanted}."));
                }
            }
        }
    }
    check_beside(compiler, node);
}

/// The flags of a pattern and the exceptions of a closed shape are read with them; alone they say
/// nothing, but must be well-formed still.
fn check_beside(compiler: &mut Compiler<'_>, node: TermId) {
    if let Some(triple) = compiler.only(node, sh::FLAGS)
        && compiler.datatype(triple.object) != Some(xsd::STRING)
    {
        compiler.fault(triple, "sh:flags must be a plain text.");
    }
    if let Some(triple) = compiler.only(node, sh::IGNORED_PROPERTIES) {
        let names = members(compiler, triple).unwrap_or_default();
        let is_list = lists::members(compiler, triple.object).is_some();
        if !is_list || !names.iter().all(|name| compiler.is_iri(name.0)) {
            compiler.fault(triple, "sh:ignoredProperties must be a list of IRIs.");
        }
    }
}

fn iri(compiler: &mut Compiler<'_>, triple: Triple) -> Result<Name, String> {
    if compiler.is_iri(triple.object) {
        Ok(Name(triple.object))
    } else {
        Err("must be an IRI".to_owned())
    }
}

/// A whole number; those below zero count as zero, those beyond a machine word as the greatest.
pub(super) fn count(compiler: &mut Compiler<'_>, triple: Triple) -> Result<u64, String> {
    let terms = compiler.graph.terms();
    let text = terms.text(triple.object);
    let is_integer = terms.datatype(triple.object) == Some(xsd::INTEGER);
    match Value::of(terms, triple.object) {
        Some(Value::Decimal(..)) if is_integer && text.starts_with('-') => Ok(0),
        Some(Value::Decimal(..)) if is_integer => Ok(text.parse().unwrap_or(u64::MAX)),
        _ => Err("must be an xsd:integer".to_owned()),
    }
}

/// Whether a parameter is exactly `true`; `"1"` is a boolean but switches nothing on.
pub(super) fn flag(compiler: &mut Compiler<'_>, triple: Triple) -> Result<bool, String> {
    let terms = compiler.graph.terms();
    let text = terms.text(triple.object);
    let is_boolean = terms.datatype(triple.object) == Some(xsd::BOOLEAN);
    match text {
        "true" | "false" | "1" | "0" if is_boolean => Ok(text == "true"),
        _ => Err("must be true or false".to_owned()),
    }
}

fn limit(compiler: &mut Compiler<'_>, triple: Triple, range: Range) -> Read {
    if compiler.graph.terms().is_literal(triple.object) {
        Ok(Some(Kind::Range(range, Name(triple.object))))
    } else {
        Err("must be a literal".to_owned())
    }
}

fn node_kind(compiler: &mut Compiler<'_>, triple: Triple) -> Read {
    use Allowed::{No, Yes};
    let kinds = [
        (sh::IRI, Yes, No, No),
        (sh::BLANK_NODE, No, Yes, No),
        (sh::LITERAL, No, No, Yes),
        (sh::BLANK_NODE_OR_IRI, Yes, Yes, No),
        (sh::BLANK_NODE_OR_LITERAL, No, Yes, Yes),
        (sh::IRI_OR_LITERAL, Yes, No, Yes),
    ];
    let iri = compiler.graph.terms().iri(triple.object);
    let found = kinds.iter().find(|(name, ..)| Some(*name) == iri);
    match found {
        Some((_, iri, blank, literal)) => Ok(Some(Kind::NodeKind(NodeKind {
            iri: *iri,
            blank: *blank,
            literal: *literal,
        }))),
        None => Err("must be one of SHACL's six kinds of node, such as sh:IRI".to_owned()),
    }
}

fn pattern(compiler: &mut Compiler<'_>, triple: Triple) -> Read {
    let flags = compiler.triples(triple.subject, sh::FLAGS).next();
    let terms = compiler.graph.terms();
    if terms.datatype(triple.object) != Some(xsd::STRING) {
        return Err("must be a plain text".to_owned());
    }
    let flags = flags.map_or("", |flags| terms.text(flags.object));
    match Pattern::new(terms.text(triple.object), flags) {
        Ok(pattern) => Ok(Some(Kind::Pattern(Box::new(pattern)))),
        Err(error) => Err(format!("must be a regular expression of XPath: {error}")),
    }
}

fn language_in(compiler: &mut Compiler<'_>, triple: Triple) -> Read {
    let wanted = || "must be a list of language ranges".to_owned();
    let names = members(compiler, triple).map_err(|_not_a_list| wanted())?;
    let terms = compiler.graph.terms();
    let is_text = |name: &Name| terms.datatype(name.0) == Some(xsd::STRING);
    if !names.iter().all(is_text) {
        return Err(wanted());
    }
    let ranges = names.iter().map(|name| terms.text(name.0).to_owned());
    Ok(Some(Kind::LanguageIn(ranges.collect())))
}

fn members(compiler: &mut Compiler<'_>, triple: Triple) -> Result<Vec<Name>, String> {
    let members = lists::members(compiler, triple.object);
    let members = members.ok_or_else(|| "must be a list".to_owned())?;
    Ok(members.into_iter().map(Name).collect())
}

/// A shape by reference.
fn shape(compiler: &mut Compiler<'_>, triple: Triple) -> Result<ShapeIx, String> {
    if compiler.graph.terms().is_literal(triple.object) {
        return Err("must be a shape, not a literal".to_owned());
    }
    is_undescribed(compiler, triple);
    Ok(compiler.refer(triple.object))
}

/// Whether nothing is said about a shape. Everything conforms to it then, so it is pointed out.
fn is_undescribed(compiler: &mut Compiler<'_>, triple: Triple) -> bool {
    if !compiler.graph.pairs(triple.object).is_empty() {
        return false;
    }
    let name = compiler.graph.terms().term(triple.object).to_string();
    let message = format!("Nothing is said about the shape {name}, so everything conforms to it.");
    compiler.report(
        codes::SHAPE_UNDEFINED,
        Some(triple),
        triple.subject,
        message,
    );
    true
}

fn shapes(compiler: &mut Compiler<'_>, triple: Triple) -> Result<Vec<ShapeIx>, String> {
    let names = members(compiler, triple).map_err(|wanted| format!("{wanted} of shapes"))?;
    let each = names.into_iter();
    each.map(|name| {
        let member = Triple {
            object: name.0,
            ..triple
        };
        shape(compiler, member)
    })
    .collect()
}

fn node(compiler: &mut Compiler<'_>, triple: Triple) -> Read {
    if compiler.triples(triple.object, sh::PATH).next().is_some() {
        return Err("must be a node shape; this one has a path".to_owned());
    }
    shape(compiler, triple).map(|shape| Some(Kind::Node(shape)))
}

fn property(compiler: &mut Compiler<'_>, triple: Triple) -> Read {
    // Profiles that are cut into files, such as DCAT-AP's, name shapes that are in none of them.
    if compiler.graph.terms().is_iri(triple.object) && is_undescribed(compiler, triple) {
        return Ok(None);
    }
    if compiler.triples(triple.object, sh::PATH).next().is_none() {
        return Err("must be a property shape, which has a path (sh:path)".to_owned());
    }
    shape(compiler, triple).map(|shape| Some(Kind::Property(shape)))
}

/// A closed shape allows the predicates of its property shapes, and those it says to ignore.
fn closed(compiler: &mut Compiler<'_>, triple: Triple) -> Read {
    if !flag(compiler, triple)? {
        return Ok(None);
    }
    let properties = compiler.triples(triple.subject, sh::PROPERTY);
    let paths = properties.flat_map(|property| compiler.triples(property.object, sh::PATH));
    let mut allowed: Vec<_> = paths.map(|path| Name(path.object)).collect();
    if let Some(ignored) = compiler
        .triples(triple.subject, sh::IGNORED_PROPERTIES)
        .next()
    {
        allowed.extend(members(compiler, ignored).unwrap_or_default());
    }
    allowed.retain(|name| compiler.is_iri(name.0));
    Ok(Some(Kind::Closed(allowed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_parameter_is_listed_twice() {
        let all: Vec<_> = names().collect();
        let distinct: std::collections::BTreeSet<_> = all.iter().map(|n| n.as_str()).collect();
        assert_eq!(all.len(), distinct.len());
    }
}
