//! Cubes that another tool described in CSVW, as their publisher meets them. Each folder of
//! `tests/foreign/` holds a cube and a `command`; what the real binary makes of it is kept as a
//! reviewed snapshot. `cargo insta review` blesses new ones.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use support::{Server, assize, workspace};
use tempfile::TempDir;

/// A working folder in which `cube` is a folder of `tests/foreign/`.
fn with_cube(folder: &Path) -> TempDir {
    let workspace = workspace();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    symlink(project.join(folder), workspace.path().join("cube")).unwrap();
    workspace
}

/// All folders below one that hold a command.
fn cases(folder: &str) -> Vec<PathBuf> {
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.join("command").exists() {
            cases.push(path);
        } else if path.is_dir() {
            cases.extend(cases_below(&path));
        }
    }
    cases.sort();
    cases
}

fn cases_below(folder: &Path) -> Vec<PathBuf> {
    cases(folder.to_str().unwrap())
}

/// Runs the command of a case and writes down all that came of it; triples in order.
fn outcome(folder: &Path) -> String {
    let workspace = with_cube(folder);
    let command = fs::read_to_string(folder.join("command")).unwrap();
    let mut assize = assize();
    assize.args(command.split_whitespace());
    let output = assize.current_dir(workspace.path()).output().unwrap();
    let mut text = format!("status: {}\n", output.status.code().unwrap());
    let mut lines: Vec<_> = std::str::from_utf8(&output.stdout)
        .unwrap()
        .lines()
        .collect();
    if command.starts_with("convert") {
        lines.sort_unstable();
    }
    writeln!(text, "-- stdout\n{}", lines.join("\n")).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    writeln!(text, "-- stderr\n{}", errors.trim_end()).unwrap();
    text
}

#[test]
fn every_cube_comes_out_as_it_was_reviewed() {
    for folder in cases("tests/foreign") {
        let outcome = outcome(&folder);
        insta::with_settings!({
            snapshot_path => Path::new("..").join(&folder),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("outcome", outcome);
        });
    }
}

fn publish(workspace: &TempDir, arguments: &[&str]) -> (i32, String) {
    let mut command = assize();
    command.arg("publish").args(arguments);
    let output = command.current_dir(workspace.path()).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(text).unwrap(),
    )
}

const OBSERVATIONS: &str = "
PREFIX qb: <http://purl.org/linked-data/cube#>
CONSTRUCT { ?observation ?property ?value } WHERE {
  ?observation qb:dataSet <http://justice.data.gov.uk/data/DATASET> ; ?property ?value .
}";

/// The triples that the server gives of the observations of a dataset.
fn served(server: &Server, dataset: &str) -> BTreeSet<String> {
    let client = reqwest::blocking::Client::new();
    let query = client
        .post(server.url("/sparql"))
        .header("content-type", "application/sparql-query")
        .header("accept", "application/n-triples")
        .body(OBSERVATIONS.replace("DATASET", dataset));
    let answer = query.send().unwrap();
    assert_eq!(answer.status(), 200);
    let text = answer.text().unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The triples that CSVW makes of the pair that is kept of a release.
fn of_the_pair(workspace: &TempDir, release: &str) -> BTreeSet<String> {
    let metadata = format!("store/current/releases/{release}/tidy.csv-metadata.json");
    let mut command = assize();
    command.args(["csvw", "--minimal", "--format", "ntriples", &metadata]);
    let output = command.current_dir(workspace.path()).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_cube_is_published_and_served_as_any_other_dataset() {
    let workspace = with_cube(Path::new("tests/foreign/minimal"));
    let (status, said) = publish(&workspace, &["cube/deaths-in-custody.csv-metadata.json"]);
    assert_eq!(status, 0, "{said}");
    assert!(
        said.contains("deaths-in-custody 2025-01-30: 8 rows = 8 observed + 0 excluded + 0 queued"),
        "{said}"
    );
    let server = Server::start(workspace.path());
    let found = served(&server, "deaths-in-custody");
    assert_eq!(
        found,
        of_the_pair(&workspace, "deaths-in-custody/2025-01-30")
    );
    assert_eq!(found.len(), 8 * 6);
    let page = reqwest::blocking::get(server.url("/doc/data/deaths-in-custody"));
    let page = page.and_then(|_| reqwest::blocking::get(server.url("/data/deaths-in-custody")));
    let page = page.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().unwrap().contains("Deaths in prison custody"));
    let observation = "/data/deaths-in-custody/2024/self-inflicted/male";
    let page = reqwest::blocking::get(server.url(observation)).unwrap();
    assert_eq!(page.status(), 200);
}

#[test]
fn a_table_of_codes_beside_the_observations_is_published_with_them() {
    let workspace = with_cube(Path::new("tests/foreign/csvcubed"));
    let (status, said) = publish(&workspace, &["cube/court-interpreters.csv-metadata.json"]);
    assert_eq!(status, 0, "{said}");
    let server = Server::start(workspace.path());
    let found = served(&server, "court-interpreters");
    let pair = of_the_pair(&workspace, "court-interpreters/2025-09-25");
    assert!(found.is_subset(&pair), "the codes are in the pair, too");
    let code = "<http://justice.data.gov.uk/data/court-interpreters/language.csv#polish>";
    assert!(found.iter().any(|triple| triple.contains(code)));
    assert!(pair.iter().any(|triple| triple.starts_with(code)));
}

#[test]
fn a_cube_whose_data_break_its_own_rules_changes_nothing() {
    let workspace = with_cube(Path::new("tests/foreign/broken/a-key-twice"));
    let (status, said) = publish(
        &workspace,
        &["cube/cube.csv-metadata.json", "--edition", "2025"],
    );
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("nothing was published"), "{said}");
    assert!(!workspace.path().join("store/current").exists());
}

#[test]
fn cubes_in_the_folder_of_releases_are_published_with_the_others() {
    let workspace = with_cube(Path::new("tests/foreign/minimal"));
    let (status, said) = publish(&workspace, &["--releases", "cube"]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("deaths-in-custody 2025-01-30"), "{said}");
}
