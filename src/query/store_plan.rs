//! Puts what is left to the store so that it finds a good plan for it.
//!
//! Oxigraph joins the triple patterns of one thing by looking up each for every solution so far,
//! and begins with one that looks small by its form. Over observations that is the wrong end: a
//! look-up in a large database takes as long as reading ten triples one after the other.
//! A pattern that stands in a sub-select of its own is read once and joined by hash instead; where
//! a condition leaves few observations, the patterns stay together, and begin with it.
//!
//! The solutions are the same, in another order. So nothing is changed where their order counts,
//! and nothing where a few of them are enough, which look-ups find first.

use oxrdf::Variable;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::exact::{has_exact_numbers, predicate_of};
use super::explanation::Planned;
use super::failure::Failure;
use super::holdings::{Holdings, Property};
use super::native::Native;
use super::star::without_blank_nodes;
use super::store_way::{Scan, Thing, Way, joined};
use super::table::Tables;
use crate::vocab::rdf;

/// What is known while a query is put for the store.
pub(super) struct Planner<'p> {
    holdings: &'p Holdings,
    native: &'p Native<'p>,
    planned: Vec<Planned>,
}

/// Triples with a constant are counted up to this; beyond it they are no small part of anything.
const MOST_COUNTED: usize = 10_000;
/// What is asked of the solutions of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// All of them, in any order.
    All,
    /// Perhaps the first few, or those that go with a few others.
    Few,
}

impl<'p> Planner<'p> {
    pub(super) fn new(holdings: &'p Holdings, native: &'p Native<'p>) -> Self {
        Self {
            holdings,
            native,
            planned: Vec::new(),
        }
    }

    /// Puts a query for the store; tells what was changed.
    pub(super) fn query(mut self, query: &mut Query) -> Result<Vec<Planned>, Failure> {
        match query {
            Query::Select { pattern, .. }
            | Query::Construct { pattern, .. }
            | Query::Describe { pattern, .. } => self.pattern(pattern, Asked::All)?,
            Query::Ask { pattern, .. } => self.pattern(pattern, Asked::Few)?,
        }
        Ok(self.planned)
    }

