use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::collector::{Collected, Collector};
use super::{Failure, Meaning, Order, Route, disclosure};
use crate::csvw::{self, ConvertError, Options, Purpose, TableGroup};
use crate::cube::{self, Described};
use crate::diagnostic::Findings;
use crate::graph::{Origins, Part, TermGraph, Triple, TripleSink};
use crate::mapping::Mapping;
use crate::release::{RecordNumbers, Release};
use crate::tidy::{Accounting, Job, Tidied};
use crate::validate::{self, Shapes, cube::Profile};

/// A release as a graph, together with what all datasets share.
pub struct Converted {
    /// What became of every row.
    pub accounting: Accounting,
    /// What the tidy table knows of a release that a mapping is for.
    pub tidied: Option<Tidied>,
    /// The triples of the release and of the context.
    pub graph: TermGraph,
    /// How many terms the context has, which was checked by itself; their numbers come first.
    pub(super) context_terms: usize,
    /// What the release says of those, and the shape.
    besides: Vec<Triple>,
    /// The shape that the structure amounts to, which is published with the release.
    pub(super) shape: Vec<Triple>,
    /// Which row and column each observation's values came from.
    pub origins: Origins,
    /// The numbers of the records of the release.
    pub(super) records: RecordNumbers,
}

impl Converted {
    /// The triples of the release without those of the context.
    pub(super) fn own(&self) -> Part<'_> {
        Part {
            graph: &self.graph,
            from: self.context_terms,
            besides: &self.besides,
        }
    }
}

impl Route {
    /// Stages one to three: reads a release and writes its tidy table into a folder.
    ///
    /// `None` if mapping and release do not fit at all; the findings say why.
    pub fn tidy(
        &self,
        order: &Order,
        mapping: &Mapping,
        folder: &Path,
        findings: &mut Findings,
    ) -> Result<Option<Tidied>, Failure> {
        let layout = mapping.layout();
        let Some(release) = Release::open(&order.release, &layout, findings)? else {
            return Ok(None);
        };
        let job = Job {
            mapping,
            registers: &self.registers,
            code_lists: &self.code_lists,
            base: &self.config.base,
            edition: order.edition.as_str(),
        };
        Ok(job.write(release, folder, findings)?)
    }

    /// Stages four and five: the structure of the cube, and the observations, which are the CSVW
    /// conversion of exactly the tidy pair that is published.
    pub fn describe<S>(
        &self,
        mapping: &Mapping,
        tidied: &Tidied,
        sink: &mut S,
        findings: &mut Findings,
    ) -> Result<(), Failure>
    where
        S: TripleSink,
        io::Error: From<S::Error>,
    {
        let failed = Failure::file(&tidied.csv);
        let cube = Described {
            mapping,
            tidied,
            registers: &self.registers,
            base: &self.config.base,
        };
        cube::describe(cube, sink).map_err(|error| failed(error.into()))?;
        let Some(group) = TableGroup::open(&tidied.metadata, findings) else {
            return Ok(());
        };
        for table in &group.tables {
            let csv = File::open(&tidied.csv).map_err(Failure::file(&tidied.csv))?;
            let options = Options {
                purpose: Purpose::Validate,
                source: tidied.csv.to_string_lossy().into(),
            };
            match csvw::convert(table, csv, &options, sink, findings) {
                Ok(_) | Err(ConvertError::Stopped) => {}
                Err(ConvertError::Sink(error)) => {
                    return Err(Failure::file(&tidied.csv)(error.into()));
                }
            }
        }
        Ok(())
    }

    /// Stages one to five into a graph.
    pub(super) fn convert(
        &self,
        order: &Order,
        folder: &Path,
        findings: &mut Findings,
    ) -> Result<Option<Converted>, Failure> {
        let mapping = match &order.meaning {
            Meaning::Mapping(mapping) => mapping,
            Meaning::Csvw(cube) => return self.convert_foreign(cube, folder, findings),
        };
        let Some(tidied) = self.tidy(order, mapping, folder, findings)? else {
            return Ok(None);
        };
        let mut collector = Collector::new(self.context().builder());
        collector.rows_of(&order.release.to_string_lossy(), &tidied);
        collector.columns(&tidied.sources);
        self.describe(mapping, &tidied, &mut collector, findings)?;
        let accounting = tidied.accounting.clone();
        let mut converted = self.complete(order.dataset(), collector, accounting);
        converted.tidied = Some(tidied);
        Ok(Some(converted))
    }

