use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::accounting::Fate;
use super::code_list::CodeLists;
use super::codes;
use super::duplicates::{Novelty, Seen, Summed, Sums};
use super::metadata::Described;
use super::observation::Observation;
use super::report;
use super::rows::Rows;
use super::sources::sources;
use super::table::{ColumnMembers, Shape, TableWriter, Tidied};
use super::totals::TotalsCheck;
use crate::diagnostic::{Finding, Findings, Place};
use crate::mapping::{Duplicates, Mapping};
use crate::register::Registers;
use crate::release::{Release, ReleaseError, Row};
use crate::uri::Base;

/// All that the tidy table of a release is made from, besides the release.
#[derive(Clone, Copy)]
pub struct Job<'j> {
    /// What the release means.
    pub mapping: &'j Mapping,
    /// What its things are.
    pub registers: &'j Registers,
    /// The frozen code lists.
    pub code_lists: &'j CodeLists,
    /// The start of the URIs.
    pub base: &'j Base,
    /// The edition of the release, such as `2025-Q4`.
    pub edition: &'j str,
}

/// Why a tidy table could not be written; what is wrong with the release is a finding.
#[derive(Debug, Error)]
pub enum TidyError {
    /// The release could not be read.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// A file could not be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Job<'_> {
    /// The name of the table.
    pub const CSV: &'static str = "tidy.csv";
    /// The name of its metadata: what CSVW processors look for beside the table.
    pub const METADATA: &'static str = "tidy.csv-metadata.json";

    /// Writes `tidy.csv` and `tidy.csv-metadata.json` into a folder.
    ///
    /// `None` if the mapping and the release do not fit at all. Otherwise the findings decide
    /// whether the table may be published: with errors among them, it lacks the rows concerned.
    pub fn write(
        &self,
        release: Release,
        out_dir: &Path,
        findings: &mut Findings,
    ) -> Result<Option<Tidied>, TidyError> {
        let before = findings.errors();
        self.mapping.check_registers(self.registers, findings);
        let binding = self.mapping.bind(&release, findings);
        if findings.errors() > before {
            return Ok(None);
        }
        let binding = self.edition_in(binding);
        let rows = Rows::new(
            self.mapping,
            &binding,
            self.registers,
            self.code_lists,
            release.source().clone(),
            release.heading().texts().to_vec(),
        );
        let sources = sources(
            self.mapping,
            &rows.measures,
            &binding,
            release.heading(),
            self.base,
        );
        let tidied = Run::new(*self, release, rows, out_dir)?.run(findings)?;
        Ok(Some(Tidied { sources, ..tidied }))
    }

    /// Constants may speak of the edition.
    fn edition_in(&self, mut binding: crate::mapping::Binding) -> crate::mapping::Binding {
        for feed in &mut binding.feeds {
            if let crate::mapping::Feed::Constant(text) = feed {
                *text = text.replace("{edition}", self.edition);
            }
        }
        binding
    }
}

/// One release on its way to its tidy table.
struct Run<'r> {
    job: Job<'r>,
    release: Release,
    rows: Rows<'r>,
    out: Out<'r>,
    csv: PathBuf,
    metadata: PathBuf,
}

/// Why a row that says the same again is excluded.
const REPEATED: &str = "says the same as an earlier row";

/// Where observations go.
struct Out<'r> {
    writer: TableWriter,
    duplicates: Duplicates,
    seen: Seen,
    sums: Sums,
    totals: Vec<(usize, TotalsCheck<'r>)>,
    failed: Option<io::Error>,
    findings: Findings,
}

impl<'r> Run<'r> {
    fn new(
        job: Job<'r>,
        release: Release,
        rows: Rows<'r>,
        out_dir: &Path,
    ) -> Result<Self, TidyError> {
        let csv = out_dir.join(Job::CSV);
        let shape = Shape::new(job.mapping, &rows.measures.all);
        let create = || {
            fs::create_dir_all(out_dir)?;
            TableWriter::create(&csv, job.mapping, shape, &rows.resolvers, rows.dimensions)
        };
        let writer = create().map_err(|source| TidyError::Write {
            path: csv.clone(),
            source,
        })?;
        let totals = job.mapping.dimensions().enumerate();
        let totals = totals
            .filter_map(|(at, column)| Some((at, TotalsCheck::new(job.mapping, column, at)?)));
        Ok(Self {
            out: Out {
                writer,
                duplicates: job.mapping.duplicates,
                seen: Seen::default(),
                sums: Sums::default(),
                totals: totals.collect(),
                failed: None,
                findings: Findings::default(),
            },
            metadata: out_dir.join(Job::METADATA),
            csv,
            job,
            release,
            rows,
        })
    }

    fn run(mut self, findings: &mut Findings) -> Result<Tidied, TidyError> {
        let mut row = Row::default();
        while self.release.next_row(&mut row, findings)? {
            let out = &mut self.out;
            self.rows.row(&row, &mut |rows, observation| {
                out.take(&row, rows, observation)
            });
            if self.out.failed.is_some() {
                break;
            }
        }
        self.rows.accounting.close(self.release.tally());
        self.out.write_sums(&mut self.rows);
        self.finish(findings)
    }

