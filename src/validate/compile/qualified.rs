use oxrdf::NamedNodeRef;

use super::{Compiler, parameters};
use crate::graph::{TermId, Triple};
use crate::validate::shape::{Kind, Limit, Qualified, Shape, ShapeIx};
use crate::vocab::sh;

/// Reads the [qualified cardinalities](https://www.w3.org/TR/shacl/#QualifiedValueShapeConstraintComponent)
/// of a shape.
pub(super) fn read(compiler: &mut Compiler<'_>, shape: &mut Shape) {
    let node = shape.node.0;
    let value_shape = compiler.only(node, sh::QUALIFIED_VALUE_SHAPE);
    let disjoint = switched_on(compiler, node);
    let limits = limits(compiler, node);
    let Some(value_shape) = value_shape else {
        return;
    };
    if compiler.triples(node, sh::PATH).next().is_none() {
        let message = "sh:qualifiedValueShape is for property shapes; this is a node shape.";
        compiler.fault(value_shape, message);
        return;
    }
    if compiler.graph.terms().is_literal(value_shape.object) {
        compiler.fault(
            value_shape,
            "sh:qualifiedValueShape must be a shape, not a literal.",
        );
        return;
    }
    let wanted = compiler.refer(value_shape.object);
    let siblings = if disjoint {
        siblings(compiler, value_shape)
    } else {
        Vec::new()
    };
    for (source, limit) in limits {
        let qualified = Qualified {
            shape: wanted,
            siblings: siblings.clone(),
            limit,
        };
        super::add(shape, source, Kind::Qualified(Box::new(qualified)));
    }
}

fn switched_on(compiler: &mut Compiler<'_>, node: TermId) -> bool {
    let Some(triple) = compiler.only(node, sh::QUALIFIED_VALUE_SHAPES_DISJOINT) else {
        return false;
    };
    parameters::flag(compiler, triple).unwrap_or_else(|wanted| {
        compiler.fault(triple, format!("sh:qualifiedValueShapesDisjoint {wanted}."));
        false
    })
}

type MakeLimit = fn(u64) -> Limit;

fn limits(compiler: &mut Compiler<'_>, node: TermId) -> Vec<(Triple, Limit)> {
    let kinds: [(NamedNodeRef<'_>, MakeLimit); 2] = [
        (sh::QUALIFIED_MIN_COUNT, Limit::AtLeast),
        (sh::QUALIFIED_MAX_COUNT, Limit::AtMost),
    ];
    let mut limits = Vec::new();
    for (predicate, limit) in kinds {
        let Some(triple) = compiler.only(node, predicate) else {
            continue;
        };
        match parameters::count(compiler, triple) {
            Ok(count) => limits.push((triple, limit(count))),
            Err(wanted) => {
                let what = super::local(predicate);
                compiler.fault(triple, format!("sh:{what} {wanted}."));
            }
        }
    }
    limits
}

/// The [sibling shapes](https://www.w3.org/TR/shacl/#dfn-sibling-shapes): the other qualified
/// shapes of the properties that stand beside this one.
fn siblings(compiler: &mut Compiler<'_>, value_shape: Triple) -> Vec<ShapeIx> {
    let Some(property) = compiler.id(sh::PROPERTY) else {
        return Vec::new();
    };
    let mut nodes = Vec::new();
    for parent in compiler.graph.subjects(property, value_shape.subject) {
        for beside in compiler.triples(*parent, sh::PROPERTY) {
            let shapes = compiler.triples(beside.object, sh::QUALIFIED_VALUE_SHAPE);
            nodes.extend(shapes.map(|triple| triple.object));
        }
    }
    nodes.retain(|node| *node != value_shape.object);
    nodes.sort_unstable();
    nodes.dedup();
    nodes.into_iter().map(|node| compiler.refer(node)).collect()
}
