use std::cmp::Reverse;
use std::fmt;

use super::lookup::Question;
use super::normal;
use super::registers::Register;
use super::thing::Thing;

/// A member that may be meant, and why.
#[derive(Clone, Debug)]
pub struct Suggestion<'r> {
    /// The member.
    pub thing: &'r Thing,
    /// The label that comes nearest.
    pub label: &'r str,
    /// How near it comes, from 0 to 100.
    pub score: u8,
    /// What speaks for it, the strongest first.
    pub reasons: Vec<Reason>,
}

/// What speaks for a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It has the very label.
    SameLabel,
    /// Without the words that say a type it has the same name.
    SameName,
    /// All its words stand in the label, in their order: a name that was cut short.
    Words,
    /// So many letters differ.
    Letters(usize),
    /// It lies in a thing that the row names too, such as a region.
    SameArea {
        /// The label of that thing's register, such as `hmcts-region`.
        concept: String,
    },
    /// It was open at the period of the row.
    OpenThen,
    /// It was not open at the period of the row; this speaks against it.
    ClosedThen,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameLabel => f.write_str("has that label"),
            Self::SameName => f.write_str("has the same name, but is of another type"),
            Self::Words => f.write_str("has all of its words"),
            Self::Letters(1) => f.write_str("one letter differs"),
            Self::Letters(n) => write!(f, "{n} letters differ"),
            Self::SameArea { concept } => write!(f, "in the same {}", concept.replace('-', " ")),
            Self::OpenThen => f.write_str("open at that time"),
            Self::ClosedThen => f.write_str("not open at that time"),
        }
    }
}

/// How many suggestions are made.
const MOST: usize = 5;
/// Below this likeness, in hundredths, a label is another word.
const LEAST: u8 = 70;

/// The members whose labels come nearest.
pub(super) fn rank<'r>(register: &'r Register, question: &Question<'_>) -> Vec<Suggestion<'r>> {
    let asked = Words::new(register, question.label);
    let things = register.things().iter();
    let of_kind = things.filter(|thing| match question.kind {
        Some(kind) => thing.types.iter().any(|t| t.as_str() == kind),
        None => true,
    });
    let near = of_kind.filter_map(|thing| {
        let (label, score) = nearest(register, thing, &asked)?;
        let mut made =
            (score >= LEAST).then(|| suggestion(register, question, thing, label, score))?;
        if score == 100 {
            made.reasons.insert(0, Reason::SameName);
        }
        Some(made)
    });
    best_first(near.collect())
}

/// The given members, all of which have the label.
pub(super) fn among<'r>(
    register: &'r Register,
    question: &Question<'_>,
    things: &[usize],
) -> Vec<Suggestion<'r>> {
    let things = things.iter().map(|at| &register.things()[*at]);
    let all = things.map(|thing| {
        let mut made = suggestion(register, question, thing, thing.label(), 100);
        made.reasons.insert(0, Reason::SameLabel);
        made
    });
    best_first(all.collect())
}

/// The best few; what lies in the row's own areas and was open then goes before its equals.
fn best_first(mut suggestions: Vec<Suggestion<'_>>) -> Vec<Suggestion<'_>> {
    suggestions.sort_by_key(|s| (Reverse(s.score), Reverse(weight(s)), &s.thing.key));
    suggestions.truncate(MOST);
    suggestions
}

fn weight(suggestion: &Suggestion<'_>) -> i8 {
    let weights = suggestion.reasons.iter().map(|reason| match reason {
        Reason::SameLabel | Reason::SameName | Reason::Words | Reason::Letters(_) => 0,
        Reason::SameArea { .. } => 2,
        Reason::OpenThen => 1,
        Reason::ClosedThen => -1,
    });
    weights.sum()
}

/// What differs between two labels; words that only say a type count where both have them.
fn difference(asked: &Words, known: &Words) -> Reason {
    if is_cut_short(&asked.plain, &known.plain) {
        return Reason::Words;
    }
    let plain = strsim::osa_distance(&asked.plain, &known.plain);
    let stem = strsim::osa_distance(&asked.stem, &known.stem);
    Reason::Letters(if stem == 0 { plain } else { plain.min(stem) })
}

fn suggestion<'r>(
    register: &Register,
    question: &Question<'_>,
    thing: &'r Thing,
    label: &'r str,
    score: u8,
) -> Suggestion<'r> {
    let mut reasons = Vec::new();
    if score < 100 {
        let asked = Words::new(register, question.label);
        let known = Words::new(register, label);
        reasons.push(difference(&asked, &known));
    }
    for relation in &thing.relations {
        let same =
            |(concept, key): &(&str, &_)| relation.concept == *concept && relation.target == **key;
        let reason = Reason::SameArea {
            concept: relation.concept.clone(),
        };
        if question.beside.iter().any(same) && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    if let Some(period) = question.period {
        let open = thing.life.meets(period);
        reasons.push(if open {
            Reason::OpenThen
        } else {
            Reason::ClosedThen
        });
    }
    Suggestion {
        thing,
        label,
        score,
        reasons,
    }
}

/// A label as plain words, with and without the words of its type.
struct Words {
    plain: String,
    stem: String,
}

impl Words {
    fn new(register: &Register, label: &str) -> Self {
        let plain = normal::plain(label);
        let stem = normal::stem(&plain, register.definition()).name;
        Self { plain, stem }
    }
}

fn nearest<'r>(register: &Register, thing: &'r Thing, asked: &Words) -> Option<(&'r str, u8)> {
    let labels = thing.labels.iter().map(|label| {
        let words = Words::new(register, &label.text);
        let whole = likeness(&asked.plain, &words.plain);
        let stem = likeness(&asked.stem, &words.stem);
        (label.text.as_str(), whole.max(stem))
    });
    labels.max_by_key(|(label, score)| (*score, Reverse(label.len())))
}

/// How alike two labels are in hundredths: letters that were changed, swapped, lost or added, words
/// that stand in another order, or words that were left out.
///
/// A label all of whose words are another's comes nearer to it than to one with other letters, the
/// nearer the less was left out: "NPS South West" is a part of a name, and not a slip for
/// "NPS North West".
fn likeness(one: &str, other: &str) -> u8 {
    let letters = strsim::normalized_damerau_levenshtein(one, other);
    let sorted = strsim::normalized_damerau_levenshtein(&in_order(one), &in_order(other));
    let start = strsim::jaro_winkler(one, other) - 0.1;
    let measured = letters.max(sorted - 0.02).max(start);
    hundredths(if is_cut_short(one, other) {
        measured.max(CUT_SHORT + (1.0 - CUT_SHORT) * letters)
    } else {
        measured
    })
}

/// What a label that was cut short is worth at least.
const CUT_SHORT: f64 = 0.9;

/// Whether two words or more are all words of a longer label, in the same order. One word alone
/// says too little: half the courts of a county share one.
fn is_cut_short(short: &str, long: &str) -> bool {
    let mut rest = long.split(' ');
    let words = short.split(' ').count();
    words > 1
        && words < long.split(' ').count()
        && short.split(' ').all(|word| rest.any(|other| other == word))
}

fn in_order(label: &str) -> String {
    let mut words: Vec<_> = label.split(' ').collect();
    words.sort_unstable();
    words.join(" ")
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is clamped to the range first"
)]
fn hundredths(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u8
}
