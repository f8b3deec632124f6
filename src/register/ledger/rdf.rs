use oxrdf::{LiteralRef, NamedNode, NamedNodeRef, TermRef};

use super::Ledger;
use crate::graph::{Triple, TripleSink};
use crate::uri::Base;
use crate::vocab::{dct, skos};

/// Writes what is known of the URIs that were withdrawn: since when, why, and what replaces them.
pub fn write_tombstones<S: TripleSink>(
    ledger: &Ledger,
    base: &Base,
    sink: &mut S,
) -> Result<(), S::Error> {
    let withdrawn = base.term("justice", "withdrawn");
    for (path, stone) in ledger.tombstones() {
        let gone = NamedNode::new_unchecked(path.uri(base));
        let date = stone.date.to_string();
        let date = LiteralRef::new_typed_literal(&date, stone.date.datatype());
        let reason = LiteralRef::new_language_tagged_literal_unchecked(&stone.reason, "en");
        put(sink, gone.as_ref(), withdrawn.as_ref(), date)?;
        put(sink, gone.as_ref(), skos::NOTE, reason)?;
        if let Some(successor) = &stone.successor {
            let successor = NamedNode::new_unchecked(successor.uri(base));
            put(sink, gone.as_ref(), dct::IS_REPLACED_BY, successor.as_ref())?;
        }
    }
    Ok(())
}

fn put<'t, S: TripleSink>(
    sink: &mut S,
    subject: NamedNodeRef<'t>,
    predicate: NamedNodeRef<'t>,
    object: impl Into<TermRef<'t>>,
) -> Result<(), S::Error> {
    let terms = sink.terms();
    let triple = Triple::new(
        terms.intern(subject),
        terms.intern(predicate),
        terms.intern(object),
    );
    sink.triple(triple)
}
