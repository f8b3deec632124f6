use oxrdf::Variable;
use rustc_hash::FxHashMap;

use super::failure::Reason;
use super::native::MOST_ROWS;
use super::relation::Relation;
use super::terms::{Code, TermCollector, UNBOUND, place};

/// Whether solutions without a match stay.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unmatched {
    /// They go, as in a [join](https://www.w3.org/TR/sparql11-query/#defn_algJoin).
    Go,
    /// They stay, as in a [left join](https://www.w3.org/TR/sparql11-query/#defn_algLeftJoin).
    Stay,
}

/// Joins two relations by the variables that both have.
///
/// A shared variable must be bound in every solution of both: an unbound one would go with any
/// value.
pub(super) fn join(
    left: &Relation,
    right: &Relation,
    unmatched: Unmatched,
) -> Result<Relation, Reason> {
    let shared = shared(left, right)?;
    let (left_keys, right_keys) = keys(left, right, &shared);
    let index = Index::new(&right_keys);
    let (mut left_places, mut right_places) = (Vec::new(), Vec::new());
    for (row, key) in (0..).zip(&left_keys) {
        let before = left_places.len();
        for found in index.get(*key) {
            left_places.push(row);
            right_places.push(found);
        }
        if unmatched == Unmatched::Stay && left_places.len() == before {
            left_places.push(row);
            right_places.push(UNBOUND);
        }
        if left_places.len() > MOST_ROWS {
            return Err(Reason::TooLarge);
        }
    }
    let right = right
        .project(|variable| !left.has(variable))
        .gather(&right_places);
    let is_same =
        left_places.len() == left.rows && left_places.iter().zip(0..).all(|(a, b)| *a == b);
    let left = if is_same {
        left.clone()
    } else {
        left.gather(&left_places)
    };
    let columns = right.columns();
    Ok(columns.fold(left, |joined, (variable, column)| {
        joined.with(variable.clone(), column.clone())
    }))
}

fn shared(left: &Relation, right: &Relation) -> Result<Vec<Variable>, Reason> {
    let shared: Vec<Variable> = left.variables().filter(|v| right.has(v)).cloned().collect();
    for variable in &shared {
        for side in [left, right] {
            if side
                .column(variable)
                .is_some_and(|column| !column.is_always_bound())
            {
                return Err(Reason::MaybeUnbound(variable.to_string()));
            }
        }
    }
    Ok(shared)
}

/// No row of the other side has this.
const NO_KEY: u32 = u32::MAX;

/// A key for each row of either side: the same for rows that go together.
fn keys(left: &Relation, right: &Relation, shared: &[Variable]) -> (Vec<u32>, Vec<u32>) {
    let mut keys: Option<(Vec<u32>, Vec<u32>)> = None;
    for variable in shared {
        let (Some(ours), Some(theirs)) = (left.column(variable), right.column(variable)) else {
            continue;
        };
        let (ours, theirs) = (ours.coded(), theirs.coded());
        let same = std::sync::Arc::ptr_eq(&ours.terms, &theirs.terms);
        let (ours, theirs) = if same {
            (ours.codes.to_vec(), theirs.codes.to_vec())
        } else {
            let mut terms = TermCollector::default();
            let theirs = theirs.recoded(|term| terms.code(Some(term)));
            let ours = ours.recoded(|term| terms.get(&term).unwrap_or(UNBOUND));
            (ours, theirs)
        };
        keys = Some(match keys {
            None => (ours, theirs),
            Some(before) => combined(before, &ours, &theirs),
        });
    }
    keys.unwrap_or_else(|| (vec![0; left.rows], vec![0; right.rows]))
}

/// Makes keys of the keys so far and one more code.
fn combined(keys: (Vec<u32>, Vec<u32>), ours: &[Code], theirs: &[Code]) -> (Vec<u32>, Vec<u32>) {
    let (mut left, mut right) = keys;
    let mut numbers: FxHashMap<(u32, Code), u32> = FxHashMap::default();
    for (key, code) in right.iter_mut().zip(theirs) {
        let next = place(numbers.len());
        *key = *numbers.entry((*key, *code)).or_insert(next);
    }
    for (key, code) in left.iter_mut().zip(ours) {
        *key = numbers.get(&(*key, *code)).copied().unwrap_or(NO_KEY);
    }
    (left, right)
}

