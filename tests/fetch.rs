//! Fetching releases from a real server on the loopback interface.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use assize::digest::Digest;
use assize::fetch::{FetchError, Fetcher, Transfer};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

async fn release(State(sent): State<Arc<AtomicUsize>>, headers: HeaderMap) -> Response {
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|tag| tag == "\"v1\"")
    {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    sent.fetch_add(1, Ordering::Relaxed);
    ([(header::ETAG, "\"v1\"")], "court,value\nLeeds,1\n").into_response()
}

/// Serves until the test process ends, and counts how often the file was sent.
fn server() -> (SocketAddr, Arc<AtomicUsize>) {
    let sent = Arc::new(AtomicUsize::new(0));
    let router = Router::new()
        .route("/cc.csv", get(release))
        .with_state(sent.clone());
    let (tell, told) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, router).await.unwrap();
        });
    });
    (told.recv().unwrap(), sent)
}

#[test]
fn a_release_is_sent_once_and_then_only_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let fetcher = Fetcher::new(folder.path(), 1_000).unwrap();
    let (address, sent) = server();
    let url = format!("http://{address}/cc.csv?download=1");

    let first = fetcher.fetch(&url, &mut |_| {}).unwrap();
    assert_eq!(first.transfer, Transfer::Sent);
    assert_eq!(first.digest, Digest::of(b"court,value\nLeeds,1\n"));
    assert_eq!(first.path.file_name().unwrap(), "cc.csv");

    let second = fetcher.fetch(&url, &mut |_| {}).unwrap();
    assert_eq!(second.transfer, Transfer::NotModified);
    assert_eq!(
        (second.path, second.digest),
        (first.path.clone(), first.digest)
    );
    assert_eq!(sent.load(Ordering::Relaxed), 1);

    std::fs::write(&first.path, "tampered with").unwrap();
    let third = fetcher.fetch(&url, &mut |_| {}).unwrap();
    assert_eq!(
        third.transfer,
        Transfer::Sent,
        "a kept file that changed is fetched anew"
    );
}

#[test]
fn a_release_over_the_limit_is_refused_and_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let fetcher = Fetcher::new(folder.path(), 5).unwrap();
    let url = format!("http://{}/cc.csv", server().0);
    let error = fetcher.fetch(&url, &mut |_| {}).unwrap_err();
    assert!(
        matches!(error, FetchError::TooLarge { limit: 5, .. }),
        "{error}"
    );
    let kept = walk(folder.path());
    assert!(kept.is_empty(), "{kept:?}");
}

#[test]
fn an_answer_that_is_no_file_is_an_error_with_its_status() {
    let folder = tempfile::tempdir().unwrap();
    let fetcher = Fetcher::new(folder.path(), 1_000).unwrap();
    let url = format!("http://{}/missing.csv", server().0);
    let error = fetcher.fetch(&url, &mut |_| {}).unwrap_err();
    assert_eq!(error.to_string(), format!("{url} answered 404 Not Found"));
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
