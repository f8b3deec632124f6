use std::collections::{HashMap, HashSet};

use super::record::Record;
use crate::diagnostic::Finding;
use crate::register::build::draft::Draft;
use crate::register::build::{BuildError, Work, source};
use crate::register::codes;
use crate::register::definition::Definition;
use crate::register::normal;
use crate::uri::Key;

/// The courts that are known so far, by what links records to them.
pub(super) struct Courts {
    definition: Definition,
    /// `decisions/same.csv`: source and number, and the key or `-` for what is no court.
    same: HashMap<(String, String), String>,
    by_code: HashMap<(String, String), String>,
    /// By how much of the name was taken, kind and name.
    by_name: HashMap<(Part, String, String), Vec<String>>,
    /// Which lists have spoken about a court: two records of one list are two courts.
    spoken: HashSet<(String, &'static str)>,
}

/// How much of a name was taken.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Whole,
    /// Without what stands in brackets.
    Short,
}

/// The codes that say two records are one court.
const LINKING: &[&str] = &["ou-code", "crown-court-code", "finder-id", "courtfinder-id"];

impl Courts {
    pub(super) fn new(work: &Work<'_>) -> Result<Self, BuildError> {
        let unreadable = || BuildError::Unreadable {
            path: work.folder.join("register.toml").display().to_string(),
            reason: "the register of courts is not loaded".to_owned(),
        };
        let courts = work.known.get("court").ok_or_else(unreadable)?;
        let decided = work.decisions("same.csv")?;
        let same = decided.iter().map(|row: &source::Record| {
            let id = (row.get("source").to_owned(), row.get("id").to_owned());
            (id, row.get("key").to_owned())
        });
        Ok(Self {
            definition: courts.definition().clone(),
            same: same.collect(),
            by_code: HashMap::new(),
            by_name: HashMap::new(),
            spoken: HashSet::new(),
        })
    }

    /// Adds what a list says to the court it is about.
    pub(super) fn add(&mut self, work: &mut Work<'_>, draft: &mut Draft, record: Record) {
        let Some(key) = self.key(work, draft, &record) else {
            return;
        };
        self.remember(&key, &record);
        let thing = draft.thing(&key);
        thing.sources.insert(record.source.to_owned());
        if thing.types.is_empty() {
            thing.types.push(record.kind.to_owned());
        }
        for kind in record.kinds {
            if !thing.types.iter().any(|there| there == kind) {
                thing.types.push(kind.to_owned());
            }
        }
        let dated = record.codes.iter().any(|code| code[0] == record.id.0);
        if !dated {
            thing.add_code(record.id.0, &record.id.1, ("", ""), record.source);
        }
        for [scheme, code, from, to] in &record.codes {
            let twice = scheme == "crown-court-code"
                && thing
                    .codes
                    .iter()
                    .any(|line| line[0] == *scheme && line[1] == *code);
            if !twice {
                thing.add_code(scheme, code, (from, to), record.source);
            }
        }
        for label in record.names {
            thing.add_label(label);
        }
        for (concept, target) in &record.relations {
            thing.add_relation(concept, target, ("", ""), record.source);
        }
        if thing.closed.is_empty() {
            thing.closed = record.closed;
        }
        if record.source != "opal" || thing.address.is_empty() {
            overwrite(&mut thing.address, record.address);
            overwrite(&mut thing.postcode, record.postcode);
        }
        if !record.point.0.is_empty() && thing.point.0.is_empty() {
            thing.point = record.point;
        }
        if thing.note.is_empty() && thing.closed.is_empty() {
            thing.note = record.note;
        }
    }

    fn key(&self, work: &mut Work<'_>, draft: &Draft, record: &Record) -> Option<String> {
        let id = (record.source.to_owned(), record.id.1.clone());
        if let Some(decided) = self.same.get(&id) {
            return (decided != "-").then(|| decided.clone());
        }
        let codes = record
            .codes
            .iter()
            .map(|code| (code[0].as_str(), code[1].as_str()));
        let own = (record.id.0, record.id.1.as_str());
        let known = std::iter::once(own)
            .chain(codes)
            .find_map(|code| self.linked(code));
        if known.is_some() {
            return known;
        }
        if let Some(minted) = work.minted.by_code(own.0, own.1) {
            return Some(minted.to_owned());
        }
        if record.source == "juror" {
            return None;
        }
        match self.named(draft, record).as_slice() {
            [] => Some(fresh_key(draft, work, record)),
            [one] => Some(one.clone()),
            many => {
                let message = format!(
                    "{} {} ({}) may be any of {}.",
                    record.source,
                    record.id.1,
                    record.name(),
                    many.join(", ")
                );
                let help = "decide in decisions/same.csv; until then it is taken for another court";
                let finding = Finding::new(codes::UNDECIDED, message).help(help);
                work.findings.push(finding);
                Some(fresh_key(draft, work, record))
            }
        }
    }

