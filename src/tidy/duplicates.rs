use std::str::FromStr;

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use oxsdatatypes::Decimal;

use super::observation::Observation;

/// The first observation of each identity: 32 bytes each.
#[derive(Default)]
pub(super) struct Seen {
    first: HashMap<u128, First>,
}

struct First {
    line: u32,
    /// A hash of the figure and the statuses.
    content: u32,
}

/// What an observation is beside those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Novelty {
    New,
    /// It has the same figure and statuses as the one of that line.
    Same(u64),
    /// It has another figure or other statuses than the one of that line.
    Differs(u64),
}

impl Seen {
    /// Compares an observation with the first of its identity, or keeps it as that.
    pub(super) fn novelty(&mut self, observation: &Observation) -> Novelty {
        let line = u32::try_from(observation.line).unwrap_or(u32::MAX);
        let content = observation.content();
        match self.first.entry(observation.identity()) {
            Entry::Vacant(place) => {
                place.insert(First { line, content });
                Novelty::New
            }
            Entry::Occupied(first) if first.get().content == content => {
                Novelty::Same(first.get().line.into())
            }
            Entry::Occupied(first) => Novelty::Differs(first.get().line.into()),
        }
    }
}

/// Observations that are being summed, in the order of their first rows. Summing has to hold all of
/// them, because the last row may add to the first.
#[derive(Default)]
pub(super) struct Sums {
    at: HashMap<u128, usize>,
    all: Vec<Observation>,
}

/// What became of an observation that was given to be summed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Summed {
    /// It is the first of its identity.
    First,
    /// It was added to an earlier one.
    Added,
    /// There is no sum; the line of the earlier one, and why.
    Impossible(u64, &'static str),
}

impl Sums {
    pub(super) fn add(&mut self, observation: Observation) -> Summed {
        let Some(at) = self.at.get(&observation.identity()).copied() else {
            self.at.insert(observation.identity(), self.all.len());
            self.all.push(observation);
            return Summed::First;
        };
        let sum = &mut self.all[at];
        if sum.figure.is_empty() || observation.figure.is_empty() {
            return Summed::Impossible(sum.line, "One of two rows to be summed has no figure.");
        }
        if sum.attributes != observation.attributes {
            return Summed::Impossible(
                sum.line,
                "Two rows to be summed differ in their attributes.",
            );
        }
        match add(&sum.figure, &observation.figure) {
            Some(figure) if sum.statuses.add_all(observation.statuses) => {
                sum.figure = figure;
                Summed::Added
            }
            _ => Summed::Impossible(sum.line, "The sum of two rows cannot be written."),
        }
    }

    pub(super) fn into_observations(self) -> Vec<Observation> {
        self.all
    }
}

fn add(a: &str, b: &str) -> Option<String> {
    if let (Ok(a), Ok(b)) = (a.parse::<i128>(), b.parse::<i128>()) {
        return Some(a.checked_add(b)?.to_string());
    }
    let sum = Decimal::from_str(a)
        .ok()?
        .checked_add(Decimal::from_str(b).ok()?)?;
    Some(sum.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_added_without_rounding() {
        assert_eq!(add("1", "2").as_deref(), Some("3"));
        assert_eq!(add("0.1", "0.2").as_deref(), Some("0.3"));
        assert_eq!(add("-5.50", "5").as_deref(), Some("-0.5"));
    }
}
