use std::fs;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use super::differing::{self, Before};
use super::{Converted, Failure, Order, canonical, columns, report};
use crate::diagnostic::Findings;
use crate::difference::{Step, Summary, Version};
use crate::graph::{Part, TermGraph};
use crate::store::{Canonical, DumpWriter, Generation, Release, Standing, checksums};
use crate::uri::Base;

/// A release that is being kept: a thread of its own writes its files, while others load it and
/// compact the database.
pub(super) struct Keeping {
    thread: Option<JoinHandle<Result<Kept, Failure>>>,
}

/// A release that is kept.
pub(super) struct Kept {
    /// What the manifest says of it.
    pub(super) release: Release,
    /// The file that it was made from.
    pub(super) source: PathBuf,
    /// What differs from the release before.
    pub(super) summary: Option<Summary>,
}

/// What is published of a release, which is loaded while it is kept.
#[derive(Clone)]
pub(super) struct Content {
    /// The release itself.
    pub(super) converted: Arc<Converted>,
    /// Where it comes from.
    pub(super) provenance: Arc<TermGraph>,
}

/// All that the thread needs.
pub(super) struct ToKeep {
    pub(super) order: Order,
    pub(super) standing: Standing,
    pub(super) folder: PathBuf,
    pub(super) content: Content,
    /// The release that it is compared with.
    pub(super) before: Option<Before>,
    /// What was known of the same edition.
    pub(super) known: Option<Version>,
    /// The N-Quads of registers and vocabulary.
    pub(super) context: PathBuf,
    /// The start of every URI.
    pub(super) base: Base,
}

impl Keeping {
    /// Begins to write the files of a release that has no errors.
    pub(super) fn begin(work: ToKeep, findings: &Findings) -> Self {
        let warnings = findings.warnings();
        let thread = thread::spawn(move || work.write(warnings));
        Self {
            thread: Some(thread),
        }
    }

    /// Waits until all is written.
    pub(super) fn finish(mut self) -> Result<Kept, Failure> {
        let thread = self.thread.take().expect("only finishing takes the thread");
        let ended = thread.join();
        ended.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        // The folder that it writes into is about to be removed.
        let _given_up = self.thread.take().map(JoinHandle::join);
    }
}

impl ToKeep {
    fn write(self, warnings: u64) -> Result<Kept, Failure> {
        let path = self.folder.join(Generation::DUMP);
        let quads = DumpWriter::write_file(&path, self.content.converted.own());
        let quads = quads.map_err(Failure::file(&path))?;
        let accounting = &self.content.converted.accounting;
        let mut release = report::release(&self.order, self.standing, accounting, quads)?;
        release.canonical = Some(self.write_provenance()?);
        let summary = self.compare(&mut release)?;
        report::write(&self.folder, &release, accounting, warnings)?;
        columns::write(
            &self.base,
            &release.dataset,
            &self.content.converted,
            &self.folder,
        )?;
        if let Some(mapping) = self.order.mapping() {
            let path = self.folder.join(Generation::MAPPING);
            fs::write(&path, mapping.text()).map_err(Failure::file(&path))?;
        }
        checksums::write(&self.folder).map_err(Failure::file(&self.folder))?;
        Ok(Kept {
            release,
            source: self.order.release,
            summary,
        })
    }

    /// Writes where the release comes from, which has no blank nodes, and tells the digests of the
    /// small graphs.
    fn write_provenance(&self) -> Result<Canonical, Failure> {
        let path = self.folder.join(Generation::PROVENANCE);
        let provenance = DumpWriter::write_file(&path, Part::whole(&self.content.provenance));
        let structure = canonical::of_structure(self.content.converted.own()).map_err(Into::into);
        Ok(Canonical {
            structure: structure.map_err(Failure::file(&self.folder))?,
            provenance: provenance.map_err(Failure::file(&path))?,
        })
    }

    /// Compares with the release before, and tells the version that follows.
    fn compare(&self, release: &mut Release) -> Result<Option<Summary>, Failure> {
        let Some(before) = &self.before else {
            release.version = Some(self.version_after(None, Version::FIRST));
            return Ok(None);
        };
        let uri = self.base.release(&release.dataset, &release.edition);
        let summary = differing::keep(&self.folder, &uri, before, &self.context)?;
        let step = summary.as_ref().and_then(|summary| summary.step);
        let version = before.version.unwrap_or(Version::FIRST);
        release.version = Some(self.version_after(step, version));
        release.previous = Some(before.edition.clone());
        release.changed = summary.as_ref().map(Summary::to_string);
        Ok(summary)
    }

    /// The version after a step; an edition that is published again goes on from its own.
    fn version_after(&self, step: Option<Step>, before: Version) -> Version {
        let next = step.map_or(before, |step| before.after(step));
        let again = self.known.map(|known| known.after(Step::Patch));
        again.map_or(next, |again| next.max(again))
    }
}
