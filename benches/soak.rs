//! Whether the server stays what it is under load: `make soak`, for ten minutes where `SECONDS` says
//! nothing else.
//!
//! The top rate is measured first, with documents and look-ups of which each is asked for the first
//! time; half of that is then asked for all the while. Every tenth of the time is a row: how much
//! was answered, what went wrong, and the memory of the front process and of its workers.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measurement that fails must fail aloud, and its table is what it is for"
)]

#[path = "serving/server.rs"]
mod server;

use std::env;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use reqwest::blocking::{Client, Response};
use server::Server;

const COURT: &str = "/doc/court/snaresbrook-crown-court";
/// The most pages of the links to the court that are asked for.
const MOST_PAGES: u64 = 40;
const CLIENTS: u32 = 8;
const TOP: Duration = Duration::from_secs(5);
const ROWS: u32 = 10;

/// The server, and how many pages of a court's links it has.
struct Soaked {
    server: Server,
    pages: u64,
}

/// What the clients have met.
#[derive(Default)]
struct Counts {
    answered: AtomicU64,
    failed: AtomicU64,
}

fn main() {
    let Some(store) = server::store() else {
        println!("soak: no store is named, nothing is measured; `make soak` names one");
        return;
    };
    let seconds = env::var("SECONDS").ok().and_then(|text| text.parse().ok());
    let time = Duration::from_secs(seconds.unwrap_or(600));
    let server = Server::start(&store, &["--client-budget", "100000"]);
    let pages = pages(&server);
    let server = Soaked { server, pages };
    let counts = Counts::default();
    let top = load(&server, &counts, TOP, None);
    assert_eq!(counts.failed.load(Ordering::Relaxed), 0, "at the top rate");
    println!(
        "top rate {top:.0} requests a second; {:.0} for {} seconds",
        top / 2.0,
        time.as_secs()
    );
    println!("| seconds | requests a second | failed | front, MiB | workers, MiB |");
    println!("|---|---|---|---|---|");
    let failed = run(&server, time, top / 2.0);
    assert_eq!(failed, 0, "requests failed");
}

/// Asks at a rate and prints the rows; tells how many requests failed.
fn run(server: &Soaked, time: Duration, rate: f64) -> u64 {
    let mut failed = 0;
    for row in 1..=ROWS {
        let counts = Counts::default();
        let reached = load(server, &counts, time / ROWS, Some(rate));
        failed += counts.failed.load(Ordering::Relaxed);
        println!(
            "| {} | {reached:.0} | {} | {} | {} |",
            (time / ROWS * row).as_secs(),
            counts.failed.load(Ordering::Relaxed),
            server.server.resident() >> 20,
            server.server.workers().sum::<u64>() >> 20,
        );
    }
    failed
}

/// Asks with all clients for a time, at a rate or as fast as it goes; tells the rate.
fn load(server: &Soaked, counts: &Counts, time: Duration, rate: Option<f64>) -> f64 {
    let started = Instant::now();
    let pause = rate.map(|rate| Duration::from_secs_f64(f64::from(CLIENTS) / rate));
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| ask(server, counts, started + time, pause));
        }
    });
    let answered = counts.answered.load(Ordering::Relaxed);
    f64::from(u32::try_from(answered).unwrap()) / started.elapsed().as_secs_f64()
}

fn ask(server: &Soaked, counts: &Counts, until: Instant, pause: Option<Duration>) {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let client = Client::builder().no_proxy().build().unwrap();
    let mut next = Instant::now();
    while Instant::now() < until {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let sent = client
            .get(format!(
                "{}{}",
                server.server.door,
                path(number, server.pages)
            ))
            .send();
        let ended = sent
            .and_then(Response::error_for_status)
            .and_then(Response::bytes);
        let counter = match ended {
            Ok(_) => &counts.answered,
            Err(error) => {
                if counts.failed.load(Ordering::Relaxed) == 0 {
                    eprintln!("{error}");
                }
                &counts.failed
            }
        };
        counter.fetch_add(1, Ordering::Relaxed);
        if let Some(pause) = pause {
            next += pause;
            thread::sleep(next.saturating_duration_since(Instant::now()));
        }
    }
}

/// How many pages of links the court has.
fn pages(server: &Server) -> u64 {
    let is_there = |page: &u64| {
        let request = server
            .client
            .get(format!("{}{COURT}.ttl?page={page}", server.door));
        request.send().unwrap().status().is_success()
    };
    let last = (1..=MOST_PAGES).take_while(is_there).last();
    last.expect("the court has a page")
}

/// Half are documents and half are queries; no query is asked twice.
fn path(number: u64, pages: u64) -> String {
    match number % 4 {
        0 => format!("{COURT}.html"),
        1 => format!("{COURT}.ttl?page={}", 1 + number % pages),
        _ => {
            // What tells one query from another must not make it cost more.
            let offset = number % 1000;
            let query = format!("SELECT * {{ ?s ?p ?o{number} }} OFFSET {offset} LIMIT 20");
            let mut pairs = form_urlencoded::Serializer::new("/sparql?".to_owned());
            pairs.append_pair("query", &query).finish()
        }
    }
}
