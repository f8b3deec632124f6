//! [Basic graph patterns](https://www.w3.org/TR/sparql11-query/#BasicGraphPatterns) over
//! observations.

use oxrdf::Variable;
use rustc_hash::FxHashSet;
use spargebra::algebra::GraphPattern;
use spargebra::term::TriplePattern;

use super::explanation::Reading;
use super::failure::{Failure, Reason};
use super::join::{Unmatched, join};
use super::needed::Needed;
use super::relation::Relation;
use super::scan::{empty, scan};
use super::star::{Object, Parts, Star, is_hidden};
use super::totals::{Plan, folded};
use super::variables::of_triple;
use super::walk::{Found, Walk};

/// More keys than this are not looked up in the store one by one.
pub(super) const MOST_KEYS: usize = 20_000;

impl Walk<'_> {
    /// Answers the stars from columns, and joins what the store says of their values.
    pub(super) fn basic(
        &self,
        patterns: &[TriplePattern],
        needed: &Needed,
    ) -> Result<Found, Failure> {
        if self.holdings.is_empty() {
            return Err(Reason::NoStar.into());
        }
        let kept = |variable: &Variable| needed.has(variable) && !is_hidden(variable);
        if let [pattern] = patterns
            && let Some(relation) = self.point(pattern)?
        {
            return Ok(Found::Solutions(relation.project(kept)));
        }
        let mut parts = Parts::of(patterns, self.holdings)?;
        let inner = joined_by(&parts);
        let wanted = |variable: &Variable| {
            inner.contains(variable) || needed.has(variable) && !is_hidden(variable)
        };
        let mut relation = None;
        for star in &mut parts.stars {
            self.make_canonical(star)?;
        }
        let folded = match &parts.stars[..] {
            [star] => self.folded_star(star, &inner, needed),
            _ => None,
        };
        for star in &parts.stars {
            let found = match &folded {
                Some(folded) => folded.clone(),
                None => self.star(star, &wanted),
            };
            relation = Some(match relation {
                None => found,
                Some(relation) => joined(&relation, &found)?,
            });
        }
        let mut relation = relation.ok_or(Reason::NoStar)?;
        for part in parts.rest {
            relation = self.look_up(&relation, &GraphPattern::Bgp { patterns: part })?;
        }
        Ok(Found::Solutions(relation.project(kept)))
    }

    fn make_canonical(&self, star: &mut Star) -> Result<(), Failure> {
        for arm in &mut star.arms {
            if let Object::Term(term) = &mut arm.object {
                *term = self.native.canonical(term)?;
            }
        }
        Ok(())
    }

    /// The solutions of a star in all cubes, folded if what is around them allows it and it pays.
    fn folded_star(
        &self,
        star: &Star,
        joined: &FxHashSet<Variable>,
        needed: &Needed,
    ) -> Option<Relation> {
        let fold = needed.fold()?;
        let is_needed = |variable: &Variable| {
            joined.contains(variable) || needed.has_value(variable) && !is_hidden(variable)
        };
        let asked = |variable: &Variable| {
            let totals = fold.asked(variable)?;
            (!is_needed(variable)).then(|| totals.to_vec())
        };
        let properties = star.properties();
        let mut parts = Vec::new();
        for open in self.holdings.with(&properties) {
            let plan = Plan::of(open, star, is_needed, asked)?;
            parts.push((open, plan.run(star)?));
        }
        let (relation, folded) = folded(&parts)?;
        for (open, totals) in &parts {
            self.explanation.borrow_mut().read(Reading {
                dataset: open.cube().dataset().as_str().to_owned(),
                read: totals.read,
                matched: totals.matched(),
                combinations: Some(totals.combinations()),
            });
        }
        fold.keep(folded);
        Some(relation)
    }

    /// The solutions of a star in all cubes.
    fn star(&self, star: &Star, wanted: &impl Fn(&Variable) -> bool) -> Relation {
        let mut all: Option<Relation> = None;
        for open in self.holdings.with(&star.properties()) {
            let found = scan(open, star, wanted);
            self.explanation.borrow_mut().read(Reading {
                dataset: open.cube().dataset().as_str().to_owned(),
                read: found.read,
                matched: found.relation.rows,
                combinations: None,
            });
            all = Some(match all {
                None => found.relation,
                Some(all) => all.chain(&found.relation),
            });
        }
        all.unwrap_or_else(|| empty(star, wanted))
    }

    /// Joins solutions with what a pattern says of them in the store.
    pub(super) fn look_up(
        &self,
        relation: &Relation,
        pattern: &GraphPattern,
    ) -> Result<Relation, Failure> {
        let found = self.matches(relation, pattern)?;
        Ok(join(relation, &found, Unmatched::Go)?)
    }

    /// What a pattern says in the store of the values that solutions have.
    pub(super) fn matches(
        &self,
        relation: &Relation,
        pattern: &GraphPattern,
    ) -> Result<Relation, Failure> {
        let mut shared = Vec::new();
        pattern.on_in_scope_variable(|variable| {
            if relation.has(variable) && !shared.contains(variable) {
                shared.push(variable.clone());
            }
        });
        if shared.is_empty() {
            return Err(Reason::Product.into());
        }
        let (keys, _) = relation.combinations(&shared);
        if keys.rows > MOST_KEYS {
            return Err(Reason::ManyKeys { keys: keys.rows }.into());
        }
        if let Some((variable, _)) = keys.columns().find(|(_, column)| !column.is_always_bound()) {
            return Err(Reason::MaybeUnbound(variable.to_string()).into());
        }
        self.explanation.borrow_mut().look_up(keys.rows, pattern);
        self.matches_of_keys(&keys, pattern)
    }
}

/// Stars that share no variable are left to the store: their product may be large.
fn joined(left: &Relation, right: &Relation) -> Result<Relation, Reason> {
    if left.variables().any(|variable| right.has(variable)) {
        join(left, right, Unmatched::Go)
    } else {
        Err(Reason::Product)
    }
}

/// The variables by which the parts of a pattern are joined.
fn joined_by(parts: &Parts) -> FxHashSet<Variable> {
    let stars = parts.stars.iter().map(|star| star.variables().collect());
    let rest = parts
        .rest
        .iter()
        .map(|part| part.iter().flat_map(of_triple).collect());
    let mut seen: FxHashSet<&Variable> = FxHashSet::default();
    let mut twice = FxHashSet::default();
    let each = stars
        .chain(rest)
        .flat_map(|variables: FxHashSet<&Variable>| variables);
    twice.extend(each.filter(|variable| !seen.insert(variable)).cloned());
    twice
}
