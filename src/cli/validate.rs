mod data;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::output::output;
use super::report::FindingsFormat;
use super::{Exit, Session};
use crate::diagnostic::{Finding, Findings, human::Colour, sarif};
use crate::graph::{TermGraph, format_of, path_of_url};
use crate::validate::cube::{self, Profile};
use crate::validate::{Report, Shapes, codes, report};
use data::Data;

/// Checks RDF files against shapes, and data cubes against their integrity constraints.
///
/// Exit status: 0 the data conform, 1 they do not, 2 the shapes or queries are illegal or a file
/// cannot be read.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The data: files in Turtle, N-Triples, N-Quads, TriG, RDF/XML or JSON-LD, or CSV with its
    /// metadata (CSV on the Web) beside it, read as one graph.
    #[arg(required = true, value_name = "DATA")]
    data: Vec<PathBuf>,

    /// The shapes: files of the same formats, or folders of such; may be given more than once.
    ///
    /// Without it, those are taken that the data name (sh:shapesGraph), of this machine.
    #[arg(long, short, value_name = "SHAPES", num_args = 1..)]
    shapes: Vec<PathBuf>,

    /// Checks the integrity constraints of data cubes (IC-1 to IC-21) too.
    #[arg(long, value_name = "PROFILE", num_args = 0..=1, default_missing_value = "suppressed")]
    cube: Option<CubeProfile>,

    /// How the report is written to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    /// The language of messages, where the shapes have them in several.
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Few findings, drawn with the lines concerned.
    Human,
    /// The report graph of SHACL.
    Turtle,
    /// The same, a triple a line.
    Ntriples,
    /// One object with every result.
    Json,
    /// Annotations for code review.
    Sarif,
    /// One row a result.
    Csv,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CubeProfile {
    /// Each observation has its measures.
    Strict,
    /// An observation may have a status instead of a measure.
    Suppressed,
}

/// Where the shapes come from.
enum Source {
    /// They are named, or there are none because cubes alone are checked.
    Named,
    /// The data name them.
    Data,
}

impl Arguments {
    fn source_of_shapes(&self) -> Source {
        if self.shapes.is_empty() && self.cube.is_none() {
            Source::Data
        } else {
            Source::Named
        }
    }
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    // Shapes that are named are read first: who has misspelt one need not wait for the data.
    let named = files(&arguments.shapes)?;
    let given = match arguments.source_of_shapes() {
        Source::Named => Some(Shapes::read(&named)),
        Source::Data => None,
    };
    if let Some(Err(findings)) = &given {
        session.findings.report(findings)?;
        return Ok(exit_for_shapes(findings));
    }
    let read = data::read(&arguments.data)?;
    if read.findings.has_errors() {
        session.findings.report(&read.findings)?;
        return Ok(if read.is_unreadable() {
            Exit::Failed
        } else {
            Exit::Wrong
        });
    }
    let Data {
        mut graph, origins, ..
    } = read;
    let shapes = match given.map_or_else(|| Ok(Shapes::read(&named_by(&graph)?)), anyhow::Ok)? {
        Ok(shapes) => shapes,
        Err(findings) => {
            session.findings.report(&findings)?;
            return Ok(exit_for_shapes(&findings));
        }
    };
    session.findings.report(shapes.warnings())?;
    let cubes = arguments.cube.map(|profile| {
        let profile = match profile {
            CubeProfile::Strict => Profile::Strict,
            CubeProfile::Suppressed => Profile::Suppressed,
        };
        cube::check(&graph, &origins, profile)
    });
    let report = shapes.validate(&mut graph, &origins);
    let mut report = report.in_language(arguments.language.as_str());
    if let Some(checked) = cubes {
        report = report.with_cubes(checked);
    }
    write(&report, arguments.format)?;
    Ok(exit_for_report(session.findings, &report)?)
}

/// The files of shapes that data name.
fn named_by(graph: &TermGraph) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for url in Shapes::named_by(graph) {
        files.push(path_of_url(url).with_context(|| {
            format!("the data name <{url}> as their shapes, which is no file here; use --shapes")
        })?);
    }
    anyhow::ensure!(
        !files.is_empty(),
        "there is nothing to check the data against; name the shapes with --shapes"
    );
    Ok(files)
}

/// The files themselves, and those of folders that are in an RDF format, by name.
fn files(paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut within = Vec::new();
        for entry in fs::read_dir(path)? {
            within.push(entry?.path());
        }
        within.retain(|file| file.is_file() && format_of(file).is_some());
        within.sort();
        files.append(&mut within);
    }
    Ok(files)
}

/// Terms that are unknown or unsupported are a fault of the data given; all else is illegal.
fn exit_for_shapes(findings: &Findings) -> Exit {
    let is_unknown = |finding: &Finding| {
        [codes::SHAPE_UNKNOWN_TERM, codes::SHAPE_UNSUPPORTED].contains(&finding.code)
    };
    let mut errors = findings
        .iter()
        .filter(|f| f.severity == crate::diagnostic::Severity::Error);
    if errors.all(is_unknown) {
        Exit::Wrong
    } else {
        Exit::Failed
    }
}

fn exit_for_report(format: FindingsFormat, report: &Report<'_>) -> io::Result<Exit> {
    if report.failures().has_errors() {
        format.report(report.failures())?;
        return Ok(Exit::Failed);
    }
    Ok(if report.conforms() {
        Exit::Fine
    } else {
        Exit::Wrong
    })
}

fn write(report: &Report<'_>, format: Format) -> io::Result<()> {
    let mut out = io::BufWriter::new(output());
    match format {
        Format::Human => report::human::write(&mut out, report, Colour::Never)?,
        Format::Turtle => report::turtle::write(&mut out, report)?,
        Format::Ntriples => report::ntriples::write(&mut out, report)?,
        Format::Json => report::json::write(&mut out, report)?,
        Format::Sarif => sarif::write(&mut out, &report.findings())?,
        Format::Csv => report::csv::write(&mut out, report)?,
    }
    out.flush()
}
