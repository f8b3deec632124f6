//! Clients that take their time, by bare sockets: no HTTP client is as slow as they are.

use std::time::{Duration, Instant};

use assize::serve::Limits;
use reqwest::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server::{Server, pairs, publish, store, turtle};

const SHORT: Duration = Duration::from_millis(400);

fn limits() -> Limits {
    Limits {
        head: SHORT,
        stall: SHORT,
        ..Limits::default()
    }
}

async fn connect(server: &Server) -> TcpStream {
    let address = server.door.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

/// What comes until the server closes the connection, and how long that takes.
async fn rest(mut socket: TcpStream) -> (String, Duration) {
    let started = Instant::now();
    let mut bytes = Vec::new();
    // A connection that is reset has ended too.
    drop(socket.read_to_end(&mut bytes).await);
    (
        String::from_utf8_lossy(&bytes).into_owned(),
        started.elapsed(),
    )
}

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_is_not_waited_for() {
    let server = Server::serve(store(&turtle()), limits()).await;
    let mut socket = connect(&server).await;
    let started = Instant::now();
    for byte in b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: aaaaaaaaaaaaaaaaaaaaaaaaaaaa" {
        if socket.write_all(&[*byte]).await.is_err() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (answer, _) = rest(socket).await;
    assert!(!answer.contains("200 OK"), "{answer}");
    assert!(started.elapsed() < Duration::from_secs(6));
}

#[tokio::test]
async fn a_body_that_does_not_come_is_answered_408() {
    let server = Server::serve(store(&turtle()), limits()).await;
    let mut socket = connect(&server).await;
    let head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\
                Content-Type: application/sparql-query\r\n\r\nASK";
    socket.write_all(head.as_bytes()).await.unwrap();
    let mut bytes = [0; 4096];
    let length = socket.read(&mut bytes).await.unwrap();
    let answer = String::from_utf8_lossy(&bytes[..length]);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn a_client_that_does_not_read_holds_no_worker_and_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    publish(folder.path(), &turtle());
    let limits = Limits {
        time: Duration::from_secs(1),
        ..limits()
    };
    let server = Server::with_workers(folder.path(), limits).await;
    let query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let path = format!("/sparql?{}", pairs(&[("query", query)]));
    let mut sleepers = Vec::new();
    // As many as there are workers.
    for _ in 0..4 {
        let mut socket = connect(&server).await;
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        sleepers.push(socket);
    }
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let started = Instant::now();
    let response = server.query("ASK {}", "*/*").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(
        started.elapsed() < Duration::from_secs(1),
        "{:?}",
        started.elapsed()
    );
    for socket in sleepers {
        let (answer, _) = rest(socket).await;
        assert!(
            !answer.ends_with("0\r\n\r\n"),
            "a part looks like the whole"
        );
    }
}
