use oxrdf::{NamedNode, Term, Variable};
use rustc_hash::FxHashSet;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::failure::Reason;
use super::holdings::{Holdings, Property};
use super::variables::of_triple;
use crate::vocab::{qb, rdf};

/// Triple patterns about one observation, all of them answered by columns.
#[derive(Debug)]
pub(super) struct Star {
    pub(super) subject: Variable,
    pub(super) arms: Vec<Arm>,
}

/// What a star asks of one predicate.
#[derive(Debug)]
pub(super) struct Arm {
    pub(super) property: Property,
    pub(super) object: Object,
}

/// What stands at the end of an arm.
#[derive(Debug)]
pub(super) enum Object {
    Term(Term),
    Variable(Variable),
}

/// A basic graph pattern, taken apart.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) stars: Vec<Star>,
    /// What the store has to answer; patterns in one part are connected by variables that no star
    /// has.
    pub(super) rest: Vec<Vec<TriplePattern>>,
}

impl Parts {
    /// Takes patterns apart; blank nodes become variables that no query can name.
    pub(super) fn of(patterns: &[TriplePattern], holdings: &Holdings) -> Result<Self, Reason> {
        let mut parts = Self::default();
        let mut rest = Vec::new();
        for pattern in patterns.iter().map(without_blank_nodes) {
            match (arm(&pattern, holdings), &pattern.subject) {
                (Some(arm), TermPattern::Variable(subject)) => parts.add(subject, arm),
                _ => rest.push(pattern),
            }
        }
        if parts.stars.is_empty() {
            return Err(Reason::NoStar);
        }
        parts.stars.iter().try_for_each(Star::check)?;
        parts.rest = parts.connected(rest);
        Ok(parts)
    }

    fn add(&mut self, subject: &Variable, arm: Arm) {
        match self.stars.iter_mut().find(|star| star.subject == *subject) {
            Some(star) => star.arms.push(arm),
            None => self.stars.push(Star {
                subject: subject.clone(),
                arms: vec![arm],
            }),
        }
    }

    /// Puts patterns that share a variable into one part, unless a star has the variable: its
    /// values then come from there.
    fn connected(&self, patterns: Vec<TriplePattern>) -> Vec<Vec<TriplePattern>> {
        let known: FxHashSet<&Variable> = self.stars.iter().flat_map(Star::variables).collect();
        let mut parts: Vec<(FxHashSet<Variable>, Vec<TriplePattern>)> = Vec::new();
        for pattern in patterns {
            let own = of_triple(&pattern).filter(|variable| !known.contains(variable));
            let mut variables: FxHashSet<Variable> = own.cloned().collect();
            let mut joined = vec![pattern];
            parts.retain_mut(|(others, part)| {
                let apart = variables.is_disjoint(others);
                if !apart {
                    variables.extend(others.drain());
                    joined.append(part);
                }
                apart
            });
            parts.push((variables, joined));
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }
}

impl Star {
    pub(super) fn variables(&self) -> impl Iterator<Item = &Variable> {
        std::iter::once(&self.subject).chain(self.arms.iter().filter_map(Arm::variable))
    }

    pub(super) fn properties(&self) -> Vec<Property> {
        self.arms.iter().map(|arm| arm.property.clone()).collect()
    }

    /// A variable that stands twice asks for equal values, which is left to the store.
    fn check(&self) -> Result<(), Reason> {
        let mut seen = FxHashSet::default();
        match self.variables().find(|variable| !seen.insert(*variable)) {
            Some(twice) => Err(Reason::Repeated(twice.to_string())),
            None => Ok(()),
        }
    }
}

impl Arm {
    pub(super) fn variable(&self) -> Option<&Variable> {
        match &self.object {
            Object::Variable(variable) => Some(variable),
            Object::Term(_) => None,
        }
    }
}

/// The arm that a pattern is, if columns hold all that it can match.
fn arm(pattern: &TriplePattern, holdings: &Holdings) -> Option<Arm> {
    let NamedNodePattern::NamedNode(predicate) = &pattern.predicate else {
        return None;
    };
    let object = match &pattern.object {
        TermPattern::NamedNode(node) => Object::Term(node.clone().into()),
        TermPattern::Literal(literal) => Object::Term(literal.clone().into()),
        TermPattern::Variable(variable) => Object::Variable(variable.clone()),
        TermPattern::BlankNode(_) => return None,
    };
    let property = property(predicate, &object);
    holdings
        .cover(&property)
        .then_some(Arm { property, object })
}

fn property(predicate: &NamedNode, object: &Object) -> Property {
    match object {
        Object::Term(Term::NamedNode(class))
            if *predicate == rdf::TYPE && *class == qb::OBSERVATION =>
        {
            Property::Observation
        }
        _ => Property::Predicate(predicate.clone()),
    }
}

/// A blank node in a query is a variable that the query cannot name elsewhere.
pub(super) fn without_blank_nodes(pattern: &TriplePattern) -> TriplePattern {
    TriplePattern {
        subject: without_blank_node(&pattern.subject),
        predicate: pattern.predicate.clone(),
        object: without_blank_node(&pattern.object),
    }
}

fn without_blank_node(term: &TermPattern) -> TermPattern {
    match term {
        TermPattern::BlankNode(node) => TermPattern::Variable(Variable::new_unchecked(format!(
            "{HIDDEN}{}",
            node.as_str()
        ))),
        other => other.clone(),
    }
}

/// What the names of variables for blank nodes begin with.
const HIDDEN: &str = "blank node ";

/// Whether a variable stands for a blank node of the query.
pub(super) fn is_hidden(variable: &Variable) -> bool {
    variable.as_str().starts_with(HIDDEN)
}
