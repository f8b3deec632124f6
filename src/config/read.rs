use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::remote::{Fault, StoreValue};
use super::{Config, Publisher, Remote, codes};
use crate::diagnostic::{Finding, Findings, Place};
use crate::uri::Base;

/// The file that is read where `--config` names none.
const DEFAULT_FILE: &str = "assize.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    base: Option<Spanned<String>>,
    publisher: Option<PublisherTable>,
    licence: Option<String>,
    spatial: Option<String>,
    store: Option<StoreValue>,
    mappings: Option<PathBuf>,
    registers: Option<PathBuf>,
    ledger: Option<PathBuf>,
    code_lists: Option<PathBuf>,
    shapes: Option<PathBuf>,
    examples: Option<PathBuf>,
    releases: Option<PathBuf>,
    fetch_limit: Option<u64>,
    load_memory: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PublisherTable {
    name: String,
    uri: Option<String>,
}

impl Config {
    /// Reads a configuration; without a path, `assize.toml` where it is there, else the defaults.
    pub fn read(path: Option<&Path>) -> Result<Self, Findings> {
        let file = path.unwrap_or(Path::new(DEFAULT_FILE));
        match fs::read_to_string(file) {
            Ok(text) => Self::parse(&file.to_string_lossy(), &text),
            Err(error) if error.kind() == ErrorKind::NotFound && path.is_none() => {
                Ok(Self::default())
            }
            Err(error) => Err(one(Finding::new(
                codes::UNREADABLE,
                format!(
                    "The configuration {} cannot be read: {error}.",
                    file.display()
                ),
            ))),
        }
    }

    /// Reads a configuration from a text; `name` is what findings call it.
    pub fn parse(name: &str, text: &str) -> Result<Self, Findings> {
        let file: File = toml::from_str(text).map_err(|error| {
            let sentence = format!("The configuration is wrong: {}.", error.message());
            let span = error.span().unwrap_or(0..0);
            let place = Place::in_text(name, text, span);
            one(Finding::new(codes::INVALID, sentence).defined_at(place))
        })?;
        let base = file.base.as_ref().map_or_else(
            || Ok(Base::default()),
            |base| parse_base(base.get_ref(), base.span(), name, text),
        )?;
        let remote = match &file.store {
            Some(StoreValue::Elsewhere(table)) => {
                let remote = table.remote();
                Some(remote.map_err(|fault| store_finding(fault, name, text))?)
            }
            _ => None,
        };
        Ok(file.over(Self::default(), base, remote))
    }
}

fn parse_base(base: &str, span: Range<usize>, name: &str, text: &str) -> Result<Base, Findings> {
    Base::new(base).map_err(|error| {
        one(Finding::new(codes::BASE, format!("{error}."))
            .defined_at(Place::in_text(name, text, span)))
    })
}

fn store_finding(fault: Fault, name: &str, text: &str) -> Findings {
    let place = Place::in_text(name, text, fault.span);
    one(Finding::new(codes::STORE, fault.sentence).defined_at(place))
}

fn one(finding: Finding) -> Findings {
    let mut findings = Findings::default();
    findings.push(finding);
    findings
}

impl File {
    fn over(self, default: Config, base: Base, remote: Option<Remote>) -> Config {
        Config {
            base,
            publisher: self.publisher.map_or(default.publisher, |p| Publisher {
                name: p.name,
                uri: p.uri,
            }),
            spatial: self.spatial.unwrap_or(default.spatial),
            licence: self.licence.unwrap_or(default.licence),
            store: match self.store {
                Some(StoreValue::Folder(folder)) => folder,
                Some(StoreValue::Elsewhere(table)) => table.folder.unwrap_or(default.store),
                None => default.store,
            },
            remote,
            mappings: self.mappings.unwrap_or(default.mappings),
            registers: self.registers.unwrap_or(default.registers),
            ledger: self.ledger.unwrap_or(default.ledger),
            code_lists: self.code_lists.unwrap_or(default.code_lists),
            shapes: self.shapes.unwrap_or(default.shapes),
            examples: self.examples.unwrap_or(default.examples),
            releases: self.releases.unwrap_or(default.releases),
            fetch_limit: self.fetch_limit.unwrap_or(default.fetch_limit),
            load_memory: self.load_memory.unwrap_or(default.load_memory),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_and_place(text: &str) -> (&'static str, String) {
        let findings = Config::parse("assize.toml", text).unwrap_err();
        let finding = findings.iter().next().unwrap();
        (finding.code.id(), finding.place().unwrap().to_string())
    }

    #[test]
    fn a_key_nobody_knows_is_shown_at_its_line() {
        assert_eq!(
            code_and_place("store = \"s\"\nstroe = \"s\"\n"),
            ("config-invalid", "assize.toml:2:1".to_owned())
        );
    }

    const ELSEWHERE: &str = "kind = \"sparql\", query = \"http://a/q\", update = \"http://a/u\"";

    #[test]
    fn what_is_wrong_with_a_store_elsewhere_is_shown_at_its_place() {
        let store = |rest: &str| code_and_place(&format!("store = {{ {ELSEWHERE}, {rest} }}\n"));
        let at = |column: usize| format!("assize.toml:1:{column}");
        let start = "store = { ".len() + ELSEWHERE.len() + ", ".len() + 1;
        let value = start + "graph-store = ".len();
        assert_eq!(store("graph-store = \"/g\""), ("config-store", at(value)));
        let secret = "graph-store = \"http://me:hush@a/g\"";
        assert_eq!(store(secret), ("config-store", at(value)));
        let auth = start + "graph-store = \"http://a/g\", auth = ".len();
        let nobody = "graph-store = \"http://a/g\", auth = { user = \"dba\" }";
        assert_eq!(store(nobody), ("config-store", at(auth)));
        let slip = "graph-store = \"http://a/g\", auht = {}";
        let key = start + "graph-store = \"http://a/g\", ".len();
        assert_eq!(store(slip), ("config-invalid", at(key)));
        let (code, _) = code_and_place("store = { kind = \"redis\" }\n");
        assert_eq!(code, "config-invalid");
    }

    #[test]
    fn a_base_that_is_no_uri_is_shown_at_its_value() {
        assert_eq!(
            code_and_place("base = \"justice\"\n"),
            ("config-base", "assize.toml:1:8".to_owned())
        );
    }
}
