//! Releases in time, as a publisher and a reader meet them: the real binary publishes two editions
//! of one dataset, tells what changed, and finds what was damaged since.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use support::{Server, assize, workspace};
use tempfile::TempDir;

const DATASET: &str = "womens-immediate-custody";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = assize();
    command.args(arguments).current_dir(folder);
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn publish(folder: &Path, edition: &str) -> String {
    let file = format!("samples/{DATASET}/{DATASET}-{edition}.csv");
    let output = run(folder, &["publish", &file]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The two editions of figures that the Ministry revised when courts moved between areas.
fn both_editions() -> (TempDir, String) {
    let folder = workspace();
    publish(folder.path(), "edition-1");
    let said = publish(folder.path(), "edition-2");
    (folder, said)
}

#[test]
fn a_revised_release_says_what_changed() {
    let (folder, said) = both_editions();
    assert!(
        said.contains("version 1.0.1; since edition-1: 27 values revised, largest at"),
        "{said}"
    );
    let shown = run(folder.path(), &["diff", DATASET]);
    let csv = run(folder.path(), &["diff", DATASET, "--format", "csv"]);
    insta::assert_snapshot!(text(&shown.stdout) + &text(&csv.stdout));
    let back = run(folder.path(), &["diff", DATASET, "edition-2", "edition-1"]);
    assert!(text(&back.stdout).contains("27 values revised"));
}

#[test]
fn the_difference_as_quads_gives_the_later_release_from_the_earlier() {
    let (folder, _) = both_editions();
    let quads = run(folder.path(), &["diff", DATASET, "--format", "nquads"]);
    let quads = text(&quads.stdout);
    let of = |graph: &str| -> String {
        let ending = format!("/data/{DATASET}/release/edition-2#{graph}> .");
        let lines = quads.lines().filter(|line| line.ends_with(&ending));
        let triple = |line: &str| line.rsplit_once('<').unwrap().0.to_owned() + ".\n";
        lines.map(triple).collect()
    };
    let (old, new) = (
        dump(folder.path(), "edition-1"),
        dump(folder.path(), "edition-2"),
    );
    let mut applied = Vec::new();
    let (removed, added) = (of("removed"), of("added"));
    assize::difference::apply(
        old.as_bytes(),
        removed.as_bytes(),
        added.as_bytes(),
        &mut applied,
    )
    .unwrap();
    assert!(!removed.is_empty() && !added.is_empty());
    assert_eq!(text(&applied), new);
}

fn release_folder(folder: &Path, edition: &str) -> PathBuf {
    let live = folder.join("store/current/releases").join(DATASET);
    live.join(edition)
}

fn dump(folder: &Path, edition: &str) -> String {
    let path = release_folder(folder, edition).join("observations.nq.zst");
    let bytes = zstd::decode_all(fs::File::open(path).unwrap()).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_generation_as_it_was_published_passes() {
    let (folder, _) = both_editions();
    let output = run(folder.path(), &["verify"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("generation 2 is as it was published: 2 releases"));
    assert!(run(folder.path(), &["verify", "1"]).status.success());
}

#[test]
fn whatever_file_of_a_generation_is_damaged_is_found() {
    let (folder, _) = both_editions();
    let mut files = ["context", "catalogue"]
        .map(|name| folder.path().join(format!("store/current/{name}.nq.zst")))
        .to_vec();
    for edition in ["edition-1", "edition-2"] {
        let entries = fs::read_dir(release_folder(folder.path(), edition)).unwrap();
        files.extend(entries.map(|entry| entry.unwrap().path()));
    }
    files.retain(|file| file.extension().unwrap_or_default() != "columns");
    files.sort();
    assert!(files.len() > 12, "{files:?}");
    for file in files {
        let whole = fs::read(&file).unwrap();
        let mut damaged = whole.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x20;
        // Not written over: the bytes may be shared with an earlier generation.
        fs::remove_file(&file).unwrap();
        fs::write(&file, &damaged).unwrap();
        let output = run(folder.path(), &["verify", "--store", "store"]);
        assert_eq!(output.status.code(), Some(1), "{}", file.display());
        assert!(
            text(&output.stderr).contains("verify-"),
            "{}",
            file.display()
        );
        fs::write(&file, &whole).unwrap();
    }
    assert!(run(folder.path(), &["verify"]).status.success());
}

#[test]
fn each_small_graph_is_compared_with_its_canonical_digest() {
    let (folder, _) = both_editions();
    let manifest = folder.path().join("store/current/generation.json");
    let whole = text(&fs::read(&manifest).unwrap());
    let said: serde_json::Value = serde_json::from_str(&whole).unwrap();
    let release = &said["releases"][0]["canonical"];
    let graphs = [
        (&said["context"], "context.nq.zst"),
        (&said["catalogue"], "catalogue.nq.zst"),
        (&release["structure"], "observations.nq.zst"),
        (&release["provenance"], "provenance.nq.zst"),
    ];
    for (digest, file) in graphs {
        let digest = digest.as_str().unwrap();
        let damaged = whole.replace(digest, &digest.chars().rev().collect::<String>());
        fs::write(&manifest, damaged).unwrap();
        let output = run(folder.path(), &["verify"]);
        assert_eq!(output.status.code(), Some(1), "{file}");
        let told = format!("The file {file} is not as it was published: its graph");
        assert!(
            text(&output.stderr).contains(&told),
            "{}",
            text(&output.stderr)
        );
    }
}

#[test]
fn a_triple_that_no_file_has_is_found_in_the_database() {
    use oxigraph::model::{GraphName, NamedNode, Quad};
    let (folder, _) = both_editions();
    let database = folder.path().join("store/current/database");
    let store = oxigraph::store::Store::open(&database).unwrap();
    let node = NamedNode::new_unchecked("http://example.com/x");
    let quad = Quad::new(node.clone(), node.clone(), node, GraphName::DefaultGraph);
    store.insert(&quad).unwrap();
    store.flush().unwrap();
    drop(store);
    let output = run(folder.path(), &["verify"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("verify-database"));
}

#[test]
fn an_added_dataset_grows_the_database_and_leaves_the_rest_as_it_was() {
    let (folder, _) = both_editions();
    let sample = "samples/prison-population/Data-prison_population-2020-08-07.csv";
    let output = run(folder.path(), &["publish", sample]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let verified = run(folder.path(), &["verify"]);
    assert!(verified.status.success(), "{}", text(&verified.stderr));
    assert!(run(folder.path(), &["verify", "2"]).status.success());
    let listed = |generation: &str| {
        let file = format!("store/generations/{generation}/catalogue.nq.zst");
        let bytes = fs::File::open(folder.path().join(file)).unwrap();
        let catalogue = text(&zstd::decode_all(bytes).unwrap());
        catalogue
            .matches("<http://www.w3.org/ns/dcat#dataset>")
            .count()
    };
    assert_eq!([listed("000002"), listed("000003")], [1, 2]);
    // What the catalogue said before is said no more.
    let query = "SELECT (COUNT(*) AS ?n) { ?c a <http://www.w3.org/ns/dcat#Catalog> ; <http://purl.org/dc/terms/modified> ?t }";
    let database =
        oxigraph::store::Store::open_read_only(folder.path().join("store/current/database"));
    let solutions = oxigraph::sparql::SparqlEvaluator::new()
        .parse_query(query)
        .unwrap();
    let solutions = solutions.on_store(&database.unwrap()).execute().unwrap();
    let oxigraph::sparql::QueryResults::Solutions(mut solutions) = solutions else {
        panic!("no solutions");
    };
    let solution = solutions.next().unwrap().unwrap();
    assert_eq!(
        solution.get("n").unwrap().to_string(),
        "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>"
    );
}

#[test]
fn another_publisher_in_the_configuration_makes_another_generation() {
    let folder = workspace();
    publish(folder.path(), "edition-1");
    let config = "publisher = { name = \"Ministry of Figures\" }\n";
    fs::write(folder.path().join("other.toml"), config).unwrap();
    let file = format!("samples/{DATASET}/{DATASET}-edition-1.csv");
    let publish_again = || {
        let output = run(folder.path(), &["--config", "other.toml", "publish", &file]);
        text(&output.stdout)
    };
    let said = publish_again();
    assert!(said.contains("generation 2 is live"), "{said}");
    let query = "SELECT ?name { ?catalogue a <http://www.w3.org/ns/dcat#Catalog> ;
        <http://purl.org/dc/terms/publisher>/<http://xmlns.com/foaf/0.1/name> ?name }";
    let answer = text(&run(folder.path(), &["query", query]).stdout);
    assert!(answer.contains("Ministry of Figures"), "{answer}");
    assert!(!answer.contains("Ministry of Justice"), "{answer}");
    assert!(run(folder.path(), &["verify"]).status.success());
    let again = publish_again();
    assert!(again.contains("nothing has changed"), "{again}");
}

#[test]
fn the_row_of_an_observation_is_a_record_whatever_line_it_stands_in() {
    let folder = workspace();
    let name = format!("{DATASET}-edition-1.csv");
    let sample = folder.path().join("samples").join(DATASET).join(&name);
    let whole = fs::read_to_string(sample).unwrap();
    let titled = format!("\"Women in custody,\nby police force area\"\n{whole}");
    fs::write(folder.path().join(&name), titled).unwrap();
    let output = run(folder.path(), &["publish", &name]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let server = Server::start(folder.path());
    let url = server.url(&format!("/data/{DATASET}/gwent/2011.nt"));
    let document = reqwest::blocking::get(&url).unwrap().text().unwrap();
    // The title is one record of two lines, the heading the next: Gwent is the fourth of five lines.
    assert!(document.contains("/source#row=4>"), "{document}");
}

#[test]
fn a_running_server_moves_over_and_back_without_a_failed_request() {
    let folder = workspace();
    publish(folder.path(), "edition-1");
    let server = Server::start(folder.path());
    let observation = server.url(&local(&revised_observation(&server, 48)));
    let dataset = server.url(&format!("/data/{DATASET}"));
    let stop = std::sync::atomic::AtomicBool::new(false);
    let asked = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..50)
            .map(|at| {
                let url = if at % 2 == 0 { &dataset } else { &observation };
                let stop = &stop;
                scope.spawn(move || ask_until(url, stop))
            })
            .collect();
        publish(folder.path(), "edition-2");
        std::thread::sleep(std::time::Duration::from_secs(2));
        assert!(run(folder.path(), &["rollback"]).status.success());
        std::thread::sleep(std::time::Duration::from_secs(2));
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        let asked = clients.into_iter().map(|client| client.join().unwrap());
        asked.sum::<u64>()
    });
    assert!(asked > 100, "{asked} requests");
}

/// Asks again and again; every answer must be whole.
fn ask_until(url: &str, stop: &std::sync::atomic::AtomicBool) -> u64 {
    let client = reqwest::blocking::Client::new();
    let mut asked = 0;
    while !stop.load(std::sync::atomic::Ordering::Relaxed) {
        let answer = client
            .get(url)
            .header("accept", "text/turtle")
            .send()
            .unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{url}");
        assert!(!answer.bytes().unwrap().is_empty());
        asked += 1;
    }
    asked
}

/// The observation with a value that only one of the editions has, and only one observation of it.
fn revised_observation(server: &Server, value: u32) -> String {
    let query = format!(
        "SELECT ?o {{ ?o a <http://purl.org/linked-data/cube#Observation> ;
        <http://justice.data.gov.uk/def/measure/immediate-custody> {value} }}"
    );
    let client = reqwest::blocking::Client::new();
    let asked = client.post(server.url("/sparql")).body(query);
    let asked = asked.header("content-type", "application/sparql-query");
    let answer = asked.header("accept", "text/csv").send().unwrap();
    let answer = answer.text().unwrap();
    let observation = answer.lines().nth(1).unwrap_or_else(|| panic!("{answer}"));
    observation.to_owned()
}

/// The path of a URI.
fn local(uri: &str) -> String {
    let path = uri.strip_prefix("http://justice.data.gov.uk");
    path.unwrap().to_owned()
}

#[test]
fn an_observation_says_its_value_in_each_release() {
    let (folder, _) = both_editions();
    let server = Server::start(folder.path());
    let observation = revised_observation(&server, 22);
    let document = reqwest::blocking::Client::new()
        .get(server.url(&local(&observation)))
        .header("accept", "application/n-triples");
    let document = document.send().unwrap().text().unwrap();
    let mut versions: Vec<_> = document
        .lines()
        .filter(|line| line.contains('#') && line.starts_with(&format!("<{observation}#")))
        .collect();
    versions.sort_unstable();
    insta::assert_snapshot!(versions.join("\n"));
}
