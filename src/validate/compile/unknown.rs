use super::Compiler;
use crate::diagnostic::Code;
use crate::graph::{TermId, Triple};
use crate::validate::codes;
use crate::vocab::{rdf, sh};

/// The properties of SHACL Core and SHACL-SPARQL.
const PROPERTIES: &[&str] = &[
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
    "prefix",
    "namespace",
    "alternativePath",
    "inversePath",
    "zeroOrMorePath",
    "oneOrMorePath",
    "zeroOrOnePath",
    // A report may lie beside the shapes, as in W3C's suite.
    "conforms",
    "result",
    "shapesGraphWellFormed",
    "focusNode",
    "resultPath",
    "value",
    "resultMessage",
    "resultSeverity",
    "sourceShape",
    "sourceConstraint",
    "sourceConstraintComponent",
    "detail",
];

/// The classes of SHACL Core and SHACL-SPARQL.
const CLASSES: &[&str] = &[
    "Shape",
    "NodeShape",
    "PropertyShape",
    "PropertyGroup",
    "NodeKind",
    "Severity",
    "Parameterizable",
    "Parameter",
    "ConstraintComponent",
    "Validator",
    "SPARQLConstraint",
    "SPARQLExecutable",
    "SPARQLAskExecutable",
    "SPARQLSelectExecutable",
    "SPARQLAskValidator",
    "SPARQLSelectValidator",
    "PrefixDeclaration",
    "ValidationReport",
    "ValidationResult",
    "AbstractResult",
];

/// What the extensions of SHACL say about data, which is not checked here: those of the note on
/// [advanced features](https://www.w3.org/TR/shacl-af/), of JavaScript and of SHACL 1.2.
const EXTENSIONS: &[&str] = &[
    "rule",
    "target",
    "values",
    "expression",
    "js",
    "targetShape",
    "targetWhere",
    "shape",
    "memberShape",
    "minListLength",
    "maxListLength",
    "uniqueMembers",
    "singleLine",
    "someValue",
    "subsetOf",
    "rootClass",
    "nodeByExpression",
    "reifierShape",
    "reificationRequired",
];

/// What stands only within extensions, or declares what is no constraint: functions, rules and
/// annotations. That a shape makes use of it is told where it does.
const WITHIN_EXTENSIONS: &[&str] = &[
    "construct",
    "update",
    "returnType",
    "resultAnnotation",
    "annotationProperty",
    "annotationValue",
    "annotationVarName",
    "condition",
    "subject",
    "predicate",
    "object",
    "filterShape",
    "nodes",
    "intersection",
    "union",
    "this",
    "jsFunctionName",
    "jsLibrary",
    "jsLibraryURL",
];

/// Finds terms of SHACL's namespace that do not exist or are not supported, wherever they stand: a
/// misspelt one may be all that would make its subject a shape.
pub(super) fn check(compiler: &mut Compiler<'_>) {
    for predicate in compiler.graph.predicates().to_vec() {
        let iri = compiler.graph.terms().text(predicate);
        let Some(local) = iri.strip_prefix(sh::NAMESPACE) else {
            continue;
        };
        if let Some((code, message)) = judge(local) {
            for triple in with_predicate(compiler, predicate) {
                compiler.report(code, Some(triple), triple.subject, message.clone());
            }
        }
    }
    check_classes(compiler);
}

fn judge(local: &str) -> Option<(Code, String)> {
    if PROPERTIES.contains(&local) || WITHIN_EXTENSIONS.contains(&local) {
        return None;
    }
    Some(if EXTENSIONS.contains(&local) {
        let message = format!("sh:{local} belongs to an extension of SHACL that is not supported.");
        (codes::SHAPE_UNSUPPORTED, message)
    } else {
        let message = format!("SHACL has no sh:{local}.");
        (codes::SHAPE_UNKNOWN_TERM, message)
    })
}

/// A class that is unknown makes no shapes of its instances. Those of extensions make none either,
/// and what makes use of them is told where it does.
fn check_classes(compiler: &mut Compiler<'_>) {
    let Some(is_a) = compiler.id(rdf::TYPE) else {
        return;
    };
    for class in compiler.graph.objects_of(is_a).to_vec() {
        let iri = compiler.graph.terms().text(class);
        let Some(local) = iri.strip_prefix(sh::NAMESPACE) else {
            continue;
        };
        let is_extension = [
            "SPARQL", "JS", "Triple", "Target", "Rule", "Function", "Result",
        ];
        if CLASSES.contains(&local) || is_extension.iter().any(|start| local.starts_with(start)) {
            continue;
        }
        for subject in compiler.graph.subjects(is_a, class).to_vec() {
            let message = format!("SHACL has no class sh:{local}.");
            let triple = Triple::new(subject, is_a, class);
            compiler.report(codes::SHAPE_UNKNOWN_TERM, Some(triple), subject, message);
        }
    }
}

fn with_predicate(compiler: &Compiler<'_>, predicate: TermId) -> Vec<Triple> {
    let graph = compiler.graph;
    let subjects = graph.subjects_of(predicate);
    let triples = subjects.flat_map(|subject| {
        let objects = graph.objects(subject, predicate);
        objects.map(move |object| Triple::new(subject, predicate, object))
    });
    triples.collect()
}
