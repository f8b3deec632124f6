//! The shape that is published beside the structure of a cube: with it anybody's SHACL engine checks
//! the observations that are published.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/shacl.rs"]
mod shacl;
mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use assize::store::{DumpReader, Generation, Generations};
use shacl::announce;
use support::{assize, workspace};
use tempfile::TempDir;

/// Small ones, because pySHACL needs milliseconds for each observation.
const RELEASES: &[(&str, &str)] = &[
    ("prison-population", "samples/prison-population"),
    ("timeliness", "samples/timeliness"),
];

/// The text of a release: the published shape of its structure, and all the rest.
struct Published {
    _folder: TempDir,
    shape: PathBuf,
    data: PathBuf,
    /// The data without what one observation says.
    lacking: PathBuf,
}

fn publish(dataset: &str, releases: &str) -> Published {
    let folder = workspace();
    let mut command = assize();
    command.args(["publish", "--releases", releases]);
    let output = command.current_dir(folder.path()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let live = Generations::at(folder.path().join("store"))
        .current()
        .unwrap()
        .unwrap();
    let release = live.manifest().live().find(|r| r.dataset == dataset);
    let dump = live.release_folder(dataset, &release.unwrap().edition);
    let (shape, data, lacking) = split(&dump.join(Generation::DUMP), dataset);
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    Published {
        shape: write("shape.nt", shape),
        data: write("data.nt", data),
        lacking: write("lacking.nt", lacking),
        _folder: folder,
    }
}

fn split(dump: &Path, dataset: &str) -> (String, String, String) {
    let of_shape = format!("<http://justice.data.gov.uk/def/{dataset}/structure/shape");
    let observation = format!("<http://justice.data.gov.uk/data/{dataset}/");
    let (mut shape, mut data, mut lacking) = (String::new(), String::new(), String::new());
    let mut left_out = false;
    for quad in DumpReader::open(dump).unwrap() {
        let line = oxrdf::Triple::from(quad.unwrap()).to_string();
        let is_path = line.starts_with("_:") && line.contains("#inversePath>");
        if line.starts_with(&of_shape) || is_path {
            writeln!(shape, "{line} .").unwrap();
            continue;
        }
        writeln!(data, "{line} .").unwrap();
        let is_dimension = line.starts_with(&observation) && line.contains("/def/dimension/");
        if is_dimension && !std::mem::replace(&mut left_out, true) {
            continue;
        }
        writeln!(lacking, "{line} .").unwrap();
    }
    assert!(left_out, "{dataset} has no observation");
    (shape, data, lacking)
}

fn ours(shape: &Path, data: &Path) -> Option<i32> {
    let mut command = assize();
    command.arg("validate").arg(data).arg("--shapes").arg(shape);
    command.output().unwrap().status.code()
}

fn of_pyshacl(shape: &Path, data: &Path) -> Option<i32> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/pyshacl.sh");
    let output = Command::new(script).arg(shape).arg(data).output().unwrap();
    output.status.code()
}

#[test]
fn published_observations_conform_to_the_published_shape_and_broken_ones_do_not() {
    for (dataset, releases) in RELEASES {
        let published = publish(dataset, releases);
        let shape = fs::read_to_string(&published.shape).unwrap();
        assert!(shape.contains("#NodeShape"), "{dataset} has no shape");
        assert_eq!(
            ours(&published.shape, &published.data),
            Some(0),
            "{dataset}"
        );
        assert_eq!(
            ours(&published.shape, &published.lacking),
            Some(1),
            "{dataset}"
        );
        match of_pyshacl(&published.shape, &published.data) {
            Some(2) => announce("pySHACL is not set up (make oracles): it did not run"),
            status => {
                assert_eq!(status, Some(0), "{dataset}");
                let broken = of_pyshacl(&published.shape, &published.lacking);
                assert_eq!(broken, Some(1), "{dataset}");
            }
        }
    }
}
