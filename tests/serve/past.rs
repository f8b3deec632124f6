use std::time::Duration;

use reqwest::StatusCode;
use tempfile::TempDir;

use crate::server::{Server, publish_at, text, turtle};

const COURT: &str = "/doc/court/snaresbrook";

/// A store in which a court has been renamed since.
async fn serve() -> (TempDir, Server) {
    let folder = tempfile::tempdir().unwrap();
    publish_at(folder.path(), &turtle(), "2026-01-31T09:30:00Z");
    let renamed = turtle().replace("\"Snaresbrook\"", "\"Snaresbrook Crown Court\"");
    publish_at(folder.path(), &renamed, "2026-04-30T09:30:00Z");
    let server = Server::with_workers(folder.path(), assize::serve::Limits::default()).await;
    (folder, server)
}

#[tokio::test]
async fn a_document_leads_to_what_it_was() {
    let (_folder, server) = serve().await;
    for (asked, stamp) in [
        ("Thu, 01 Jan 2026 00:00:00 GMT", "20260131093000"),
        ("Sat, 31 Jan 2026 09:30:00 GMT", "20260131093000"),
        ("Sun, 01 Mar 2026 00:00:00 GMT", "20260131093000"),
        ("Fri, 01 May 2026 00:00:00 GMT", "20260430093000"),
    ] {
        for path in [
            COURT,
            "/data/crown-court-caseload",
            "/id/court/snaresbrook",
            "/sparql?query=ASK%7B%7D",
        ] {
            let request = server.client.get(format!("{}{path}", server.door));
            let response = request
                .header("accept-datetime", asked)
                .send()
                .await
                .unwrap();
            assert_eq!(response.status(), StatusCode::FOUND, "{asked} {path}");
            let headers = response.headers();
            assert_eq!(text(headers, "location"), format!("/memento/{stamp}{path}"));
            assert_eq!(text(headers, "vary"), "Accept-Datetime");
        }
    }
}

#[tokio::test]
async fn nonsense_is_no_time() {
    let (_folder, server) = serve().await;
    let request = server.client.get(format!("{}{COURT}", server.door));
    let response = request
        .header("accept-datetime", "yesterday")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_memento_says_what_was_said_then() {
    let (_folder, server) = serve().await;
    let then = server
        .get(&format!("/memento/20260131093000{COURT}"), "text/turtle")
        .await;
    let headers = then.headers().clone();
    assert_eq!(
        text(&headers, "memento-datetime"),
        "Sat, 31 Jan 2026 09:30:00 GMT"
    );
    assert_eq!(
        text(&headers, "content-location"),
        format!("/memento/20260131093000{COURT}.ttl")
    );
    assert!(text(&headers, "cache-control").contains("immutable"));
    assert!(text(&headers, "link").contains(&format!("<{COURT}>; rel=\"original\"")));
    let then = then.text().await.unwrap();
    assert!(then.contains("\"Snaresbrook\"@en"), "{then}");
    let now = server.body(COURT, "text/turtle").await;
    assert!(now.contains("\"Snaresbrook Crown Court\"@en"), "{now}");
    let missing = server
        .get(&format!("/memento/20250131093000{COURT}"), "*/*")
        .await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_query_can_be_asked_of_the_past() {
    let (_folder, server) = serve().await;
    let query = crate::server::pairs(&[(
        "query",
        "SELECT ?name { <http://justice.data.gov.uk/id/court/snaresbrook> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }",
    )]);
    let then = server
        .body(
            &format!("/memento/20260131093000/sparql?{query}"),
            "text/csv",
        )
        .await;
    assert_eq!(then, "name\r\nSnaresbrook\r\n");
    let now = server.body(&format!("/sparql?{query}"), "text/csv").await;
    assert_eq!(now, "name\r\nSnaresbrook Crown Court\r\n");
}

#[tokio::test]
async fn a_time_map_lists_all_versions() {
    let (_folder, server) = serve().await;
    let map = server.get(&format!("/timemap{COURT}"), "*/*").await;
    assert_eq!(
        text(map.headers(), "content-type"),
        "application/link-format"
    );
    insta::assert_snapshot!(map.text().await.unwrap());
}

#[tokio::test]
async fn a_running_server_moves_over_to_the_next_generation() {
    let (folder, server) = serve().await;
    let before = server.body("/-/ready", "*/*").await;
    let moved = turtle().replace("\"Snaresbrook\"", "\"Snaresbrook again\"");
    publish_at(folder.path(), &moved, "2026-07-31T09:30:00Z");
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if server.body("/-/ready", "*/*").await != before {
            let now = server.body(COURT, "text/turtle").await;
            assert!(now.contains("\"Snaresbrook again\"@en"), "{now}");
            return;
        }
    }
    panic!("the server did not move over");
}
