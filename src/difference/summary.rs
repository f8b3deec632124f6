use std::fmt;

use serde::Serialize;

use super::change::About;
use super::groups::Group;
use super::statement::iri;
use super::tally::{Sides, Tally, number};
use super::{Change, Edit, Fate, Step};
use crate::vocab::qb;

/// What changed from one release to the next, in numbers and examples.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Summary {
    /// How many observations there were.
    pub observations_before: u64,
    /// How many there are.
    pub observations_after: u64,
    /// New observations.
    pub added: u64,
    /// Observations that are no more.
    pub removed: u64,
    /// Observations with another figure.
    pub revised: u64,
    /// Observations with another status.
    pub status_changed: u64,
    /// Observations of which something else is said otherwise.
    pub otherwise: u64,
    /// Other things that changed: properties, codes, titles.
    pub structure: u64,
    /// The figure that changed most.
    pub largest: Option<Largest>,
    /// The dimensions whose members are others.
    pub members: Vec<Members>,
    /// Dimensions, measures and attributes that are new.
    pub components_added: Vec<Named>,
    /// Dimensions, measures and attributes that are no more.
    pub components_removed: Vec<Named>,
    /// The sums of all figures, by measure.
    pub totals: Vec<Total>,
    /// What it means for the version of the dataset.
    pub step: Option<Step>,
}

/// A thing with its name, where one is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    /// Its URI.
    pub uri: String,
    /// Its name in English.
    pub label: Option<String>,
}

/// The figure that changed most.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Largest {
    /// The observation.
    pub observation: String,
    /// What it is about: the members of its dimensions, in their order.
    pub about: Vec<Named>,
    /// The figure before.
    pub old: String,
    /// The figure after.
    pub new: String,
}

/// How the members of a dimension changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Members {
    /// The dimension.
    pub dimension: Named,
    /// Members that observations have now.
    pub added: Vec<Named>,
    /// Members that no observation has any more.
    pub removed: Vec<Named>,
}

/// The sum of all figures of a measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Total {
    /// The measure.
    pub measure: Named,
    /// The sum before.
    pub old: f64,
    /// The sum after.
    pub new: f64,
}

/// What is seen while two releases are compared.
#[derive(Default)]
pub(super) struct Watch {
    pub(super) tally: Tally,
    summary: Summary,
    /// How far the largest revision goes, and the lines of its observation.
    largest: Option<(f64, Edit, String)>,
}

impl Watch {
    /// Takes one change; `group` is what is said of its subject now.
    pub(super) fn see(&mut self, change: &Change<'_>, group: &Group) {
        match change.fate {
            Fate::Added => self.summary.added += 1,
            Fate::Removed => self.summary.removed += 1,
            Fate::Structure => self.summary.structure += 1,
            Fate::Revised => self.revised(&change.edits(), group),
        }
    }

    fn revised(&mut self, edits: &[Edit], group: &Group) {
        let has = |about| edits.iter().any(|edit| edit.about == about);
        let counters = [
            (About::Value, &mut self.summary.revised),
            (About::Status, &mut self.summary.status_changed),
            (About::Other, &mut self.summary.otherwise),
        ];
        for (about, counter) in counters {
            *counter += u64::from(has(about));
        }
        for edit in edits {
            let Some(size) = size(edit) else { continue };
            if self.largest.as_ref().is_none_or(|(most, ..)| size > *most) {
                self.largest = Some((size, edit.clone(), group.text().to_owned()));
            }
        }
    }

    /// Ends the comparison.
    pub(super) fn summary(self) -> Summary {
        let Self {
            tally,
            mut summary,
            largest,
        } = self;
        [summary.observations_before, summary.observations_after] = tally.observations;
        summary.largest = largest.map(|(_, edit, text)| locate(&tally, edit, &text));
        summary.members = members(&tally);
        let components = |sides| {
            let found = tally
                .components
                .iter()
                .filter(|(_, found)| **found == sides);
            sorted(
                found
                    .map(|((_, property), _)| named(&tally, property))
                    .collect(),
            )
        };
        summary.components_added = components(Sides::NEW);
        summary.components_removed = components(Sides::OLD);
        summary.totals = totals(&tally);
        let new_dimension = tally
            .components
            .iter()
            .any(|((kind, _), sides)| kind == qb::DIMENSION.as_str() && *sides == Sides::NEW);
        summary.step = summary.changed().then(|| summary.step(new_dimension));
        summary
    }
}

fn size(edit: &Edit) -> Option<f64> {
    let old = number(edit.old.as_deref()?)?;
    Some((number(edit.new.as_deref()?)? - old).abs())
}