    fn linked(&self, (scheme, code): (&str, &str)) -> Option<String> {
        if !LINKING.contains(&scheme) {
            return None;
        }
        let code = (scheme.to_owned(), code.to_owned());
        self.by_code.get(&code).cloned()
    }

    /// The courts of other lists with the same kind and name; a name without what stands in brackets
    /// counts less, and then a court that was open when the list was made goes before others.
    fn named(&self, draft: &Draft, record: &Record) -> Vec<String> {
        if record.source == "cjs-ou" {
            return Vec::new();
        }
        let (whole, short) = (self.stem(record.name()), self.short_stem(record.name()));
        let tries = [
            (Part::Whole, Some(whole.clone())),
            (Part::Short, Some(whole)),
            (Part::Whole, short.clone()),
            (Part::Short, short),
        ];
        for (part, name) in tries {
            let name = name.map(|name| (part, record.kind.to_owned(), name));
            let named = name.and_then(|name| self.by_name.get(&name));
            let mut free: Vec<_> = named.into_iter().flatten().cloned().collect();
            free.retain(|key| !self.spoken.contains(&(key.clone(), record.source)));
            free.sort();
            free.dedup();
            let open = free.iter().filter(|key| draft.was_open(key, record.seen));
            if let (true, [one]) = (free.len() > 1, open.collect::<Vec<_>>().as_slice()) {
                return vec![(*one).clone()];
            }
            if !free.is_empty() {
                return free;
            }
        }
        Vec::new()
    }

    /// The name without the words of its kind.
    fn stem(&self, label: &str) -> String {
        normal::stem(&normal::plain(label), &self.definition).name
    }

    /// The name without what stands in brackets, unless that says it is another court's building.
    fn short_stem(&self, label: &str) -> Option<String> {
        let (before, rest) = label.split_once('(')?;
        let (within, after) = rest.split_once(')')?;
        let elsewhere = within.contains("Court") && !within.contains("formerly");
        (!elsewhere).then(|| self.stem(&format!("{before} {after}")))
    }

    fn remember(&mut self, key: &str, record: &Record) {
        let source = match record.source {
            "courtfinder-2013-05" => "courtfinder-2013-07",
            other => other,
        };
        self.spoken.insert((key.to_owned(), source));
        self.spoken.insert((key.to_owned(), record.source));
        let codes = record
            .codes
            .iter()
            .map(|code| (code[0].clone(), code[1].clone()));
        let own = (record.id.0.to_owned(), record.id.1.clone());
        for (scheme, code) in codes.chain([own]) {
            if LINKING.contains(&scheme.as_str()) {
                self.by_code
                    .entry((scheme, code))
                    .or_insert_with(|| key.to_owned());
            }
        }
        let english = record.names.iter().filter(|label| label.language == "en");
        for label in english {
            let whole = Some((Part::Whole, self.stem(&label.text)));
            let short = self.short_stem(&label.text).map(|stem| (Part::Short, stem));
            for (part, stem) in whole.into_iter().chain(short) {
                let name = (part, record.kind.to_owned(), stem);
                self.by_name.entry(name).or_default().push(key.to_owned());
            }
        }
    }
}

fn overwrite(there: &mut String, found: String) {
    if !found.is_empty() {
        *there = found;
    }
}

/// A readable key that neither this build nor an earlier one has given to another court.
fn fresh_key(draft: &Draft, work: &Work<'_>, record: &Record) -> String {
    let taken = |key: &str| draft.has(key) || work.minted.has(key);
    let plain = Key::from_label(record.name()).to_string();
    if !taken(&plain) {
        return plain;
    }
    let area = record
        .relations
        .iter()
        .find(|(concept, _)| *concept == "lcjb-area");
    let with_area = area.map(|(_, area)| format!("{plain}-{area}"));
    if let Some(key) = with_area.filter(|key| !taken(key)) {
        return key;
    }
    let numbers = (2..).map(|n| format!("{plain}-{n}"));
    numbers.into_iter().find(|key| !taken(key)).unwrap_or(plain)
}
