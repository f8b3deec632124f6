//! Puts what is left to the store so that it finds a good plan for it.
//!
//! Oxigraph joins the triple patterns of one thing by looking up each for every solution so far,
//! and begins with one that looks small by its form. Over observations that is the wrong end: a
//! look-up in a large database takes as long as reading [ten triples](LOOK_UP) one after the other.
//! A pattern that stands in a sub-select of its own is read once and joined by hash instead; where
//! a condition leaves few observations, the patterns stay together, and begin with it.
//!
//! The solutions are the same, in another order. So nothing is changed where their order counts,
//! and nothing where a few of them are enough, which look-ups find first.

use std::collections::BTreeMap;

use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, Variable};
use spargebra::Query;
use spargebra::algebra::{
    AggregateExpression, AggregateFunction, Expression, Function, GraphPattern,
};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::explanation::Planned;
use super::failure::Failure;
use super::holdings::{Holdings, Property};
use super::native::Native;
use super::star::without_blank_nodes;
use super::table::Tables;
use super::variables::of_triple;
use crate::vocab::rdf;

/// What is known while a query is put for the store.
pub(super) struct Planner<'p> {
    holdings: &'p Holdings,
    native: &'p Native<'p>,
    planned: Vec<Planned>,
}

/// Microseconds of a look-up of what one thing has, and of reading one triple of a scan and joining
/// it by hash: measured on a compacted store of four million triples.
const LOOK_UP: u64 = 18;
const READ: u64 = 2;
/// A hash join holds its solutions: those that may take more than this are not joined so. It is
/// half of what a worker may take where nothing else is said.
const MOST_BYTES: u64 = 256 << 20;
/// Triples with a constant are counted up to this; beyond it they are no small part of anything.
const MOST_COUNTED: usize = 10_000;
/// Sums of numbers that are no further from zero are exact in any order: so many of them that one
/// could leave its range would take a day to find.
const FURTHEST: i64 = 1_000_000_000;

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
        let Some(star) = Star::of(&scans) else {
            return Ok(None);
        };
        let (changed, planned) = match star.way(&scans) {
            Way::Hash => (joined(scans), Planned::Hashed(patterns.len())),
            Way::First(0) => return Ok(None),
            Way::First(first) => {
                let mut patterns = patterns.to_vec();
                patterns[..=first].rotate_right(1);
                let planned = Planned::First(patterns[0].to_string());
                (GraphPattern::Bgp { patterns }, planned)
            }
            Way::AsItIs => return Ok(None),
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

/// A triple pattern, and what reading it takes.
struct Scan {
    pattern: TriplePattern,
    subject: Variable,
    /// Where it is no constant.
    object: Option<Variable>,
    rows: u64,
}

impl Scan {
    /// What Oxigraph takes for its size: constants of classes are less to its liking.
    fn looks(&self) -> u32 {
        let is_type =
            matches!(&self.pattern.predicate, NamedNodePattern::NamedNode(p) if *p == rdf::TYPE);
        match self.object {
            Some(_) => 1_000_000,
            None if is_type => 1_001,
            None => 1_000,
        }
    }
}

/// The thing that most of a pattern speaks of.
struct Star {
    /// The places of its patterns.
    own: Vec<usize>,
}

/// How patterns are best put.
enum Way {
    /// Each in a sub-select.
    Hash,
    /// With this one first.
    First(usize),
    AsItIs,
}

impl Star {
    /// Finds it, if everything else only speaks of its values, and is less.
    fn of(scans: &[Scan]) -> Option<Self> {
        let mut subjects: BTreeMap<&str, u64> = BTreeMap::new();
        for scan in scans {
            *subjects.entry(scan.subject.as_str()).or_default() += scan.rows;
        }
        let (subject, most) = subjects.into_iter().max_by_key(|(_, rows)| *rows)?;
        let subject = subject.to_owned();
        let (own, other): (Vec<usize>, Vec<usize>) =
            (0..scans.len()).partition(|at| scans[*at].subject.as_str() == subject);
        let more: u64 = other.iter().map(|at| scans[*at].rows).sum();
        let speaks_of_values = |at: &usize| {
            let scan = &scans[*at];
            scan.object.is_some()
                && scans
                    .iter()
                    .any(|before| before.object.as_ref() == Some(&scan.subject))
        };
        let is_star = own.len() > 1 && more <= most && other.iter().all(speaks_of_values);
        is_star.then_some(Self { own })
    }

    fn way(&self, scans: &[Scan]) -> Way {
        let places = || self.own.iter().copied();
        let Some(fewest) = places().min_by_key(|at| scans[*at].rows) else {
            return Way::AsItIs;
        };
        // Where several look as small to Oxigraph, it begins with the first.
        let begins = |first: usize| {
            let looks = |at: &usize| (scans[*at].looks(), *at != first);
            (0..scans.len()).min_by_key(looks).unwrap_or(first)
        };
        let first = begins(fewest);
        let looked_up = scans[first].rows * (READ + LOOK_UP * (scans.len() as u64 - 1));
        let read: u64 = scans.iter().map(|scan| READ * scan.rows).sum();
        if looked_up <= read {
            return Way::First(first);
        }
        let largest = places().map(|at| scans[at].rows).max().unwrap_or(0);
        if held(largest, scans.len()) > MOST_BYTES {
            return Way::AsItIs;
        }
        Way::Hash
    }
}

/// How many bytes the hash joins of patterns hold at once: the solutions of one while those of the
/// next are made, with some fifty bytes a value.
fn held(rows: u64, patterns: usize) -> u64 {
    let at_once = if patterns > 2 { 2 } else { 1 };
    let of_solution = 80 + 48 * patterns as u64;
    rows.saturating_mul(at_once * of_solution)
}

/// Each pattern in a sub-select of its own.
fn joined(scans: Vec<Scan>) -> GraphPattern {
    let alone = scans.into_iter().map(|scan| {
        let variables = of_triple(&scan.pattern).cloned().collect();
        let patterns = vec![scan.pattern];
        GraphPattern::Project {
            inner: Box::new(GraphPattern::Bgp { patterns }),
            variables,
        }
    });
    let joined = alone.reduce(|left, right| GraphPattern::Join {
        left: Box::new(left),
        right: Box::new(right),
    });
    joined.unwrap_or_default()
}

/// The predicate whose values a variable has wherever it is bound.
fn predicate_of<'g>(pattern: &'g GraphPattern, variable: &Variable) -> Option<&'g NamedNode> {
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter().find_map(|pattern| {
            let is_object =
                matches!(&pattern.object, TermPattern::Variable(object) if object == variable);
            match &pattern.predicate {
                NamedNodePattern::NamedNode(predicate) if is_object => Some(predicate),
                _ => None,
            }
        }),
        GraphPattern::Join { left, right } => {
            predicate_of(left, variable).or_else(|| predicate_of(right, variable))
        }
        GraphPattern::Filter { inner, .. } | GraphPattern::LeftJoin { left: inner, .. } => {
            predicate_of(inner, variable)
        }
        GraphPattern::Extend {
            inner,
            variable: bound,
            ..
        } if bound != variable => predicate_of(inner, variable),
        _ => None,
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

