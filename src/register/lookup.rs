use std::collections::HashMap;

use super::date::{Period, Span};
use super::definition::{Definition, Matching};
use super::normal;
use super::registers::Register;
use super::suggest::{self, Suggestion};
use super::thing::Thing;
use crate::uri::Key;

/// What is asked of a register: a cell of a release and what is known about its row.
///
/// ```
/// use assize::register::{PartialDate, Question, Registers};
///
/// let registers = Registers::load("vocab/registers".as_ref()).expect("the registers are right");
/// let courts = registers.get("court").expect("there is a register of courts");
/// let date: PartialDate = "2016".parse()?;
/// let question = Question::new("Crown Court at Dorchester").during(date.into());
/// let found = courts.find(&question);
/// assert_eq!(found.key().unwrap().as_str(), "dorchester-crown-court");
/// # Ok::<_, assize::register::DateError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// The cell.
    pub label: &'q str,
    /// The period of the row.
    pub period: Option<Period>,
    /// The only type that a member may have, such as `crown-court`.
    pub kind: Option<&'q str>,
    /// Other things that the row names, as register and key; they only rank suggestions.
    pub beside: &'q [(&'q str, &'q Key)],
}

impl<'q> Question<'q> {
    /// A cell about which nothing else is known.
    pub fn new(label: &'q str) -> Self {
        Self {
            label,
            period: None,
            kind: None,
            beside: &[],
        }
    }

    /// Sets the period of the row.
    #[must_use]
    pub fn during(mut self, period: Period) -> Self {
        self.period = Some(period);
        self
    }

    /// Sets the only type that a member may have.
    #[must_use]
    pub fn of_type(mut self, kind: &'q str) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Sets the other things of the row.
    #[must_use]
    pub fn beside(mut self, things: &'q [(&'q str, &'q Key)]) -> Self {
        self.beside = things;
        self
    }
}

/// What a register says to a question.
#[derive(Clone, Debug)]
pub enum Match<'r> {
    /// One member has that code or label.
    Found {
        /// The member.
        thing: &'r Thing,
        /// By what it was found.
        how: How,
        /// Whether it had the code or label at the period of the row.
        timing: Timing,
    },
    /// Several members have it; a person must say which is meant.
    Ambiguous {
        /// By what they were found.
        how: How,
        /// The members, ranked.
        suggestions: Vec<Suggestion<'r>>,
    },
    /// No member has it; a person must say which is meant.
    None {
        /// The members that come near, ranked; they are never taken unasked.
        suggestions: Vec<Suggestion<'r>>,
    },
}

/// By what a member was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// Its key or a code.
    Code,
    /// A label, letter for letter.
    Label,
    /// A label without what people spell differently.
    Normalised,
}

impl How {
    /// The word that answers use: `code`, `label` or `normalised`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Label => "label",
            Self::Normalised => "normalised",
        }
    }
}

/// Whether a member had a code or label at the period asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// It had, or no period was asked for, or its dates are not known.
    Within,
    /// It had it at another time, and no other member had it then.
    Outside,
}

impl<'r> Match<'r> {
    /// The member that was found.
    pub fn thing(&self) -> Option<&'r Thing> {
        match self {
            Self::Found { thing, .. } => Some(thing),
            Self::Ambiguous { .. } | Self::None { .. } => None,
        }
    }

    /// The key of the member that was found.
    pub fn key(&self) -> Option<&'r Key> {
        self.thing().map(|thing| &thing.key)
    }

    /// What may be meant where nothing was found.
    pub fn suggestions(&self) -> &[Suggestion<'r>] {
        match self {
            Self::Found { .. } => &[],
            Self::Ambiguous { suggestions, .. } | Self::None { suggestions } => suggestions,
        }
    }
}