    fn pattern(&mut self, pattern: &mut GraphPattern, asked: Asked) -> Result<(), Failure> {
        match pattern {
            GraphPattern::Bgp { patterns } if asked == Asked::All => {
                if let Some(changed) = self.basic(patterns)? {
                    *pattern = changed;
                }
                Ok(())
            }
            GraphPattern::Filter { inner, .. }
            | GraphPattern::Extend { inner, .. }
            | GraphPattern::Project { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::LeftJoin { left: inner, .. } => self.pattern(inner, asked),
            GraphPattern::OrderBy { inner, .. } => self.pattern(inner, Asked::All),
            GraphPattern::Slice { inner, .. } => self.pattern(inner, Asked::Few),
            GraphPattern::Union { left, right } => {
                self.pattern(left, asked)?;
                self.pattern(right, asked)
            }
            GraphPattern::Minus { left, right } => {
                self.pattern(left, asked)?;
                self.pattern(right, Asked::All)
            }
            // What is joined may be few: then it is best looked up.
            GraphPattern::Join { left, right } => {
                self.pattern(left, Asked::Few)?;
                self.pattern(right, Asked::Few)
            }
            GraphPattern::Group {
                inner, aggregates, ..
            } => self.group(inner, aggregates),
            _ => Ok(()),
        }
    }

    /// Groups take all solutions, whose order may count.
    fn group(
        &mut self,
        inner: &mut GraphPattern,
        aggregates: &[(Variable, AggregateExpression)],
    ) -> Result<(), Failure> {
        let mut changed = inner.clone();
        let before = self.planned.len();
        self.pattern(&mut changed, Asked::All)?;
        if self.planned.len() == before {
            return Ok(());
        }
        for (_, aggregate) in aggregates {
            if !self.is_free_of_order(inner, aggregate)? {
                self.planned.truncate(before);
                return Ok(());
            }
        }
        *inner = changed;
        Ok(())
    }

    /// Whether an aggregate is the same in whatever order the solutions come.
    fn is_free_of_order(
        &self,
        inner: &GraphPattern,
        aggregate: &AggregateExpression,
    ) -> Result<bool, Failure> {
        let AggregateExpression::FunctionCall { name, expr, .. } = aggregate else {
            return Ok(true);
        };
        match (name, expr) {
            (AggregateFunction::Count, _) => Ok(true),
            (
                AggregateFunction::Sum
                | AggregateFunction::Avg
                | AggregateFunction::Min
                | AggregateFunction::Max,
                Expression::Variable(variable),
            ) => match predicate_of(inner, variable) {
                Some(predicate) => self
                    .holdings
                    .is_exact(predicate, || has_exact_numbers(self.native, predicate)),
                None => Ok(false),
            },
            _ => Ok(false),
        }
    }

    /// Another pattern with the same solutions, if the store finds them sooner by it.
    fn basic(&mut self, patterns: &[TriplePattern]) -> Result<Option<GraphPattern>, Failure> {
        let Some(scans) = self.scans(patterns)? else {
            return Ok(None);
        };
        let Some(thing) = Thing::of(&scans) else {
            return Ok(None);
        };
        let (changed, planned) = match thing.way(&scans) {
            Way::Hash => (joined(scans), Planned::Hashed(patterns.len())),
            Way::First(0) | Way::AsItIs => return Ok(None),
            Way::First(first) => {
                let mut patterns = patterns.to_vec();
                patterns[..=first].rotate_right(1);
                let planned = Planned::First(patterns[0].to_string());
                (GraphPattern::Bgp { patterns }, planned)
            }
        };
        self.planned.push(planned);
        Ok(Some(changed))
    }

    /// What reading each pattern takes; `None` where one has another form than those of a star and
    /// of what is said of its values.
    fn scans(&self, patterns: &[TriplePattern]) -> Result<Option<Vec<Scan>>, Failure> {
        if patterns.len() < 2 {
            return Ok(None);
        }
        let mut scans = Vec::with_capacity(patterns.len());
        for pattern in patterns.iter().map(without_blank_nodes) {
            match self.scan(pattern)? {
                Some(scan) if scan.rows > 0 => scans.push(scan),
                _ => return Ok(None),
            }
        }
        Ok(Some(scans))
    }

    fn scan(&self, pattern: TriplePattern) -> Result<Option<Scan>, Failure> {
        let (TermPattern::Variable(subject), NamedNodePattern::NamedNode(predicate)) =
            (&pattern.subject, &pattern.predicate)
        else {
            return Ok(None);
        };
        let all = Property::Predicate(predicate.clone());
        let all = self.holdings.in_store(&all);
        let (object, rows) = match &pattern.object {
            TermPattern::Variable(object) if object == subject => return Ok(None),
            TermPattern::Variable(object) => (Some(object.clone()), all),
            TermPattern::NamedNode(class) if *predicate == rdf::TYPE => {
                (None, self.holdings.of_class(class))
            }
            _ => (None, self.count(&pattern)?.unwrap_or(all)),
        };
        Ok(Some(Scan {
            subject: subject.clone(),
            object,
            rows,
            pattern,
        }))
    }

    /// How many triples a pattern has, if they are not too many to count.
    fn count(&self, pattern: &TriplePattern) -> Result<Option<u64>, Failure> {
        let count = count(self.native, pattern, MOST_COUNTED)?;
        Ok((count < MOST_COUNTED).then_some(count as u64))
    }
}

/// How many triples a pattern has, up to a bound.
fn count(native: &Native<'_>, pattern: &TriplePattern, most: usize) -> Result<usize, Failure> {
    let pattern = GraphPattern::Slice {
        inner: Box::new(GraphPattern::Bgp {
            patterns: vec![pattern.clone()],
        }),
        start: 0,
        length: Some(most),
    };
    let mut found = 0;
    for solution in native.solutions(pattern, Vec::new(), &Tables::default())? {
        solution?;
        found += 1;
    }
    Ok(found)
}
