use std::str::FromStr;

use hashbrown::HashMap;
use oxsdatatypes::Decimal;

use super::observation::Observation;

/// The line of the first observation of each identity: 24 bytes an observation.
#[derive(Default)]
pub(super) struct Seen {
    lines: HashMap<u128, u32>,
}

impl Seen {
    /// The line of an earlier observation with the same identity.
    pub(super) fn earlier(&mut self, observation: &Observation) -> Option<u64> {
        let line = u32::try_from(observation.line).unwrap_or(u32::MAX);
        match self.lines.entry(observation.identity()) {
            hashbrown::hash_map::Entry::Occupied(first) => Some(u64::from(*first.get())),
            hashbrown::hash_map::Entry::Vacant(place) => {
                place.insert(line);
                None
            }
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
    /// One of both has no figure, so that there is no sum; the line of the earlier one.
    NoFigure(u64),
    /// The sum is beyond what a decimal number holds, or its statuses are too many.
    TooLarge(u64),
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
            return Summed::NoFigure(sum.line);
        }
        match add(&sum.figure, &observation.figure) {
            Some(figure) if sum.statuses.add_all(observation.statuses) => {
                sum.figure = figure;
                Summed::Added
            }
            _ => Summed::TooLarge(sum.line),
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