    fn finish(self, findings: &mut Findings) -> Result<Tidied, TidyError> {
        let Self {
            job,
            release,
            rows,
            mut out,
            csv,
            metadata,
        } = self;
        let before = findings.errors() + out.findings.errors();
        let failed = out.failed.take();
        let origins = match failed {
            Some(error) => Err(error),
            None => out.writer.finish(),
        };
        let origins = origins.map_err(|source| TidyError::Write {
            path: csv.clone(),
            source,
        })?;
        rows.problems.report(findings);
        findings.append(out.findings);
        for (_, totals) in out.totals {
            totals.report(release.source(), findings);
        }
        report::code_lists(job.mapping, &rows.resolvers, findings);
        if rows.accounting.observations == 0
            && release.tally().data > 0
            && findings.errors() == before
        {
            let finding = Finding::new(
                codes::NO_OBSERVATION,
                "No row of the release is an observation.",
            );
            findings.push(finding.at(Place::file(release.source().clone())));
        }
        let measures = rows.measures.all;
        let shape = Shape::new(job.mapping, &measures);
        write_metadata(job, &measures, shape, &metadata)?;
        let columns = rows.resolvers.into_iter().map(|resolver| {
            let name = resolver.column.name.clone();
            let (members, code_list) = resolver.into_parts();
            ColumnMembers {
                name,
                members,
                code_list,
            }
        });
        Ok(Tidied {
            csv,
            metadata,
            edition: job.edition.to_owned(),
            accounting: rows.accounting,
            origins,
            records: release.records().clone(),
            notes: release.notes().to_vec(),
            columns: columns.collect(),
            sources: Vec::new(),
            measures,
            shape,
        })
    }
}

impl Out<'_> {
    fn take(&mut self, row: &Row, rows: &mut Rows<'_>, observation: Observation) -> Fate {
        for (at, totals) in &mut self.totals {
            let member = observation.dimensions[*at] as usize;
            totals.add(&observation, &rows.resolvers[*at].members[member]);
        }
        if let Some(reason) = rows.excluded(&observation) {
            rows.accounting.cell_left_out(&reason);
            return Fate::Excluded(reason);
        }
        match self.duplicates {
            Duplicates::Error | Duplicates::Same => self.once(row, rows, &observation),
            Duplicates::Sum => self.sum(row, rows, observation),
        }
    }

    /// Writes an observation unless it was there before.
    fn once(&mut self, row: &Row, rows: &mut Rows<'_>, observation: &Observation) -> Fate {
        match self.seen.novelty(observation) {
            Novelty::New => self.write(rows, observation),
            Novelty::Same(_) if self.duplicates == Duplicates::Same => {
                rows.accounting.cell_left_out(REPEATED);
                Fate::Excluded(REPEATED.to_owned())
            }
            Novelty::Same(line) | Novelty::Differs(line) => {
                self.findings
                    .push(report::duplicate(row, rows, observation, line));
                Fate::Faulty
            }
        }
    }

    fn sum(&mut self, row: &Row, rows: &mut Rows<'_>, observation: Observation) -> Fate {
        match self.sums.add(observation) {
            Summed::First => Fate::Observed,
            Summed::Added => {
                rows.accounting.summed += 1;
                Fate::Observed
            }
            Summed::Impossible(line, why) => {
                self.findings.push(report::no_sum(row, rows, line, why));
                Fate::Faulty
            }
        }
    }

    fn write(&mut self, rows: &mut Rows<'_>, observation: &Observation) -> Fate {
        for status in observation.statuses.iter() {
            *rows
                .accounting
                .statuses
                .entry(status.notation.clone())
                .or_default() += 1;
        }
        rows.accounting.observations += 1;
        let written = self
            .writer
            .write(observation, &rows.resolvers, &rows.measures.all);
        if let Err(error) = written {
            self.failed = Some(error);
        }
        Fate::Observed
    }

    fn write_sums(&mut self, rows: &mut Rows<'_>) {
        for observation in std::mem::take(&mut self.sums).into_observations() {
            self.write(rows, &observation);
        }
    }
}

fn write_metadata(
    job: Job<'_>,
    measures: &[super::MeasureInfo],
    shape: Shape,
    path: &Path,
) -> Result<(), TidyError> {
    let described = Described {
        mapping: job.mapping,
        registers: job.registers,
        base: job.base,
        measures,
        shape,
    };
    let write = || {
        let mut file = BufWriter::new(fs::File::create(path)?);
        serde_json::to_writer_pretty(&mut file, &described.metadata(Job::CSV))?;
        writeln!(file)?;
        file.flush()
    };
    write().map_err(|source| TidyError::Write {
        path: path.to_owned(),
        source,
    })
}
