//! Labels for generated code lists, each with the key that a person would expect of it.

use proptest::prelude::*;

/// What a value is called, and the last part of its URI.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) text: String,
    pub(crate) key: String,
}

/// Labels as they stand in releases, with what makes a key hard.
const ODD: [(&str, &str); 10] = [
    ("Fraud, \"serious\"", "fraud-serious"),
    ("Théft & handling", "theft-and-handling"),
    ("O'Brien's", "obriens"),
    ("70 and over", "70-and-over"),
    ("Up to £200", "up-to-200"),
    ("10-11", "10-11"),
    ("A/B (C)", "a-b-c"),
    ("100% proof", "100-proof"),
    ("S90-92 PCC(s) Act 2000", "s90-92-pcc-s-act-2000"),
    ("25-29 (2017 onwards)", "25-29-2017-onwards"),
];

/// The keys of labels that the generator gives a meaning of its own.
const TAKEN: [&str; 4] = ["all-things", "not-stated", "not-applicable", "by-default"];

impl Label {
    pub(crate) fn new(text: &str, key: &str) -> Self {
        Self {
            text: text.to_owned(),
            key: key.to_owned(),
        }
    }
}

/// At least one label; no two share a key.
pub(crate) fn labels() -> impl Strategy<Value = Vec<Label>> {
    let plain = "[A-Z][a-z]{1,7}( [a-z]{1,6}){0,2}"
        .prop_map(|text| Label::new(&text, &text.to_lowercase().replace(' ', "-")));
    let odd = prop::sample::select(&ODD[..]).prop_map(|(text, key)| Label::new(text, key));
    prop::collection::vec(prop_oneof![3 => plain, 2 => odd], 1..6).prop_map(told_apart)
}

fn told_apart(labels: Vec<Label>) -> Vec<Label> {
    let mut kept: Vec<Label> = Vec::new();
    for label in labels {
        let taken = TAKEN.contains(&label.key.as_str());
        if !taken && kept.iter().all(|other| other.key != label.key) {
            kept.push(label);
        }
    }
    if kept.is_empty() {
        kept.push(Label::new("Only one", "only-one"));
    }
    kept
}
