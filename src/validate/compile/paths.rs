use oxrdf::NamedNodeRef;

use super::{Compiler, lists};
use crate::graph::{TermId, Triple};
use crate::validate::path::Path;
use crate::validate::shape::Name;
use crate::vocab::{rdf, sh};

/// Reads the path that a triple names; a broken one is a fault at that triple.
pub(super) fn read(compiler: &mut Compiler<'_>, triple: Triple) -> Option<Path> {
    let path = read_node(compiler, triple.object, &mut Vec::new());
    if path.is_none() {
        compiler.fault(triple, "This is no well-formed property path.");
    }
    path
}

/// Reads a node as a path; `above` are the nodes it stands in, none of which it may be.
fn read_node(compiler: &Compiler<'_>, node: TermId, above: &mut Vec<TermId>) -> Option<Path> {
    if compiler.is_iri(node) {
        return Some(Path::Predicate(Name(node)));
    }
    if compiler.graph.terms().is_literal(node) || above.contains(&node) {
        return None;
    }
    above.push(node);
    let path = read_blank(compiler, node, above);
    above.pop();
    path
}

/// Makes a path of the one inside it.
type Make = fn(Box<Path>) -> Path;

fn read_blank(compiler: &Compiler<'_>, node: TermId, above: &mut Vec<TermId>) -> Option<Path> {
    // A list goes first, as the conformance suite has it where a node is two paths at once.
    if compiler.triples(node, rdf::FIRST).next().is_some() {
        return read_parts(compiler, node, above).map(Path::Sequence);
    }
    let kinds: [(NamedNodeRef<'_>, Make); 4] = [
        (sh::INVERSE_PATH, Path::Inverse),
        (sh::ZERO_OR_MORE_PATH, Path::ZeroOrMore),
        (sh::ONE_OR_MORE_PATH, Path::OneOrMore),
        (sh::ZERO_OR_ONE_PATH, Path::ZeroOrOne),
    ];
    let mut found = None;
    for (predicate, make) in kinds {
        for triple in compiler.triples(node, predicate) {
            let inner = read_node(compiler, triple.object, above)?;
            if found.replace(make(Box::new(inner))).is_some() {
                return None;
            }
        }
    }
    for triple in compiler.triples(node, sh::ALTERNATIVE_PATH) {
        let parts = read_parts(compiler, triple.object, above)?;
        if found.replace(Path::Alternative(parts)).is_some() {
            return None;
        }
    }
    found
}

fn read_parts(compiler: &Compiler<'_>, list: TermId, above: &mut Vec<TermId>) -> Option<Vec<Path>> {
    let members = lists::members(compiler, list)?;
    if members.len() < 2 {
        return None;
    }
    let parts = members
        .into_iter()
        .map(|part| read_node(compiler, part, above));
    parts.collect()
}
