use super::record::seen;
use crate::register::build::draft::{Draft, DraftThing};

/// Days on which the list of codes was enlarged, by sitting places and youth courts that were there
/// before: a code that begins on one says nothing about when its court opened.
const ENLARGED: &[&str] = &[
    "2004-11-11",
    "2006-03-28",
    "2006-11-12",
    "2007-11-12",
    "2008-03-17",
];

/// A court opened on the day on which its first code begins, unless the list has it from its own
/// beginning or another list shows it earlier.
pub(super) fn add(draft: &mut Draft) {
    for (_, thing) in draft.things_mut() {
        let opened = first_day(thing).filter(|day| !seen_before(thing, day));
        if let Some(day) = opened {
            thing.opened = day;
        }
    }
}

fn first_day(thing: &DraftThing) -> Option<String> {
    let codes = thing.codes.iter().filter(|line| line[0] == "ou-code");
    let first = codes.map(|line| line[2].as_str()).min()?;
    let tells = !first.is_empty() && !ENLARGED.contains(&first);
    tells.then(|| first.to_owned())
}

/// Whether a list that shows the courts of one day had it before.
fn seen_before(thing: &DraftThing, day: &str) -> bool {
    let mut days = thing.sources.iter().map(|source| seen(source));
    days.any(|seen| !seen.is_empty() && seen < day)
}
