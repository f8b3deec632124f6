use std::collections::BTreeSet;

use oxrdf::NamedNodeRef;

use super::Compiler;
use crate::graph::{TermId, Triple};
use crate::vocab::{owl, sh, xsd};

/// The [prefixes](https://www.w3.org/TR/shacl/#sparql-prefixes) that a query's holder names, with
/// those that the holders of prefixes import.
pub(super) fn of(compiler: &mut Compiler<'_>, holder: TermId) -> Vec<(String, String)> {
    let mut open: Vec<_> = objects(compiler, holder, sh::PREFIXES);
    let mut seen = BTreeSet::new();
    let mut prefixes = Vec::new();
    while let Some(node) = open.pop() {
        if !seen.insert(node) {
            continue;
        }
        open.extend(objects(compiler, node, owl::IMPORTS));
        for triple in compiler.triples(node, sh::DECLARE).collect::<Vec<_>>() {
            prefixes.extend(declared(compiler, triple));
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

fn declared(compiler: &mut Compiler<'_>, declaration: Triple) -> Option<(String, String)> {
    let prefix = compiler.only(declaration.object, sh::PREFIX);
    let namespace = compiler.only(declaration.object, sh::NAMESPACE_PROPERTY);
    let (Some(prefix), Some(namespace)) = (prefix, namespace) else {
        let message = "A prefix must be declared with sh:prefix and sh:namespace.";
        compiler.fault(declaration, message);
        return None;
    };
    if compiler.datatype(prefix.object) != Some(xsd::STRING) {
        compiler.fault(prefix, "sh:prefix must be a plain text.");
    }
    if compiler.datatype(namespace.object) != Some(xsd::ANY_URI) {
        compiler.fault(namespace, "sh:namespace must be a text of type xsd:anyURI.");
    }
    let text = |triple: Triple| compiler.graph.terms().text(triple.object).to_owned();
    Some((text(prefix), text(namespace)))
}

fn objects(compiler: &Compiler<'_>, node: TermId, predicate: NamedNodeRef<'_>) -> Vec<TermId> {
    let triples = compiler.triples(node, predicate);
    triples.map(|triple| triple.object).collect()
}
