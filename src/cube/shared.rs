//! What is said of a property or code list that several datasets share. No mapping can say it: each
//! would say something else of the same thing, such as “Cohort” and “Quarter” of the period.

use crate::mapping::{Column, Values};
use crate::register::Registers;

/// Words of keys that are not written like other words.
const CAPITALS: [&str; 3] = ["hmcts", "lcjb", "ou"];

/// A key as a label: `police-force-area` is called “Police force area”.
pub(super) fn label(key: &str) -> String {
    let words = key.split('-').enumerate().map(|(at, word)| {
        if CAPITALS.contains(&word) {
            word.to_uppercase()
        } else if at == 0 {
            upper_first(word)
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What the values of a shared property are.
pub(super) fn comment(column: &Column, registers: &Registers) -> String {
    match column.values() {
        Some(Values::Period(_)) => "The period of time that a figure is about.".to_owned(),
        Some(Values::Register { register, .. }) => match registers.get(register) {
            Some(known) => format!("One of the register “{}”.", known.definition().title()),
            None => format!("One of the register `{register}`."),
        },
        _ => "One of a code list that datasets share.".to_owned(),
    }
}

fn upper_first(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_words_keeps_its_capitals() {
        assert_eq!(label("police-force-area"), "Police force area");
        assert_eq!(label("hmcts-region"), "HMCTS region");
    }
}
