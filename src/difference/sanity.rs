use super::{Members, Named, Summary, Total, codes};
use crate::diagnostic::{Finding, Findings, Place};

/// How many members are named in a finding.
const NAMED: usize = 5;

/// Warns where a release differs implausibly from the one before; `release` is its file.
pub fn check(summary: &Summary, release: &str) -> Findings {
    let mut findings = Findings::default();
    for total in summary.totals.iter().filter(|total| implausible(total)) {
        let message = format!(
            "The figures of {} add up to {}, and to {} in the release before.",
            total.measure.shown(),
            total.new,
            total.old
        );
        findings.push(Finding::new(codes::TOTAL, message).at(Place::file(release)));
    }
    for members in summary.members.iter().filter(|m| !m.removed.is_empty()) {
        findings.push(vanished(members).at(Place::file(release)));
    }
    findings
}

/// Whether a total is more than ten times the other; a measure that is new or gone is not.
fn implausible(total: &Total) -> bool {
    let (old, new) = (total.old.abs(), total.new.abs());
    old > 0.0 && new > 0.0 && (new > 10.0 * old || old > 10.0 * new)
}

fn vanished(members: &Members) -> Finding {
    let named: Vec<_> = members
        .removed
        .iter()
        .take(NAMED)
        .map(Named::shown)
        .collect();
    let more = members.removed.len().saturating_sub(NAMED);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let message = format!(
        "Of {}, the release before had {}{more}, and this one has not.",
        members.dimension.shown(),
        named.join(", ")
    );
    Finding::new(codes::VANISHED, message)
}
