//! The words of findings about things that a register does not know.

use crate::diagnostic::{Code, Finding};
use crate::mapping::Unmatched;
use crate::register::{Match, Register};

use super::codes;

/// The finding about a cell for which a register has not one thing; `None` if it has.
pub(super) fn unmatched(
    register: &Register,
    found: &Match<'_>,
    cell: &str,
    policy: Unmatched,
) -> Option<Finding> {
    let concept = register.concept();
    let (code, message) = match found {
        Match::Found { .. } => return None,
        Match::Ambiguous { .. } => (
            codes::AMBIGUOUS_THING,
            format!("The register `{concept}` has several things called “{cell}”."),
        ),
        Match::None { .. } => (
            codes::UNKNOWN_THING,
            format!("The register `{concept}` has nothing called “{cell}”."),
        ),
    };
    let code: Code = match policy {
        Unmatched::Error => code,
        Unmatched::Queue => codes::QUEUED,
    };
    let finding = Finding::new(code, message);
    let best = found.suggestions().iter().take(3);
    let names: Vec<_> = best
        .map(|s| format!("{} ({})", s.label, s.thing.key))
        .collect();
    Some(finding.help(match found.suggestions().first() {
        None => format!("nothing in the register comes near; add it to vocab/registers/{concept}"),
        Some(first) => format!(
            "did you mean {}? A person takes it with: assize register accept {concept} \"{cell}\" {}",
            names.join(", or "),
            first.thing.key
        ),
    }))
}