/// The rows of each key, as chains through an array.
struct Index {
    heads: FxHashMap<u32, u32>,
    dense: Vec<u32>,
    next: Vec<u32>,
}

/// Keys below this, or below four times the rows, have a place in an array each.
const DENSE: usize = 1 << 16;

impl Index {
    fn new(keys: &[u32]) -> Self {
        let bound = keys.iter().max().map_or(0, |key| *key as usize + 1);
        let is_dense = bound <= DENSE.max(keys.len() * 4);
        let mut index = Self {
            heads: FxHashMap::default(),
            dense: vec![UNBOUND; if is_dense { bound } else { 0 }],
            next: vec![UNBOUND; keys.len()],
        };
        // From the last, so that chains run forward.
        for (row, key) in keys.iter().enumerate().rev() {
            let head = match index.dense.get_mut(*key as usize) {
                Some(head) => head,
                None => index.heads.entry(*key).or_insert(UNBOUND),
            };
            index.next[row] = std::mem::replace(head, place(row));
        }
        index
    }

    fn get(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        let head = self
            .dense
            .get(key as usize)
            .or_else(|| self.heads.get(&key));
        let head = head
            .copied()
            .filter(|head| *head != UNBOUND && key != NO_KEY);
        std::iter::successors(head, |row| {
            let next = self.next[*row as usize];
            (next != UNBOUND).then_some(next)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::column::Column;
    use oxrdf::{Literal, Term};

    fn relation(variables: [&str; 2], rows: &[(i64, i64)]) -> Relation {
        let term = |number: &i64| Some(Term::from(Literal::from(*number)));
        let [first, second] = variables.map(Variable::new_unchecked);
        Relation::new(rows.len())
            .with(first, Column::of_terms(rows.iter().map(|(a, _)| term(a))))
            .with(second, Column::of_terms(rows.iter().map(|(_, b)| term(b))))
    }

    fn rows(relation: &Relation) -> Vec<String> {
        let row = |row| {
            let terms = relation
                .columns()
                .map(|(_, column)| match column.term(row) {
                    Some(Term::Literal(literal)) => literal.value().to_owned(),
                    _ => "-".to_owned(),
                });
            terms.collect::<Vec<_>>().join(" ")
        };
        let mut rows: Vec<String> = (0..relation.rows).map(row).collect();
        rows.sort();
        rows
    }

    #[test]
    fn rows_are_joined_by_all_shared_variables() {
        let left = relation(["a", "b"], &[(1, 1), (1, 2), (2, 1), (0, 0)]);
        let right = relation(["b", "a"], &[(1, 1), (1, 1), (2, 7), (0, 0)]);
        let joined = join(&left, &right, Unmatched::Go).unwrap();
        assert_eq!(rows(&joined), ["0 0", "1 1", "1 1"]);
        let joined = join(&left, &right, Unmatched::Stay).unwrap();
        assert_eq!(rows(&joined), ["0 0", "1 1", "1 1", "1 2", "2 1"]);
    }

    #[test]
    fn without_shared_variables_every_row_goes_with_every_other() {
        let left = relation(["a", "b"], &[(1, 2), (3, 4)]);
        let right = relation(["c", "d"], &[(5, 6), (7, 8)]);
        let joined = join(&left, &right, Unmatched::Go).unwrap();
        assert_eq!(rows(&joined), ["1 2 5 6", "1 2 7 8", "3 4 5 6", "3 4 7 8"]);
    }

    #[test]
    fn what_may_be_unbound_joins_nothing() {
        let left = relation(["a", "b"], &[(1, 2)]);
        let right = left.gather(&[0, UNBOUND]);
        assert!(join(&left, &right, Unmatched::Go).is_err());
    }
}
