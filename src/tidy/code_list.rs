use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::codes;
use crate::diagnostic::{Finding, Findings, Place, SourceName};
use crate::uri::Key;

/// The frozen code lists: committed files in which each value's key stands with its label.
///
/// `{dataset}/{column}.csv` is the list of one dataset's column, `{list}.csv` one that several
/// datasets share. The columns are `key`, `label`, `aliases` (with `|` between them) and
/// `notation`.
#[derive(Clone, Debug, Default)]
pub struct CodeLists {
    dir: Option<PathBuf>,
    lists: BTreeMap<String, CodeList>,
}

/// A code list: its members in order, found by label or alias.
#[derive(Clone, Debug, Default)]
pub struct CodeList {
    name: String,
    source: Option<SourceName>,
    entries: Vec<CodeEntry>,
    by_label: HashMap<String, usize>,
    by_key: HashMap<Key, usize>,
}

/// A member of a code list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeEntry {
    /// The last part of its URI, minted once.
    pub key: Key,
    /// What it is called.
    pub label: String,
    /// Other spellings of the label.
    pub aliases: Vec<String>,
    /// A code that releases put beside the label.
    pub notation: Option<String>,
    /// The line in its file; `None` for a member that is not frozen yet.
    pub line: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Record {
    key: String,
    label: String,
    #[serde(default)]
    aliases: String,
    #[serde(default)]
    notation: String,
}

impl CodeLists {
    /// Reads all lists below a folder; one that does not exist holds none.
    pub fn read(dir: &Path) -> Result<Self, Findings> {
        let mut lists = Self {
            dir: Some(dir.to_owned()),
            lists: BTreeMap::new(),
        };
        let mut findings = Findings::default();
        lists.read_folder(dir, "", &mut findings);
        if findings.has_errors() {
            Err(findings)
        } else {
            Ok(lists)
        }
    }

    fn read_folder(&mut self, dir: &Path, prefix: &str, findings: &mut Findings) {
        let Ok(entries) = fs::read_dir(dir) else {
            return;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let name = format!("{prefix}{stem}");
            if path.is_dir() && prefix.is_empty() {
                self.read_folder(&path, &format!("{stem}/"), findings);
            } else if path.extension().is_some_and(|e| e == "csv")
                && !matches!(name.as_str(), "status" | "unit")
            {
                let list = CodeList::read(&path, &name, findings);
                self.lists.insert(name, list);
            }
        }
    }

    /// The list of a name, such as `offence-group` or `crown-court-caseload/receipt_type`.
    pub fn get(&self, name: &str) -> Option<&CodeList> {
        self.lists.get(name)
    }

    /// Writes a list into its file, with the members that were not frozen yet.
    pub fn freeze(&self, list: &CodeList) -> io::Result<PathBuf> {
        let dir = self.dir.as_deref().unwrap_or(Path::new("vocab/codes"));
        let path = dir.join(format!("{}.csv", list.name));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut writer = csv::Writer::from_path(&path)?;
        for entry in &list.entries {
            writer.serialize(Record {
                key: entry.key.to_string(),
                label: entry.label.clone(),
                aliases: entry.aliases.join("|"),
                notation: entry.notation.clone().unwrap_or_default(),
            })?;
        }
        writer.flush()?;
        Ok(path)
    }
}

impl CodeList {
    /// An empty list that is not frozen.
    pub(super) fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    fn read(path: &Path, name: &str, findings: &mut Findings) -> Self {
        let source = SourceName::new(path.display().to_string());
        let mut list = Self {
            source: Some(source.clone()),
            ..Self::new(name)
        };
        let fault = |line: Option<u64>, message: String| {
            let place = match line {
                Some(line) => Place::line(source.clone(), line),
                None => Place::file(source.clone()),
            };
            Finding::new(codes::BAD_CODE_LIST, message).at(place)
        };
        let mut reader = match csv::Reader::from_path(path) {
            Ok(reader) => reader,
            Err(error) => {
                findings.push(fault(None, format!("Cannot read the code list: {error}.")));
                return list;
            }
        };
        let headers = reader.headers().cloned().unwrap_or_default();
        let mut row = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut row) {
                Ok(false) => return list,
                Ok(true) => {
                    let added = row.deserialize::<Record>(Some(&headers));
                    let added = added.map_err(|error| error.to_string());
                    let added = added.and_then(|record| list.take(record, line));
                    findings.extend(added.err().map(|message| fault(Some(line), message)));
                }
                Err(error) => {
                    findings.push(fault(Some(line), format!("Cannot read the row: {error}.")));
                    return list;
                }
            }
        }
    }

    fn take(&mut self, record: Record, line: u64) -> Result<(), String> {
        let key = Key::new(&record.key).map_err(|error| error.to_string())?;
        let aliases = record.aliases.split('|').map(str::trim);
        let aliases = aliases.filter(|alias| !alias.is_empty());
        let entry = CodeEntry {
            aliases: aliases.map(str::to_owned).collect(),
            notation: Some(record.notation).filter(|notation| !notation.is_empty()),
            label: record.label,
            line: Some(line),
            key,
        };
        if self.by_key.contains_key(&entry.key) {
            return Err(format!(
                "The key `{}` stands here a second time.",
                entry.key
            ));
        }
        if let Some(twice) = self.first_known(&entry) {
            return Err(format!("The label “{twice}” stands here a second time."));
        }
        self.push(entry);
        Ok(())
    }

    /// The first label or alias of a member that another member has already.
    fn first_known<'e>(&self, entry: &'e CodeEntry) -> Option<&'e String> {
        let mut labels = entry.aliases.iter().chain([&entry.label]);
        labels.find(|label| self.find(label).is_some())
    }

    fn push(&mut self, entry: CodeEntry) {
        let at = self.entries.len();
        self.by_key.insert(entry.key.clone(), at);
        for label in entry.aliases.iter().chain([&entry.label]) {
            self.by_label.entry(normal(label)).or_insert(at);
        }
        self.entries.push(entry);
    }

    /// Its name, such as `crown-court-caseload/receipt_type`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its file, if it is frozen.
    pub fn source(&self) -> Option<&SourceName> {
        self.source.as_ref()
    }

    /// Its members, in order.
    pub fn entries(&self) -> &[CodeEntry] {
        &self.entries
    }

    /// Whether it has members that are not frozen.
    pub fn has_new(&self) -> bool {
        self.entries.iter().any(|entry| entry.line.is_none())
    }

    /// The position of the member with a label or alias; case and runs of space do not matter.
    pub fn find(&self, label: &str) -> Option<usize> {
        self.by_label.get(&normal(label)).copied()
    }

    /// Adds a member whose key is made from its label; the position of the member that has that
    /// key already, if there is one.
    pub(super) fn mint(&mut self, label: &str, notation: Option<&str>) -> Result<usize, usize> {
        let key = Key::from_label(label);
        if let Some(at) = self.by_key.get(&key) {
            return Err(*at);
        }
        self.push(CodeEntry {
            key,
            label: label.to_owned(),
            aliases: Vec::new(),
            notation: notation.map(str::to_owned),
            line: None,
        });
        Ok(self.entries.len() - 1)
    }
}

fn normal(label: &str) -> String {
    let words: Vec<_> = label.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