    /// The graph of a release with the shape of its structure.
    pub(super) fn complete(
        &self,
        dataset: &str,
        collector: Collector<'_>,
        accounting: Accounting,
    ) -> Converted {
        let Collected {
            mut graph,
            context_terms,
            mut besides,
            origins,
            records,
        } = collector.finish();
        let shape = self.shape(dataset, &mut graph);
        besides.extend_from_slice(&shape);
        Converted {
            accounting,
            tidied: None,
            graph,
            context_terms,
            besides,
            shape,
            origins,
            records,
        }
    }

    /// The shape of the structure, which is published beside it.
    fn shape(&self, dataset: &str, graph: &mut TermGraph) -> Vec<Triple> {
        let dataset = self.config.base.dataset(dataset);
        let shape = validate::cube::shape_of(graph, dataset.as_ref(), Profile::Suppressed);
        let triples = shape.iter().map(|triple| {
            let subject = graph.intern(triple.subject.as_ref());
            let predicate = graph.intern(triple.predicate.as_ref());
            Triple::new(subject, predicate, graph.intern(triple.object.as_ref()))
        });
        triples.collect()
    }

    /// Stage six: checks a release against the shapes, and its cube against the integrity
    /// constraints of the [Data Cube Vocabulary](https://www.w3.org/TR/vocab-data-cube/#wf).
    pub(super) fn validate(
        &self,
        order: &Order,
        converted: &mut Converted,
        findings: &mut Findings,
    ) {
        let context_terms = converted.context_terms;
        let dataset = self.config.base.dataset(order.dataset());
        let rule = converted.tidied.as_ref();
        let rule = rule.and_then(|tidied| disclosure::rule(self, order, tidied));
        if let Some((rule, place)) = rule {
            let Converted { graph, origins, .. } = converted;
            let found = validate::disclosure::check(graph, origins, dataset.as_ref(), &rule);
            findings.append(found.defined_at(&place));
        }
        let Converted { graph, origins, .. } = converted;
        let report = self.shapes.validate(graph, origins);
        findings.append(report.about_terms_from(context_terms).findings());
        // Of a release with faults rows are missing, and the cube would only tell that again.
        if !findings.has_errors() {
            findings.append(validate::cube::check(graph, origins, Profile::Suppressed).findings);
        }
        // What is left for the shape of the structure: datatypes, and values that stand twice.
        if !findings.has_errors() {
            match Shapes::of_triples(graph.terms(), &converted.shape) {
                Ok(shape) => findings.append(shape.validate(graph, origins).findings()),
                Err(illegal) => findings.append(illegal),
            }
        }
    }

    /// All stages up to the store, the registers and the committed ledger included: the judgement
    /// of a publication, without the store. The tidy table is written into a folder.
    ///
    /// `None` if mapping and release do not fit at all; the findings say why.
    pub fn check(
        &self,
        order: &Order,
        folder: &Path,
        findings: &mut Findings,
    ) -> Result<Option<Accounting>, Failure> {
        findings.append(self.context().findings());
        if let Some(withdrawn) = self.withdrawn(order) {
            findings.push(withdrawn);
            return Ok(None);
        }
        let Some(mut converted) = self.convert(order, folder, findings)? else {
            return Ok(None);
        };
        self.validate(order, &mut converted, findings);
        // Of a release with faults rows are missing, and the ledger would only tell that again.
        if !findings.has_errors() {
            findings.append(self.promised_to(order, &converted.graph));
        }
        Ok(Some(converted.accounting))
    }
}

/// The Turtle files of a folder, in the order of their names; a folder that is not there has none.
pub(super) fn turtle_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let turtle = |path: &PathBuf| path.extension().is_some_and(|e| e == "ttl");
    let mut paths: Vec<_> = paths.filter(turtle).collect();
    paths.sort();
    paths
}
