use std::cmp::Ordering;
use std::io::BufRead;

use super::groups::{Group, Groups};
use super::statement::{compare_iris, iri};
use super::summary::Watch;
use super::tally::Sides;
use super::{Change, DifferenceError, Summary};

/// Compares two releases of a dataset, both as canonical N-Quads, and tells every change in the
/// order of the subjects.
///
/// ```
/// use assize::difference::{DifferenceError, compare};
///
/// let (old, new) = ("<a> <p> \"48\" .\n", "<a> <p> \"22\" .\n<b> <p> \"1\" .\n");
/// let mut subjects = Vec::new();
/// compare(old.as_bytes(), new.as_bytes(), |change| {
///     subjects.push(change.subject.to_owned());
///     Ok(())
/// })?;
/// assert_eq!(subjects, ["<a>", "<b>"]);
/// # Ok::<_, DifferenceError>(())
/// ```
pub fn compare(
    old: impl BufRead,
    new: impl BufRead,
    mut tell: impl FnMut(&Change<'_>) -> Result<(), DifferenceError>,
) -> Result<Summary, DifferenceError> {
    let (mut old, mut new) = (Groups::new(old)?, Groups::new(new)?);
    let (mut before, mut after, none) = (Group::default(), Group::default(), Group::default());
    old.read(&mut before)?;
    new.read(&mut after)?;
    let mut watch = Watch::default();
    while !before.is_empty() || !after.is_empty() {
        let order = order(&before, &after);
        let was = if order == Ordering::Greater {
            &none
        } else {
            &before
        };
        let is = if order == Ordering::Less {
            &none
        } else {
            &after
        };
        if was.text() == is.text() {
            watch.tally.add(is, Sides::BOTH);
        } else {
            watch.tally.add(was, Sides::OLD);
            watch.tally.add(is, Sides::NEW);
        }
        if let Some(change) = Change::between(was, is) {
            watch.see(&change, is);
            tell(&change)?;
        }
        if order != Ordering::Greater {
            old.read(&mut before)?;
        }
        if order != Ordering::Less {
            new.read(&mut after)?;
        }
    }
    Ok(watch.summary())
}

/// Which group's subject comes first; an empty one has none and comes last.
fn order(before: &Group, after: &Group) -> Ordering {
    match (before.is_empty(), after.is_empty()) {
        (true, _) => Ordering::Greater,
        (_, true) => Ordering::Less,
        _ => match (iri(before.subject()), iri(after.subject())) {
            (Some(before), Some(after)) => compare_iris(before, after),
            _ => before.subject().cmp(after.subject()),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::apply;
    use super::*;

    fn release() -> impl Strategy<Value = BTreeSet<String>> {
        let line = ("[a-c/]{1,2}", "[pq]", 0..4_u8);
        let line = line.prop_map(|(s, p, o)| format!("<{s}> <{p}> \"{o}\" .\n"));
        prop::collection::btree_set(line, 0..30)
    }

    proptest! {
        #[test]
        fn the_difference_applied_to_a_release_gives_the_next(old in release(), new in release()) {
            let text = |lines: &BTreeSet<String>| lines.iter().cloned().collect::<String>();
            let (old, new) = (text(&old), text(&new));
            let (mut removed, mut added) = (String::new(), String::new());
            let told = compare(old.as_bytes(), new.as_bytes(), |change| {
                removed.extend(change.removed.iter().copied());
                added.extend(change.added.iter().copied());
                Ok(())
            });
            told.unwrap();
            let mut applied = Vec::new();
            apply(old.as_bytes(), removed.as_bytes(), added.as_bytes(), &mut applied).unwrap();
            prop_assert_eq!(String::from_utf8(applied).unwrap(), new);
        }
    }

    #[test]
    fn lines_out_of_order_are_not_compared() {
        let text = "<b> <p> \"1\" .\n<a> <p> \"1\" .\n";
        let told = compare(text.as_bytes(), &b""[..], |_| Ok(()));
        assert!(matches!(told, Err(DifferenceError::Order { line: 2 })));
    }
}
