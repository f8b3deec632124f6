//! How the registers were made: source dumps and reviewed decisions in, the committed tables out.
//!
//! Building is repeatable: the same sources and decisions give the same bytes. A key that was ever
//! minted stays with the thing that its codes name, and one that would get lost is a finding.

mod area;
mod court;
mod draft;
mod minted;
mod police;
mod prison;
mod source;

use std::io;
use std::path::Path;

use super::codes;
use super::load::load_unlinked;
use super::registers::Registers;
use crate::diagnostic::{Finding, Findings, Place};
use crate::register::ledger::Ledger;
use draft::Draft;
use minted::Minted;
use thiserror::Error;

/// Why a register could not be built at all.
#[derive(Debug, Error)]
pub enum BuildError {
    /// A list of courts was asked for that there is none of.
    #[error("`{asked}` is no list of courts; there are {known}")]
    UnknownList {
        /// What was asked for.
        asked: String,
        /// All that there are.
        known: String,
    },
    /// A source or decision table cannot be read.
    #[error("{path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the reader says.
        reason: String,
    },
    /// A table of the register cannot be written.
    #[error("the register cannot be written")]
    Write(#[from] io::Error),
}

/// What a build did to one register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The register.
    pub concept: String,
    /// How many members it has now.
    pub members: usize,
    /// The keys that were minted by this build.
    pub minted: Vec<String>,
    /// The files whose bytes changed.
    pub changed: Vec<String>,
}

/// Whether the tables are written or only compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Files that differ are written.
    Write,
    /// Files that differ are only named.
    Compare,
}

/// Which sources a build takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of them, for all registers that have any.
    All,
    /// For the register of courts alone these lists, by their names in `sources.csv`: what was
    /// known on the day of a list.
    CourtLists(Vec<String>),
}

impl Extent {
    fn includes(&self, concept: &str) -> bool {
        match self {
            Self::All => true,
            Self::CourtLists(_) => concept == "court",
        }
    }
}

/// Builds the registers that have source dumps, and writes their tables below `dir`.
///
/// `sources` is the folder with the dumps. The registers that people keep by hand are read from
/// `dir` too, since courts and areas refer to them; each register that was written is read again
/// for those after it. A key may leave a register only with a tombstone in the ledger, and none
/// that has one is minted again.
pub fn build(
    sources: &Path,
    dir: &Path,
    ledger: &Ledger,
    extent: &Extent,
    mode: Mode,
) -> Result<(Vec<Built>, Findings), BuildError> {
    let mut findings = Findings::default();
    let mut built = Vec::new();
    let mut known = match load_unlinked(dir) {
        Ok(known) => known,
        Err(wrong) => return Ok((built, wrong)),
    };
    let makers = MAKERS.iter();
    for (concept, maker) in makers.filter(|(concept, _)| extent.includes(concept)) {
        let folder = dir.join(concept);
        let minted = Minted::read(&folder, concept, ledger)?;
        let mut draft = Draft::default();
        let mut work = Work {
            sources,
            folder: &folder,
            known: &known,
            minted: &minted,
            extent,
            findings: &mut findings,
        };
        maker(&mut work, &mut draft)?;
        let mode = if has_all(&minted, &draft, (concept, &folder), &mut findings) {
            mode
        } else {
            Mode::Compare
        };
        let changed = draft.write(&folder, concept, mode)?;
        if mode == Mode::Write && !changed.is_empty() {
            known = load_unlinked(dir).unwrap_or(known);
        }
        let minted = draft.keys().filter(|key| !minted.has(key));
        built.push(Built {
            concept: (*concept).to_owned(),
            members: draft.keys().count(),
            minted: minted.map(str::to_owned).collect(),
            changed,
        });
    }
    Ok((built, findings))
}

/// Whether a draft has every key that was minted; each that would get lost is a finding.
fn has_all(
    minted: &Minted,
    draft: &Draft,
    (concept, folder): (&str, &Path),
    findings: &mut Findings,
) -> bool {
    let lost: Vec<_> = minted.keys().filter(|key| !draft.has(key)).collect();
    for key in &lost {
        let message = format!("The key `{key}` of {concept} would be lost.");
        let place = folder.join(format!("{concept}.csv"));
        let place = Place::file(place.display().to_string());
        let help = format!(
            "keys live for ever: link it in decisions/same.csv; or `assize ledger withdraw /id/{concept}/{key}`"
        );
        let finding = Finding::new(codes::KEY_LOST, message);
        findings.push(finding.at(place).help(help));
    }
    lost.is_empty()
}

type Maker = fn(&mut Work<'_>, &mut Draft) -> Result<(), BuildError>;

/// The registers that are built, those that others refer to first.
const MAKERS: &[(&str, Maker)] = &[
    ("police-force-area", police::build),
    ("area", area::build),
    ("local-justice-area", court::build_justice_areas),
    ("court", court::build),
    ("prison", prison::build),
];

/// What the makers share.
struct Work<'w> {
    sources: &'w Path,
    folder: &'w Path,
    known: &'w Registers,
    minted: &'w Minted,
    extent: &'w Extent,
    findings: &'w mut Findings,
}

impl Work<'_> {
    /// A file of the source dumps.
    fn source(&self, path: &str) -> Result<Vec<source::Record>, BuildError> {
        source::read(&self.sources.join(path))
    }

    /// A decision table; one that is not there decides nothing.
    fn decisions(&self, name: &str) -> Result<Vec<source::Record>, BuildError> {
        let path = self.folder.join("decisions").join(name);
        if path.exists() {
            source::read(&path)
        } else {
            Ok(Vec::new())
        }
    }

    /// Says that a person must decide something.
    fn undecided(&mut self, message: String, help: &str) {
        let finding = Finding::new(codes::UNDECIDED, message);
        self.findings.push(finding.help(help));
    }
}