/// Whether all values of a predicate are integers, or all of them decimals, and near enough to
/// zero that their sums are the same in any order.
fn has_exact_numbers(native: &Native<'_>, predicate: &NamedNode) -> Result<bool, Failure> {
    for datatype in [xsd::INTEGER, xsd::DECIMAL] {
        let value = Variable::new_unchecked("value");
        let patterns = vec![TriplePattern {
            subject: Variable::new_unchecked("thing").into(),
            predicate: predicate.clone().into(),
            object: value.clone().into(),
        }];
        let odd = GraphPattern::Filter {
            expr: Expression::Not(Box::new(is_near(value, datatype.into_owned()))),
            inner: Box::new(GraphPattern::Bgp { patterns }),
        };
        if native.solutions(odd, Vec::new(), &Tables::default())?.next().transpose()?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a value has a datatype and is no further from zero than [`FURTHEST`]; never an error.
fn is_near(value: Variable, datatype: NamedNode) -> Expression {
    let literal = |number: i64| Box::new(Expression::Literal(Literal::from(number)));
    let value = Box::new(Expression::Variable(value));
    let own = Expression::FunctionCall(Function::Datatype, vec![(*value).clone()]);
    let is_of_it = Expression::Equal(Box::new(own), Box::new(Expression::NamedNode(datatype)));
    let least = Expression::GreaterOrEqual(value.clone(), literal(-FURTHEST));
    let most = Expression::LessOrEqual(value, literal(FURTHEST));
    let range = Expression::And(Box::new(least), Box::new(most));
    let all = Expression::And(Box::new(is_of_it), Box::new(range));
    Expression::Coalesce(vec![all, Expression::Literal(Literal::from(false))])
}
