//! Labels without what people spell differently: case, punctuation, `&`, `St`, the order of
//! `Bristol, City of`, and the words that only say of what type a thing is.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::definition::Definition;

/// A label with whitespace made single: what "the same label" means.
pub(super) fn exact(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A label as plain words.
///
/// Lower case without accents and punctuation; `&` is `and`, `St` is `street` at the end of a part
/// and `saint` elsewhere, `Bristol, City of` is `city of bristol`, a leading `the` is dropped.
pub(super) fn plain(label: &str) -> String {
    let turned = turn_round(label);
    let label = turned.as_deref().unwrap_or(label);
    let parts = label.split(['(', ')', ',', '/', ';']);
    let mut words: Vec<_> = parts.flat_map(words_of).collect();
    turn_words_round(&mut words);
    let mut words = words.as_slice();
    while let [first, rest @ ..] = words
        && first == "the"
        && !rest.is_empty()
    {
        words = rest;
    }
    words.join(" ")
}

/// `Bristol, City of` as `City of Bristol`; nothing for a label that is in order.
fn turn_round(label: &str) -> Option<String> {
    let (head, tail) = label.split_once(',')?;
    let tail = tail.trim_matches(|c: char| !c.is_alphanumeric());
    let last = tail.rsplit(' ').next()?.to_lowercase();
    let turns = matches!(last.as_str(), "of" | "the" | "county") && !tail.contains(',');
    turns.then(|| format!("{tail} {head}"))
}

/// `bristol city of`, where the comma was lost, as `city of bristol`.
fn turn_words_round(words: &mut [String]) {
    if let [_, .., kind, of] = words
        && of == "of"
        && matches!(kind.as_str(), "city" | "county" | "borough")
    {
        words.rotate_right(2);
    }
}

/// The words of one part of a label.
fn words_of(part: &str) -> Vec<String> {
    let part = part
        .replace('&', " and ")
        .replace(['\'', '’', '‘', '`'], "");
    let letters = part.nfkd().filter(|c| !is_combining_mark(*c));
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    let words = letters.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<_> = words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    spell_out_saints(&mut words);
    words
}

fn spell_out_saints(words: &mut [String]) {
    let last = words.len().saturating_sub(1);
    for (at, word) in words.iter_mut().enumerate() {
        if word == "st" {
            let ends = at == last && last > 0;
            word.clear();
            word.push_str(if ends { "street" } else { "saint" });
        }
    }
}

/// A label as a name and, where its words say one, the types that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stem<'d> {
    /// The plain words without the type's, such as `snaresbrook`.
    pub(super) name: String,
    /// The types that its words ask for; absent where they say none.
    pub(super) types: Option<&'d [String]>,
}

/// Splits plain words into name and type by the register's own type words.
///
/// `crown court at snaresbrook` and `snaresbrook crown court` are both `snaresbrook` of the type
/// that `crown court` stands for, and `crown court at the guildhall` is the `guildhall`. Nothing is
/// dropped where no name would be left.
pub(super) fn stem<'d>(plain: &str, definition: &'d Definition) -> Stem<'d> {
    for known in &definition.type_words {
        if let Some(name) = without(plain, &known.words) {
            let bare = name.strip_prefix("the ").map(str::to_owned);
            let name = bare.unwrap_or(name);
            let name = without_idle(name, &definition.idle_words);
            let types = Some(known.types.as_slice());
            return Stem { name, types };
        }
    }
    let name = without_idle(plain.to_owned(), &definition.idle_words);
    Stem { name, types: None }
}

/// The name that stands before the words, or after them and `at` or `sitting at`.
fn without(plain: &str, words: &str) -> Option<String> {
    let before = plain.strip_suffix(words).and_then(|t| t.strip_suffix(' '));
    let after = || {
        let rest = plain.strip_prefix(words)?.strip_prefix(' ')?;
        Some(rest.strip_prefix("at ").unwrap_or(rest))
    };
    let within = || {
        let (head, tail) = plain.split_once(&format!(" {words} "))?;
        Some(format!("{head} {tail}"))
    };
    before.or_else(after).map(str::to_owned).or_else(within)
}

fn without_idle(name: String, idle: &[String]) -> String {
    let kept: Vec<_> = name
        .split(' ')
        .filter(|word| !idle.iter().any(|i| i == word))
        .collect();
    if kept.is_empty() {
        name
    } else {
        kept.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn courts() -> Definition {
        toml::from_str(
            r#"
            title = { en = "Courts" }
            class = "Court"
            type-words = [
                { words = "combined court centre", types = ["crown-court"] },
                { words = "crown court", types = ["crown-court"] },
            ]
            "#,
        )
        .unwrap()
    }

    #[test]
    fn what_people_spell_differently_is_the_same() {
        for (one, other) in [
            ("St. Albans", "Saint Albans"),
            ("Manchester Minshull St", "Manchester (Minshull Street)"),
            ("Bristol, City of", "City of Bristol"),
            ("Bristol, City of.", "City of Bristol"),
            ("Kingston upon Hull City of", "Kingston upon Hull, City of"),
            ("Devon & Cornwall", "Devon and Cornwall"),
            ("Dyfed-Powys", "Dyfed Powys"),
            ("King’s Lynn", "KINGS LYNN"),
            ("The Central Criminal Court", "Central Criminal Court"),
        ] {
            assert_eq!(plain(one), plain(other), "{one}");
        }
    }

    #[test]
    fn the_type_may_stand_before_behind_or_within() {
        let courts = courts();
        for label in [
            "Crown Court at Snaresbrook",
            "Snaresbrook Crown Court",
            "Snaresbrook Combined Court Centre",
        ] {
            let plain = plain(label);
            let stem = stem(&plain, &courts);
            assert_eq!(stem.name, "snaresbrook", "{label}");
            assert_eq!(stem.types.unwrap(), ["crown-court"]);
        }
        let plain = plain("Manchester Crown Court (Minshull St)");
        assert_eq!(stem(&plain, &courts).name, "manchester minshull street");
    }

    #[test]
    fn a_label_of_type_words_alone_stays_whole() {
        assert_eq!(stem("crown court", &courts()).name, "crown court");
    }
}
