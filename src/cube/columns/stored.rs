use oxigraph::model::{GraphName, NamedNode, Quad};
use oxigraph::store::{StorageError, Store};
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Term, TermRef};

use super::number::Number;

/// Tells what the store answers for a term that was put into it.
///
/// Oxigraph keeps the values of the literals of many datatypes, not their text: `"01"^^xsd:int`
/// comes back as `"1"^^xsd:integer`. What its rules are is asked of itself, in a store in memory.
#[derive(Default)]
pub(super) struct Stored {
    store: Option<Store>,
}

impl Stored {
    /// The term as it comes back.
    pub(super) fn form(&mut self, term: TermRef<'_>) -> Result<Term, StorageError> {
        match term {
            TermRef::Literal(literal) if !stays(literal) => self.round_trip(&term.into_owned()),
            _ => Ok(term.into_owned()),
        }
    }

    /// Puts a term into the store and takes it out again.
    pub(super) fn round_trip(&mut self, term: &Term) -> Result<Term, StorageError> {
        let store = match &self.store {
            Some(store) => store,
            None => self.store.insert(Store::new()?),
        };
        let subject = NamedNode::from(rdf::SUBJECT);
        let quad = Quad::new(subject, rdf::OBJECT, term.clone(), GraphName::DefaultGraph);
        store.insert(&quad)?;
        let mut quads = store.quads_for_pattern(None, None, None, None);
        let found = quads.next().transpose()?;
        drop(quads);
        store.clear()?;
        Ok(found.map_or_else(|| term.clone(), |quad| quad.object))
    }
}

/// Whether a literal is one of those, most of all, that come back as they are.
fn stays(literal: oxrdf::LiteralRef<'_>) -> bool {
    let number = || Number::parse(literal.value());
    match literal.datatype() {
        xsd::STRING => literal.language().is_none(),
        xsd::INTEGER => number().is_some_and(|number| number.scale == 0),
        xsd::DECIMAL => number().is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::Literal;

    #[test]
    fn literals_come_back_as_the_store_answers_them() {
        let mut stored = Stored::default();
        let mut form = |text: &str, datatype| {
            let literal = Literal::new_typed_literal(text, datatype);
            stored.form(literal.as_ref().into()).unwrap().to_string()
        };
        let integer = "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>";
        assert_eq!(form("01", xsd::INTEGER), integer);
        assert_eq!(form("1", xsd::INTEGER), integer);
        assert_eq!(
            form("one", xsd::INTEGER),
            integer.replace("\"1\"", "\"one\"")
        );
        let decimal = "\"1.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>";
        assert_eq!(form("1.50", xsd::DECIMAL), decimal);
        assert_eq!(form("01", xsd::STRING), "\"01\"");
    }
}
