use std::collections::BTreeSet;

use reqwest::{Response, StatusCode};

use crate::server::{Server, text};

const COURT: &str = "/doc/court/cardiff-crown-court";

#[tokio::test]
async fn every_answer_is_safe_and_has_an_id() {
    let server = Server::start().await;
    for path in [
        "/",
        COURT,
        "/sparql",
        "/nowhere",
        "/-/health",
        "/assets/site.css",
    ] {
        let response = server.get(path, "text/html").await;
        let headers = response.headers();
        assert!(text(headers, "content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(text(headers, "x-content-type-options"), "nosniff");
        assert!(!text(headers, "x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn an_id_that_a_proxy_gave_is_kept_if_it_is_a_plain_word() {
    let server = Server::start().await;
    for (given, kept) in [("abc-1", true), ("a b", false), ("", false)] {
        let request = server.client.get(format!("{}/", server.door));
        let response = request.header("x-request-id", given).send().await.unwrap();
        assert_eq!(
            text(response.headers(), "x-request-id") == given,
            kept,
            "{given}"
        );
    }
}

#[tokio::test]
async fn what_was_done_is_counted() {
    let server = Server::start().await;
    server.body(COURT, "text/turtle").await;
    server.get("/nowhere", "*/*").await;
    server.query("ASK {}", "*/*").await.text().await.unwrap();
    server.query("SELECT", "*/*").await;
    let metrics = server.body("/-/metrics", "*/*").await;
    for line in [
        "assize_requests_total{route=\"doc\",status=\"200\"} 1",
        "assize_requests_total{route=\"other\",status=\"404\"} 1",
        "assize_evaluations_total{end=\"whole\"} 1",
        "assize_evaluations_total{end=\"syntax\"} 1",
        "assize_evaluations_underway 0",
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
}

#[tokio::test]
async fn each_coding_has_its_own_tag_and_each_is_known_again() {
    let server = Server::start().await;
    let url = format!("{}{COURT}.nt", server.door);
    let plain = server.client.get(&url).send().await.unwrap();
    let fields = varies_by(&plain);
    assert!(fields.contains("accept-encoding"), "{fields:?}");
    let plain = text(plain.headers(), "etag").to_owned();
    for coding in ["gzip", "br", "zstd"] {
        let ask = || server.client.get(&url).header("accept-encoding", coding);
        let response = ask().send().await.unwrap();
        assert_eq!(text(response.headers(), "content-encoding"), coding);
        let tag = text(response.headers(), "etag").to_owned();
        assert_eq!(tag, format!("{}-{coding}\"", plain.trim_end_matches('"')));
        let again = ask().header("if-none-match", &tag).send().await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(text(again.headers(), "content-length"), "");
        assert_eq!(text(again.headers(), "etag"), tag);
        assert_eq!(varies_by(&response), fields);
        assert_eq!(varies_by(&again), fields);
    }
}

/// The fields of the request that an answer depends on.
fn varies_by(response: &Response) -> BTreeSet<String> {
    let fields = response.headers().get_all("vary").iter();
    let fields = fields.flat_map(|fields| fields.to_str().unwrap().split(','));
    fields.map(|field| field.trim().to_lowercase()).collect()
}
