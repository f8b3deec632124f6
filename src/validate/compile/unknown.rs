use super::Compiler;
use crate::graph::{TermId, Triple};
use crate::validate::codes;
use crate::vocab::sh;

/// What may stand at a shape beside the parameters of constraints.
const KNOWN: &[&str] = &[
    "path",
    "targetClass",
    "targetNode",
    "targetSubjectsOf",
    "targetObjectsOf",
    "severity",
    "message",
    "deactivated",
    "name",
    "description",
    "order",
    "group",
    "defaultValue",
    "class",
    "datatype",
    "nodeKind",
    "minCount",
    "maxCount",
    "minExclusive",
    "minInclusive",
    "maxExclusive",
    "maxInclusive",
    "minLength",
    "maxLength",
    "pattern",
    "flags",
    "languageIn",
    "uniqueLang",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "not",
    "and",
    "or",
    "xone",
    "node",
    "property",
    "qualifiedValueShape",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
    "closed",
    "ignoredProperties",
    "hasValue",
    "in",
    "sparql",
    // A shape may also be a SPARQL constraint, a component's parameter or a holder of prefixes.
    "select",
    "ask",
    "prefixes",
    "declare",
    "optional",
    "shapesGraph",
    "suggestedShapesGraph",
    "entailment",
    "parameter",
    "validator",
    "nodeValidator",
    "propertyValidator",
    "labelTemplate",
];

/// Terms of SHACL's extensions, which would say something about the data that is not checked here.
const EXTENSIONS: &[&str] = &[
    "rule",
    "target",
    "values",
    "expression",
    "js",
    "targetShape",
];

/// Finds terms of SHACL's namespace at a shape that do not exist or are not supported.
pub(super) fn check(compiler: &mut Compiler<'_>, shape: TermId) {
    for pair in compiler.graph.pairs(shape) {
        let predicate = compiler.graph.terms().text(pair.predicate);
        let Some(local) = predicate.strip_prefix(sh::NAMESPACE) else {
            continue;
        };
        if KNOWN.contains(&local) {
            continue;
        }
        let triple = Triple::new(shape, pair.predicate, pair.object);
        let (code, message) = if EXTENSIONS.contains(&local) {
            let message =
                format!("sh:{local} belongs to an extension of SHACL that is not supported.");
            (codes::SHAPE_UNSUPPORTED, message)
        } else {
            (
                codes::SHAPE_UNKNOWN_TERM,
                format!("SHACL has no sh:{local}."),
            )
        };
        compiler.report(code, Some(triple), shape, message);
    }
}
