use std::time::{Duration, Instant};

use assize::serve::Limits;
use reqwest::StatusCode;

use crate::attacks::{Fate, attacks};
use crate::server::{Server, publish, turtle};

const LIMIT: Duration = Duration::from_secs(1);

/// What became of a query: its status, and whether its answer came to an end.
async fn ask(server: &Server, query: &str) -> (StatusCode, bool) {
    let response = server.form(&[("query", query)]).send().await.unwrap();
    (response.status(), response.bytes().await.is_ok())
}

#[tokio::test]
async fn no_attack_takes_longer_than_the_limit_or_gets_a_part_for_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), &turtle());
    let limits = Limits {
        time: LIMIT,
        ..Limits::default()
    };
    let server = Server::with_workers(folder.path(), limits).await;
    assert_eq!(ask(&server, "ASK {}").await.0, StatusCode::OK);
    for attack in attacks() {
        let started = Instant::now();
        let (status, whole) = ask(&server, &attack.query).await;
        let time = started.elapsed();
        assert!(
            time < LIMIT + Duration::from_millis(500),
            "{}: {time:?}",
            attack.name
        );
        match attack.fate {
            Fate::Refused => assert!(status.is_client_error(), "{}: {status}", attack.name),
            Fate::Ended => assert!(
                status.is_server_error() && whole || status == StatusCode::OK,
                "{}: {status}",
                attack.name
            ),
        }
        assert_eq!(
            ask(&server, "ASK {}").await.0,
            StatusCode::OK,
            "after {}",
            attack.name
        );
    }
}
