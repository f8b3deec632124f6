use std::path::Path;
use std::process::Command;
use std::time::Duration;

use assize::examples::{Example, check};
use assize::store::Generations;
use assize::uri::Base;
use oxigraph::store::StorageError;

use crate::server::{BASE, Server, examiner, text};

/// The sample release, published by the real program.
fn sample(folder: &Path) {
    let release = "samples/crown-court-caseload/cc_rdos-2025-Q4.csv";
    let mapping = "mappings/crown-court-caseload.toml";
    let published = Command::new(env!("CARGO_BIN_EXE_assize"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "publish",
            release,
            "--mapping",
            mapping,
            "--edition",
            "2025-Q4",
            "--store",
        ])
        .arg(folder)
        .output()
        .unwrap();
    assert!(published.status.success(), "{published:?}");
}

#[test]
fn all_examples_give_what_they_promise_on_the_sample() {
    let folder = tempfile::tempdir().unwrap();
    sample(folder.path());
    let store = Generations::at(folder.path())
        .live()
        .unwrap()
        .open()
        .unwrap();
    let base = Base::new(BASE).unwrap();
    let time = Duration::from_secs(30);
    let examiner = examiner(folder.path());
    let count = |examples: &[Example]| Ok::<_, StorageError>(examiner.count(1, examples, time));
    let findings = check(&store, &base, time, count).unwrap();
    let messages: Vec<_> = findings.iter().map(|finding| &finding.message).collect();
    assert!(messages.is_empty(), "{messages:#?}");
    assert!(Example::of(&store, &base).unwrap().len() >= 20);
}

#[tokio::test]
async fn an_example_is_asked_by_its_name() {
    let server = Server::start().await;
    let answer = server.get("/sparql?example=open-cases", "text/csv").await;
    assert_eq!(
        text(answer.headers(), "content-type"),
        "text/csv; charset=utf-8; header=present"
    );
    let answer = answer.text().await.unwrap();
    assert!(answer.starts_with("court,open\r\n"), "{answer}");
    let unknown = server.get("/sparql?example=unknown", "text/csv").await;
    assert_eq!(unknown.status(), reqwest::StatusCode::BAD_REQUEST);
    assert!(
        unknown
            .text()
            .await
            .unwrap()
            .contains("Examples are open-cases.")
    );
}
