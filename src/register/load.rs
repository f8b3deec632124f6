use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::codes;
use super::columns::{
    ACCEPTED_COLUMNS, CODE_COLUMNS, LABEL_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS,
    SUCCESSOR_COLUMNS, THING_COLUMNS,
};
use super::definition::Definition;
use super::links;
use super::namesake;
use super::registers::{Register, Registers, Source};
use super::table::{Presence, Row, Table};
use super::thing::{Label, LabelRole, Notation, Relation, Site, Succession, SuccessionKind, Thing};
use crate::diagnostic::{Finding, Findings, Place};
use crate::uri::Key;

/// The source that stands for `accepted.csv`.
pub(super) const ACCEPTED: &str = "accepted";

/// Reads all registers below a folder, one folder each, and `sources.csv`.
pub(super) fn load(dir: &Path) -> Result<Registers, Findings> {
    let registers = load_unlinked(dir)?;
    let mut findings = Findings::default();
    links::check(&registers, dir, &mut findings);
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok(registers)
    }
}

/// As [`load`], for the building of registers: what they refer to need not be there yet.
pub(super) fn load_unlinked(dir: &Path) -> Result<Registers, Findings> {
    let mut findings = Findings::default();
    let sources = load_sources(dir, &mut findings);
    let mut registers = BTreeMap::new();
    for (concept, folder) in folders(dir, &mut findings) {
        if let Some(register) = load_register(&concept, &folder, &sources, &mut findings) {
            registers.insert(concept, register);
        }
    }
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok(Registers::new(registers, sources))
    }
}

/// The folders that hold a `register.toml`, by name.
fn folders(dir: &Path, findings: &mut Findings) -> Vec<(String, PathBuf)> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => {
            let message = format!("The registers cannot be read: {error}.");
            let place = Place::file(dir.display().to_string());
            findings.push(Finding::new(codes::UNREADABLE, message).at(place));
            return Vec::new();
        }
    };
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let registers = paths.filter(|path| path.join("register.toml").is_file());
    let named = registers.filter_map(|path| {
        let name = path.file_name()?.to_str()?.to_owned();
        Some((name, path))
    });
    let mut folders: Vec<_> = named.collect();
    folders.sort();
    folders
}

fn load_sources(dir: &Path, findings: &mut Findings) -> BTreeMap<Key, Source> {
    let path = dir.join("sources.csv");
    let table = Table::read(&path, SOURCE_COLUMNS, Presence::Required, findings);
    let mut sources = BTreeMap::new();
    for row in table.rows() {
        if let Some(key) = row.key("key", findings) {
            let text = |column| row.text(column).to_owned();
            let source = Source {
                title: text("title"),
                publisher: text("publisher"),
                licence: text("licence"),
                address: text("address"),
            };
            sources.insert(key, source);
        }
    }
    sources
}

fn load_register(
    concept: &str,
    folder: &Path,
    sources: &BTreeMap<Key, Source>,
    findings: &mut Findings,
) -> Option<Register> {
    let definition = load_definition(&folder.join("register.toml"), findings)?;
    let mut loader = Loader {
        folder,
        definition: &definition,
        sources,
        findings,
        things: Vec::new(),
        index: HashMap::new(),
    };
    loader.things(concept);
    loader.labels();
    loader.accepted();
    loader.codes();
    loader.relations();
    loader.successors();
    let things = loader.things;
    let namesakes = namesake::read(folder, findings);
    Some(Register::new(
        concept.to_owned(),
        definition,
        things,
        namesakes,
    ))
}

fn load_definition(path: &Path, findings: &mut Findings) -> Option<Definition> {
    let source = path.display().to_string();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let message = format!("{source} cannot be read: {error}.");
            findings.push(Finding::new(codes::UNREADABLE, message).at(Place::file(source)));
            return None;
        }
    };
    let wrong = |error: toml::de::Error| {
        let place = Place::in_text(source, &text, error.span().unwrap_or_default());
        findings.push(Finding::new(codes::DEFINITION, error.message()).at(place));
    };
    toml::from_str(&text).map_err(wrong).ok()
}

/// Fills the things of one register from its files.
struct Loader<'l> {
    folder: &'l Path,
    definition: &'l Definition,
    sources: &'l BTreeMap<Key, Source>,
    findings: &'l mut Findings,
    things: Vec<Thing>,
    index: HashMap<Key, usize>,
}