impl Register {
    /// Finds the member that a label or code means, at a period where one is given.
    pub fn lookup(&self, label: &str, period: Option<Period>) -> Match<'_> {
        let question = Question::new(label);
        self.find(&Question { period, ..question })
    }

    /// Finds the member that a cell means.
    ///
    /// Codes come first, then labels, then normalised labels; at each step those of the row's
    /// period count alone if there are any. One that had the label only at another time is taken if
    /// no later step finds another one at the right time.
    pub fn find(&self, question: &Question<'_>) -> Match<'_> {
        let exact = normal::exact(question.label);
        let mut outside: Option<(How, Vec<usize>)> = None;
        for (how, hits) in self.steps(&exact) {
            let hits = self.admitted(hits, question.kind);
            let timely = distinct(&self.timely(&hits, question.period));
            if timely.is_empty() {
                if !hits.is_empty() {
                    outside.get_or_insert_with(|| (how, distinct(&hits)));
                }
                continue;
            }
            let (how, mut things) = outside.unwrap_or((how, Vec::new()));
            things.extend(timely);
            return self.one_or_many(question, how, things, Timing::Within);
        }
        match outside {
            Some((how, things)) => self.one_or_many(question, how, things, Timing::Outside),
            None => Match::None {
                suggestions: suggest::rank(self, question),
            },
        }
    }

    /// Whether a member has a label or code, or had it at any time.
    pub fn has_borne(&self, key: &Key, label: &str) -> bool {
        let exact = normal::exact(label);
        let hits = self.steps(&exact).into_iter().flat_map(|(_, hits)| hits);
        hits.into_iter()
            .any(|hit| self.things()[hit.thing].key == *key)
    }

    fn steps(&self, exact: &str) -> [(How, Vec<Hit>); 5] {
        let plain = normal::plain(exact);
        let [same_words, same_type] = self.by_stem(&plain);
        [
            (How::Code, self.index.code(exact)),
            (How::Label, self.index.label(exact)),
            (How::Normalised, self.index.plain(&plain)),
            (How::Normalised, same_words),
            (How::Normalised, same_type),
        ]
    }

    /// Members whose name is the same: first those whose label says the very type that is asked
    /// for, then those that are of it whatever their label says. "Crown Court at Wolverhampton" is
    /// Wolverhampton Crown Court, and not the magistrates' court in which one sits, too.
    fn by_stem(&self, plain: &str) -> [Vec<Hit>; 2] {
        let stem = normal::stem(plain, self.definition());
        let named = self.index.stem(&stem.name);
        let Some(types) = stem.types else {
            return [Vec::new(), named.iter().map(|named| named.hit).collect()];
        };
        let asked = |key: &Key| types.iter().any(|t| t == key.as_str());
        let of_type = |hit: &Hit| self.things()[hit.thing].types.iter().any(asked);
        let says = |named: &&Named| named.types.as_deref() == Some(types);
        let (saying, others): (Vec<_>, Vec<_>) = named.iter().partition(says);
        [saying, others].map(|named| {
            let hits = named.into_iter().map(|named| named.hit);
            hits.filter(of_type).collect()
        })
    }

    fn admitted(&self, mut hits: Vec<Hit>, kind: Option<&str>) -> Vec<Hit> {
        if let Some(kind) = kind {
            let of_kind = |thing: &Thing| thing.types.iter().any(|t| t.as_str() == kind);
            hits.retain(|hit| of_kind(&self.things()[hit.thing]));
        }
        hits
    }

    /// The hits that held during the period: by their own dates where they have any, else by the
    /// life of the thing.
    fn timely(&self, hits: &[Hit], period: Option<Period>) -> Vec<Hit> {
        let Some(period) = period else {
            return hits.to_vec();
        };
        let span = |hit: &Hit| match hit.span {
            span if span.is_open() => self.things()[hit.thing].life,
            span => span,
        };
        let timely = hits.iter().filter(|hit| span(hit).meets(period));
        timely.copied().collect()
    }

    fn one_or_many(
        &self,
        question: &Question<'_>,
        how: How,
        mut things: Vec<usize>,
        timing: Timing,
    ) -> Match<'_> {
        things.sort_unstable();
        things.dedup();
        if let [one] = things.as_slice() {
            let thing = &self.things()[*one];
            return Match::Found { thing, how, timing };
        }
        let suggestions = suggest::among(self, question, &things);
        Match::Ambiguous { how, suggestions }
    }
}

/// That a member has a label or code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) thing: usize,
    pub(super) span: Span,
}

fn distinct(hits: &[Hit]) -> Vec<usize> {
    let mut things: Vec<_> = hits.iter().map(|hit| hit.thing).collect();
    things.sort_unstable();
    things.dedup();
    things
}

/// A hit by the name in a label, and the types that the label's other words say.
struct Named {
    hit: Hit,
    types: Option<Vec<String>>,
}

/// Finds members by code, label, plain label and stem.
#[derive(Default)]
pub(super) struct Index {
    codes: HashMap<String, Vec<Hit>>,
    labels: HashMap<String, Vec<Hit>>,
    plain: HashMap<String, Vec<Hit>>,
    stems: HashMap<String, Vec<Named>>,
}

impl Index {
    pub(super) fn new(definition: &Definition, things: &[Thing]) -> Self {
        let mut index = Self::default();
        for (at, thing) in things.iter().enumerate() {
            index.add_codes(definition, at, thing);
            index.add_labels(definition, at, thing);
        }
        index
    }

    fn add_codes(&mut self, definition: &Definition, at: usize, thing: &Thing) {
        let own = Hit {
            thing: at,
            span: Span::default(),
        };
        push(&mut self.codes, thing.key.as_str(), own);
        for notation in &thing.notations {
            let scheme = definition.scheme.get(notation.scheme.as_str());
            if scheme.is_none_or(|scheme| scheme.matching == Matching::Identifies) {
                let span = notation.span;
                push(&mut self.codes, &notation.code, Hit { thing: at, span });
            }
        }
    }

    fn add_labels(&mut self, definition: &Definition, at: usize, thing: &Thing) {
        for label in &thing.labels {
            let hit = Hit {
                thing: at,
                span: label.span,
            };
            let plain = normal::plain(&label.text);
            let stem = normal::stem(&plain, definition);
            push(&mut self.labels, &normal::exact(&label.text), hit);
            let types = stem.types.map(<[String]>::to_vec);
            self.stems
                .entry(stem.name)
                .or_default()
                .push(Named { hit, types });
            push(&mut self.plain, &plain, hit);
        }
    }

    fn code(&self, text: &str) -> Vec<Hit> {
        self.codes.get(text).cloned().unwrap_or_default()
    }

    fn label(&self, text: &str) -> Vec<Hit> {
        self.labels.get(text).cloned().unwrap_or_default()
    }

    fn plain(&self, text: &str) -> Vec<Hit> {
        self.plain.get(text).cloned().unwrap_or_default()
    }

    fn stem(&self, text: &str) -> &[Named] {
        self.stems.get(text).map_or(&[], Vec::as_slice)
    }
}

fn push(index: &mut HashMap<String, Vec<Hit>>, text: &str, hit: Hit) {
    index.entry(text.to_owned()).or_default().push(hit);
}