fn locate(tally: &Tally, edit: Edit, text: &str) -> Largest {
    let statements = text.lines().filter_map(super::statement::Statement::parse);
    let mut observation = String::new();
    let mut about = Vec::new();
    for statement in statements {
        iri(statement.subject)
            .unwrap_or_default()
            .clone_into(&mut observation);
        if let Some(member) =
            iri(statement.object).filter(|_| tally.is_dimension(statement.predicate))
        {
            about.push(named(tally, member));
        }
    }
    // The keys of an observation's URI stand in the order of the dimensions.
    about.sort_by_key(|member| {
        let key = member.uri.rsplit('/').next().unwrap_or_default();
        observation.find(&format!("/{key}")).unwrap_or(usize::MAX)
    });
    Largest {
        observation,
        about,
        old: edit.old.unwrap_or_default(),
        new: edit.new.unwrap_or_default(),
    }
}

fn members(tally: &Tally) -> Vec<Members> {
    let dimensions = tally
        .links
        .iter()
        .filter(|(property, _)| tally.is_dimension(property));
    let mut members: Vec<_> = dimensions
        .map(|(dimension, values)| {
            let of = |wanted| {
                let found = values.iter().filter(|(_, sides)| **sides == wanted);
                sorted(found.map(|(value, _)| named(tally, value)).collect())
            };
            Members {
                dimension: named(tally, dimension),
                added: of(Sides::NEW),
                removed: of(Sides::OLD),
            }
        })
        .filter(|members| !members.added.is_empty() || !members.removed.is_empty())
        .collect();
    members.sort_by(|a, b| a.dimension.cmp(&b.dimension));
    members
}

fn totals(tally: &Tally) -> Vec<Total> {
    let sums = tally.sums.iter().map(|(measure, [old, new])| Total {
        measure: named(tally, measure),
        old: *old,
        new: *new,
    });
    let mut totals: Vec<_> = sums.collect();
    totals.sort_by(|a, b| a.measure.cmp(&b.measure));
    totals
}

fn named(tally: &Tally, uri: &str) -> Named {
    Named {
        uri: uri.to_owned(),
        label: tally.labels.get(uri).cloned(),
    }
}

fn sorted(mut named: Vec<Named>) -> Vec<Named> {
    named.sort();
    named
}

impl Summary {
    /// Whether anything is otherwise than it was.
    pub fn changed(&self) -> bool {
        let counts = [
            self.added,
            self.removed,
            self.revised,
            self.status_changed,
            self.otherwise,
            self.structure,
        ];
        counts.iter().any(|count| *count > 0)
    }

    fn step(&self, new_dimension: bool) -> Step {
        let gone = self
            .members
            .iter()
            .any(|members| !members.removed.is_empty());
        let new = self.members.iter().any(|members| !members.added.is_empty());
        if new_dimension || gone || !self.components_removed.is_empty() {
            Step::Major
        } else if new || !self.components_added.is_empty() {
            Step::Minor
        } else {
            Step::Patch
        }
    }

    /// Gives names to things that the releases themselves do not name, such as courts.
    pub fn name(&mut self, mut label: impl FnMut(&str) -> Option<String>) {
        let about = self
            .largest
            .iter_mut()
            .flat_map(|largest| &mut largest.about);
        let members = self.members.iter_mut();
        let members =
            members.flat_map(|members| members.added.iter_mut().chain(&mut members.removed));
        for named in about.chain(members).filter(|named| named.label.is_none()) {
            named.label = label(&named.uri);
        }
    }
}

impl Named {
    /// Its name, or the end of its URI.
    pub fn shown(&self) -> &str {
        let end = || self.uri.rsplit('/').next().unwrap_or(&self.uri);
        self.label.as_deref().unwrap_or_else(end)
    }
}

/// What changed, in sentences.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.changed() {
            return f.write_str("nothing changed");
        }
        let mut parts = Vec::new();
        let kinds = [
            (self.revised, "value revised", "values revised"),
            (self.added, "observation added", "observations added"),
            (self.removed, "observation removed", "observations removed"),
            (self.status_changed, "status changed", "statuses changed"),
            (
                self.otherwise,
                "observation said otherwise",
                "observations said otherwise",
            ),
            (
                self.structure,
                "change to codes and structure",
                "changes to codes and structure",
            ),
        ];
        for (count, one, many) in kinds.into_iter().filter(|(count, ..)| *count > 0) {
            let mut part = format!("{} {}", grouped(count), if count == 1 { one } else { many });
            if one == "value revised"
                && let Some(largest) = &self.largest
            {
                part.push_str(&largest.to_string());
            }
            parts.push(part);
        }
        f.write_str(&parts.join("; "))
    }
}

impl fmt::Display for Largest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about: Vec<_> = self.about.iter().map(Named::shown).collect();
        write!(
            f,
            ", largest at {}: {} to {}",
            about.join(", "),
            self.old,
            self.new
        )
    }
}

/// A number with commas between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<_> = digits.as_bytes().rchunks(3).rev().collect();
    let parts = parts.into_iter().map(String::from_utf8_lossy);
    parts.collect::<Vec<_>>().join(",")
}
