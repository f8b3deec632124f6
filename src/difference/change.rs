use std::cmp::Ordering;

use super::groups::Group;
use super::statement::{Statement, compare_iris, iri, shown};
use crate::vocab::{qb, rdf, sdmx};

/// What became of one subject from one release to the next.
#[derive(Debug)]
pub struct Change<'c> {
    /// The subject as N-Quads write it.
    pub subject: &'c str,
    /// What became of it.
    pub fate: Fate,
    /// Its lines that are gone, each with its line feed.
    pub removed: Vec<&'c str>,
    /// Its lines that are new, each with its line feed.
    pub added: Vec<&'c str>,
}

/// What became of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A new observation.
    Added,
    /// An observation that is no more.
    Removed,
    /// An observation that says something else.
    Revised,
    /// Something of the structure: a dimension, a code, a title.
    Structure,
}

/// A property of a subject whose values are others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The IRI of the property.
    pub property: String,
    /// The value before, if there was one: the text of a literal, or an IRI.
    pub old: Option<String>,
    /// The value after.
    pub new: Option<String>,
    /// What kind of value it is.
    pub about: About,
}

/// What a property of an observation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A figure.
    Value,
    /// Its status, such as suppressed or provisional.
    Status,
    /// Anything else.
    Other,
}

impl<'c> Change<'c> {
    /// What became of a subject that is in one release, in the other or, differently, in both;
    /// `None` if both say the same.
    pub(super) fn between(old: &'c Group, new: &'c Group) -> Option<Self> {
        if old.text() == new.text() {
            return None;
        }
        let (removed, added) = unshared(old, new);
        let fate = match (is_observation(old), is_observation(new)) {
            (false, false) => Fate::Structure,
            (false, true) if old.is_empty() => Fate::Added,
            (true, false) if new.is_empty() => Fate::Removed,
            _ => Fate::Revised,
        };
        let subject = if old.is_empty() { new } else { old }.subject();
        Some(Self {
            subject,
            fate,
            removed,
            added,
        })
    }

    /// The changed properties, in order; those of one property are paired as they come.
    pub fn edits(&self) -> Vec<Edit> {
        let parse = |lines: &[&'c str]| -> Vec<Statement<'c>> {
            lines.iter().copied().filter_map(Statement::parse).collect()
        };
        let (old, new) = (parse(&self.removed), parse(&self.added));
        let mut edits = Vec::new();
        let (mut before, mut after) = (old.iter().peekable(), new.iter().peekable());
        loop {
            let (was, is) = match (before.peek().copied(), after.peek().copied()) {
                (None, None) => return edits,
                (Some(was), Some(is)) if was.predicate == is.predicate => {
                    (before.next(), after.next())
                }
                (Some(was), Some(is))
                    if compare_iris(was.predicate, is.predicate) == Ordering::Greater =>
                {
                    (None, after.next())
                }
                (Some(_), _) => (before.next(), None),
                (None, Some(_)) => (None, after.next()),
            };
            edits.extend(edit(was, is));
        }
    }
}

fn edit(was: Option<&Statement<'_>>, is: Option<&Statement<'_>>) -> Option<Edit> {
    let one = was.or(is)?;
    let about = if one.predicate == sdmx::OBS_STATUS.as_str() {
        About::Status
    } else if one.object.starts_with('"') {
        About::Value
    } else {
        About::Other
    };
    Some(Edit {
        property: one.predicate.to_owned(),
        old: was.map(|was| shown(was.object)),
        new: is.map(|is| shown(is.object)),
        about,
    })
}

pub(super) fn is_observation(group: &Group) -> bool {
    let mut statements = group.statements();
    statements.any(|statement| {
        statement.predicate == rdf::TYPE.as_str()
            && iri(statement.object) == Some(qb::OBSERVATION.as_str())
    })
}

/// The lines of each of two sorted groups that the other lacks.
fn unshared<'c>(old: &'c Group, new: &'c Group) -> (Vec<&'c str>, Vec<&'c str>) {
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    let (mut before, mut after) = (old.lines().peekable(), new.lines().peekable());
    loop {
        match (before.peek().copied(), after.peek().copied()) {
            (None, None) => return (removed, added),
            (Some(was), Some(is)) if was == is => {
                before.next();
                after.next();
            }
            (Some(was), Some(is)) if was > is => {
                added.push(is);
                after.next();
            }
            (Some(was), _) => {
                removed.push(was);
                before.next();
            }
            (None, Some(is)) => {
                added.push(is);
                after.next();
            }
        }
    }
}
