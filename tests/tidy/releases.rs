//! Releases to test with: those that the publisher's shapes give, real ones, and our samples.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A shape of `make_release.py` and what the project does with it.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) mapping: &'static str,
    /// A last quarter that makes a release of a few thousand rows.
    pub(crate) edition: &'static str,
    /// How many rows the tool is asked for, if its own number is too large for a test.
    pub(crate) rows: Option<&'static str>,
    /// The headings, old and new, of the columns of figures.
    pub(crate) figures: &'static [&'static str],
    /// What a person changes in a guessed mapping.
    pub(crate) edits: &'static [(&'static str, &'static str)],
}

pub(crate) const SHAPES: [Shape; 5] = [
    Shape {
        name: "cc-rdos",
        mapping: "mappings/crown-court-caseload.toml",
        edition: "2016Q2",
        rows: None,
        figures: &["value", "Value"],
        edits: &[],
    },
    Shape {
        name: "sentencing",
        mapping: "mappings/sentencing-outcomes.toml",
        edition: "2010Q4",
        rows: Some("6000"),
        figures: &["Sentenced", "Count"],
        edits: &[],
    },
    Shape {
        name: "timeliness",
        mapping: "mappings/timeliness.toml",
        edition: "2016Q4",
        rows: None,
        figures: &["Number of defendants", " (mean days)", " (median days)"],
        edits: &[("licence = ", "duplicates = \"same\"\nlicence = ")],
    },
    Shape {
        name: "reoffending",
        mapping: "mappings/proven-reoffending.toml",
        edition: "2006Q4",
        rows: None,
        figures: &[
            "Number of ",
            "Offenders",
            "Reoffenders",
            "Reoffences",
            "(%)",
        ],
        edits: &[],
    },
    Shape {
        name: "spend",
        mapping: "mappings/spend-over-25000.toml",
        edition: "2025Q4",
        rows: Some("6000"),
        figures: &["Amount", "£"],
        edits: &[],
    },
];

/// Each flag of the tool alone.
pub(crate) const QUIRKS: [&[&str]; 15] = [
    &[],
    &["--revise", "0.2"],
    &["--suppress", "0.1"],
    &["--encoding", "utf-8-sig"],
    &["--encoding", "cp1252"],
    &["--title-rows", "3"],
    &["--footer"],
    &["--prefixes"],
    &["--rename"],
    &["--reorder"],
    &["--extra-column"],
    &["--thousands"],
    &["--totals"],
    &["--typo"],
    &["--blank-columns"],
];

/// All of them together.
pub(crate) const ALL_QUIRKS: [&str; 18] = [
    "--revise",
    "0.2",
    "--suppress",
    "0.1",
    "--encoding",
    "cp1252",
    "--title-rows",
    "3",
    "--footer",
    "--prefixes",
    "--rename",
    "--reorder",
    "--extra-column",
    "--thousands",
    "--totals",
    "--typo",
    "--blank-columns",
    "--seed=3",
];

/// The samples: dataset, file, edition.
pub(crate) const SAMPLES: [(&str, &str, &str); 11] = [
    ("proven-reoffending", "reoffending-2025-Q4.csv", "2025-Q4"),
    ("sentencing-outcomes", "sentencing-2019.csv", "2019"),
    ("timeliness", "timeliness-2025-Q4.csv", "2025-Q4"),
    ("spend-over-25000", "spend-2025-12.csv", "2025-12"),
    (
        "procurement-card-spend",
        "procurement-card-2025-12.csv",
        "2025-12",
    ),
    (
        "prison-population",
        "Data-prison_population-2020-08-07.csv",
        "2020-08-07",
    ),
    (
        "prison-population",
        "Data-prison_population-2023-09-15.csv",
        "2023-09-15",
    ),
    (
        "organograms",
        "ministry_of_justice-2011-03-31-junior.csv",
        "2011-03-31",
    ),
    (
        "organograms",
        "ministry_of_justice-2011-09-30-junior.csv",
        "2011-09-30",
    ),
    (
        "womens-immediate-custody",
        "womens-immediate-custody-edition-1.csv",
        "edition-1",
    ),
    (
        "womens-immediate-custody",
        "womens-immediate-custody-edition-2.csv",
        "edition-2",
    ),
];

/// Two releases of one dataset, one after the other.
pub(crate) const SUCCESSIONS: [(&str, &str, &str); 3] = [
    (
        "prison-population",
        "Data-prison_population-2020-08-07.csv",
        "Data-prison_population-2023-09-15.csv",
    ),
    (
        "organograms",
        "ministry_of_justice-2011-03-31-junior.csv",
        "ministry_of_justice-2011-09-30-junior.csv",
    ),
    (
        "womens-immediate-custody",
        "womens-immediate-custody-edition-1.csv",
        "womens-immediate-custody-edition-2.csv",
    ),
];

/// A file of the shared data; where it is not at hand, that is said and the test ends early.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("ASSIZE_SHARED").unwrap_or_else(|| "../shared".into());
    let file = PathBuf::from(folder).join(path);
    let there = file.exists();
    if !there {
        skipped(&file);
    }
    there.then_some(file)
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped(file: &Path) {
    eprintln!("skipped: {} is not here; set ASSIZE_SHARED", file.display());
}

/// The tool that writes releases in the publisher's shapes.
pub(crate) fn maker() -> Option<PathBuf> {
    shared("tools/make_release.py")
}

/// Writes a release.
pub(crate) fn make(tool: &Path, shape: &Shape, out: &Path, flags: &[&str]) {
    let mut command = Command::new("python3");
    command
        .arg(tool)
        .arg(shape.name)
        .arg(out)
        .args(["--edition", shape.edition])
        .args(shape.rows.into_iter().flat_map(|rows| ["--rows", rows]))
        .args(flags);
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
