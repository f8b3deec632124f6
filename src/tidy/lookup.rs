//! The words of findings about things that a register does not know.

use crate::diagnostic::{Code, Finding};
use crate::mapping::Unmatched;
use crate::register::{Match, Register, Suggestion};

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
    let suggestions = found.suggestions();
    Some(finding.help(match suggestions.first() {
        None => format!("nothing in the register comes near; add it to vocab/registers/{concept}"),
        Some(first) => format!(
            "did you mean {}? A person takes it with: assize register accept {concept} {} {}",
            suggested(suggestions),
            quoted(cell),
            first.thing.key
        ),
    }))
}

/// The best three, each with what speaks for it.
fn suggested(suggestions: &[Suggestion<'_>]) -> String {
    let best = suggestions.iter().take(3).map(|suggestion| {
        let reasons: Vec<_> = suggestion.reasons.iter().map(ToString::to_string).collect();
        let (label, key) = (suggestion.label, &suggestion.thing.key);
        format!("{label} ({key}: {})", reasons.join(", "))
    });
    best.collect::<Vec<_>>().join(", or ")
}

/// A cell as one word of a command line.
fn quoted(cell: &str) -> String {
    if cell.contains(['"', '$', '`', '\\', '!']) {
        format!("'{}'", cell.replace('\'', r"'\''"))
    } else {
        format!("\"{cell}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_cell_is_one_word_for_the_shell() {
        assert_eq!(quoted("King's Lynn"), "\"King's Lynn\"");
        assert_eq!(quoted("the \"old\" King's"), r#"'the "old" King'\''s'"#);
    }
}