impl Loader<'_> {
    fn table(&mut self, name: &str, columns: &'static [&'static str], p: Presence) -> Table {
        Table::read(&self.folder.join(name), columns, p, self.findings)
    }

    fn optional(&mut self, name: &str, columns: &'static [&'static str]) -> Table {
        self.table(name, columns, Presence::Optional)
    }

    fn things(&mut self, concept: &str) {
        let name = format!("{concept}.csv");
        let table = self.table(&name, THING_COLUMNS, Presence::Required);
        for row in table.rows() {
            let Some(key) = row.key("key", self.findings) else {
                continue;
            };
            if let Some(first) = self.index.get(&key) {
                let message = format!(
                    "The key `{key}` is minted twice; it first stands in line {}.",
                    self.things[*first].line
                );
                let finding = Finding::new(codes::DUPLICATE_KEY, message);
                self.findings.push(finding.at(row.place("key")));
                continue;
            }
            let thing = self.thing(row, key.clone());
            self.index.insert(key, self.things.len());
            self.things.push(thing);
        }
    }

    fn thing(&mut self, row: Row<'_>, key: Key) -> Thing {
        Thing {
            key,
            types: row.keys("type", self.findings),
            life: row.span("opened", "closed", self.findings),
            site: self.site(row),
            labels: Vec::new(),
            notations: Vec::new(),
            relations: Vec::new(),
            successors: Vec::new(),
            sources: self.sources_of(row),
            note: row.text("note").to_owned(),
            line: row.line(),
        }
    }

    fn site(&mut self, row: Row<'_>) -> Option<Site> {
        let mut degree = |column, limit: f64| {
            let value: f64 = row.parse(column, self.findings)?;
            if value.abs() > limit {
                let message = format!("{value} is no {column}.");
                self.findings.push(row.wrong(column, message));
            }
            Some(row.text(column).to_owned())
        };
        let point = degree("latitude", 90.0).zip(degree("longitude", 180.0));
        let site = Site {
            point,
            address: row.text("address").to_owned(),
            postcode: row.text("postcode").to_owned(),
        };
        let known = site.point.is_some() || !site.address.is_empty() || !site.postcode.is_empty();
        known.then_some(site)
    }

    fn sources_of(&mut self, row: Row<'_>) -> Vec<Key> {
        let keys = row.keys("source", self.findings);
        for key in keys.iter().filter(|key| !self.sources.contains_key(key)) {
            let message = format!("`{key}` is no source of sources.csv.");
            let finding = Finding::new(codes::UNKNOWN_KEY, message);
            self.findings.push(finding.at(row.place("source")));
        }
        keys
    }

    fn source(&mut self, row: Row<'_>) -> Option<Key> {
        row.required("source", self.findings)?;
        self.sources_of(row).into_iter().next()
    }

    /// The number of the thing that a row is about, or of another that it names.
    fn known(&mut self, row: Row<'_>, column: &str) -> Option<usize> {
        let key = row.key(column, self.findings)?;
        let found = self.index.get(&key).copied();
        if found.is_none() {
            let message = format!("The register has no `{key}`.");
            let finding = Finding::new(codes::UNKNOWN_KEY, message);
            self.findings.push(finding.at(row.place(column)));
        }
        found
    }

    fn labels(&mut self) {
        let table = self.optional("labels.csv", LABEL_COLUMNS);
        for row in table.rows() {
            let thing = self.known(row, "key");
            let label = self.label(row);
            if let (Some(at), Some(label)) = (thing, label) {
                self.things[at].labels.push(label);
            }
        }
    }

    fn label(&mut self, row: Row<'_>) -> Option<Label> {
        Some(Label {
            text: row.required("label", self.findings)?.to_owned(),
            language: row.required("language", self.findings)?.to_owned(),
            role: row.word("role", &LabelRole::ALL, self.findings)?,
            span: row.span("from", "to", self.findings),
            source: self.source(row)?,
            note: row.text("note").to_owned(),
            line: row.line(),
        })
    }

    fn accepted(&mut self) {
        let table = self.optional("accepted.csv", ACCEPTED_COLUMNS);
        for row in table.rows() {
            let thing = self.known(row, "key");
            let text = row.required("label", self.findings);
            let source = Key::new(ACCEPTED).ok();
            if let (Some(at), Some(text), Some(source)) = (thing, text, source) {
                self.things[at].labels.push(Label {
                    text: text.to_owned(),
                    language: "en".to_owned(),
                    role: LabelRole::Alias,
                    span: row.span("from", "to", self.findings),
                    source,
                    note: row.text("why").to_owned(),
                    line: row.line(),
                });
            }
        }
    }

    fn codes(&mut self) {
        let table = self.optional("codes.csv", CODE_COLUMNS);
        for row in table.rows() {
            let thing = self.known(row, "key");
            let notation = self.notation(row);
            if let (Some(at), Some(notation)) = (thing, notation) {
                self.things[at].notations.push(notation);
            }
        }
    }

    fn notation(&mut self, row: Row<'_>) -> Option<Notation> {
        let scheme = row.key("scheme", self.findings)?;
        if !self.definition.scheme.contains_key(scheme.as_str()) {
            let message = format!("`{scheme}` is no code scheme of register.toml.");
            let finding = Finding::new(codes::UNKNOWN_KEY, message);
            self.findings.push(finding.at(row.place("scheme")));
        }
        Some(Notation {
            scheme,
            code: row.required("code", self.findings)?.to_owned(),
            span: row.span("from", "to", self.findings),
            source: self.source(row)?,
            line: row.line(),
        })
    }

    fn relations(&mut self) {
        let table = self.optional("relations.csv", RELATION_COLUMNS);
        for row in table.rows() {
            let thing = self.known(row, "key");
            let relation = self.relation(row);
            if let (Some(at), Some(relation)) = (thing, relation) {
                self.things[at].relations.push(relation);
            }
        }
    }

    fn relation(&mut self, row: Row<'_>) -> Option<Relation> {
        Some(Relation {
            concept: row.required("concept", self.findings)?.to_owned(),
            target: row.key("target", self.findings)?,
            span: row.span("from", "to", self.findings),
            source: self.source(row)?,
            line: row.line(),
        })
    }

    fn successors(&mut self) {
        let table = self.optional("successors.csv", SUCCESSOR_COLUMNS);
        for row in table.rows() {
            let thing = self.known(row, "key");
            self.known(row, "successor");
            let succession = self.succession(row);
            if let (Some(at), Some(succession)) = (thing, succession) {
                self.things[at].successors.push(succession);
            }
        }
    }

    fn succession(&mut self, row: Row<'_>) -> Option<Succession> {
        Some(Succession {
            successor: row.key("successor", self.findings)?,
            date: row.parse("date", self.findings),
            kind: row.word("kind", &SuccessionKind::ALL, self.findings)?,
            source: self.source(row)?,
            evidence: row.required("evidence", self.findings)?.to_owned(),
            line: row.line(),
        })
    }
}
