//! Triple patterns about an observation that the query names.

use oxrdf::{Term, TermRef, Variable};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::column::Column;
use super::explanation::Reading;
use super::failure::Failure;
use super::relation::Relation;
use super::star::without_blank_nodes;
use super::walk::Walk;

/// A place of a pattern: what must stand there, or what takes the value of what stands there.
enum Place {
    Term(Term),
    Variable(Variable),
}

impl Walk<'_> {
    /// The solutions of a pattern whose subject is an observation in columns: its row says all that
    /// the store says of it.
    ///
    /// `None` where it is something else, or where the pattern has no variables or one of them
    /// twice.
    pub(super) fn point(&self, pattern: &TriplePattern) -> Result<Option<Relation>, Failure> {
        let TermPattern::NamedNode(subject) = &pattern.subject else {
            return Ok(None);
        };
        let Some((cube, row)) = self.holdings.observation(subject.as_ref()) else {
            return Ok(None);
        };
        let Some((predicate, object)) = self.places(pattern)? else {
            return Ok(None);
        };
        let said = cube.said(row, |property| predicate.admits(property.into()));
        let said = said.filter(|(_, value)| object.admits(value.as_ref()));
        let found = said.map(|(property, value)| (Term::from(property.into_owned()), value));
        let found: Vec<_> = found.collect();
        self.explanation.borrow_mut().read(Reading {
            dataset: cube.dataset().as_str().to_owned(),
            read: 1,
            matched: found.len(),
            combinations: None,
        });
        let mut relation = Relation::new(found.len());
        if let Place::Variable(variable) = predicate {
            let predicates = found.iter().map(|(predicate, _)| Some(predicate.clone()));
            relation = relation.with(variable, Column::of_terms(predicates));
        }
        if let Place::Variable(variable) = object {
            let objects = found.into_iter().map(|(_, object)| Some(object));
            relation = relation.with(variable, Column::of_terms(objects));
        }
        Ok(Some(relation))
    }

    /// What stands in the places of predicate and object.
    fn places(&self, pattern: &TriplePattern) -> Result<Option<(Place, Place)>, Failure> {
        let pattern = without_blank_nodes(pattern);
        let predicate = match pattern.predicate {
            NamedNodePattern::NamedNode(iri) => Place::Term(iri.into()),
            NamedNodePattern::Variable(variable) => Place::Variable(variable),
        };
        let object = match pattern.object {
            TermPattern::NamedNode(iri) => Place::Term(iri.into()),
            TermPattern::Literal(literal) => Place::Term(self.native.canonical(&literal.into())?),
            TermPattern::Variable(variable) => Place::Variable(variable),
            TermPattern::BlankNode(_) => return Ok(None),
        };
        Ok(match (&predicate, &object) {
            (Place::Term(_), Place::Term(_)) => None,
            (Place::Variable(a), Place::Variable(b)) if a == b => None,
            _ => Some((predicate, object)),
        })
    }
}

impl Place {
    fn admits(&self, term: TermRef<'_>) -> bool {
        match self {
            Self::Term(wanted) => wanted.as_ref() == term,
            Self::Variable(_) => true,
        }
    }
}
