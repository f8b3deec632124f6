use rustc_hash::FxHashSet;

use super::Compiler;
use crate::graph::TermId;
use crate::vocab::rdf;

/// The members of a [SHACL list](https://www.w3.org/TR/shacl/#dfn-shacl-list); `None` if it is
/// broken or runs in a circle.
pub(super) fn members(compiler: &Compiler<'_>, list: TermId) -> Option<Vec<TermId>> {
    let nil = compiler.id(rdf::NIL);
    let mut members = Vec::new();
    let mut seen = FxHashSet::default();
    let mut node = list;
    while Some(node) != nil {
        if !seen.insert(node) {
            return None;
        }
        members.push(single(compiler, node, rdf::FIRST)?);
        node = single(compiler, node, rdf::REST)?;
    }
    let is_bare = |predicate| compiler.triples(node, predicate).next().is_none();
    (is_bare(rdf::FIRST) && is_bare(rdf::REST)).then_some(members)
}

fn single(
    compiler: &Compiler<'_>,
    node: TermId,
    predicate: oxrdf::NamedNodeRef<'_>,
) -> Option<TermId> {
    let mut triples = compiler.triples(node, predicate);
    let first = triples.next()?;
    triples.next().is_none().then_some(first.object)
}
