//! Whether the server stays what it is under load: `make soak`, for ten minutes where `SECONDS` says
//! nothing else.
//!
//! The top rate is measured first, with documents and look-ups of which each is asked for the first
//! time; half of that is then asked for all the while. Every tenth of the time is a row: how much
//! was answered, what went wrong, and the memory of the front process and of its workers.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that fails must fail aloud, and its table is what it is for"
)]

#[path = "serving/server.rs"]
mod server;

use std::env;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use reqwest::blocking::Client;
use server::Server;

const CLIENTS: u32 = 8;
const TOP: Duration = Duration::from_secs(5);
const ROWS: u32 = 10;

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
fn run(server: &Server, time: Duration, rate: f64) -> u64 {
    let mut failed = 0;
    for row in 1..=ROWS {
        let counts = Counts::default();
        let reached = load(server, &counts, time / ROWS, Some(rate));
        failed += counts.failed.load(Ordering::Relaxed);
        println!(
            "| {} | {reached:.0} | {} | {} | {} |",
            (time / ROWS * row).as_secs(),
            counts.failed.load(Ordering::Relaxed),
            server.resident() >> 20,
            server.workers().sum::<u64>() >> 20,
        );
    }
    failed
}

/// Asks with all clients for a time, at a rate or as fast as it goes; tells the rate.
fn load(server: &Server, counts: &Counts, time: Duration, rate: Option<f64>) -> f64 {
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

fn ask(server: &Server, counts: &Counts, until: Instant, pause: Option<Duration>) {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let client = Client::builder().no_proxy().build().unwrap();
    let mut next = Instant::now();
    while Instant::now() < until {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let sent = client
            .get(format!("{}{}", server.door, path(number)))
            .send();
        let fine = sent.is_ok_and(|r| r.status().is_success() && r.bytes().is_ok());
        let counter = if fine {
            &counts.answered
        } else {
            &counts.failed
        };
        counter.fetch_add(1, Ordering::Relaxed);
        if let Some(pause) = pause {
            next += pause;
            thread::sleep(next.saturating_duration_since(Instant::now()));
        }
    }
}

/// Half are documents and half are queries; no query is asked twice.
fn path(number: u64) -> String {
    match number % 4 {
        0 => "/doc/court/snaresbrook-crown-court.html".to_owned(),
        1 => format!(
            "/doc/court/snaresbrook-crown-court.ttl?page={}",
            1 + number % 50
        ),
        _ => {
            let (offset, limit) = (number % 1000, 20 + number / 1000);
            let query = format!("SELECT * {{ ?s ?p ?o }} OFFSET {offset} LIMIT {limit}");
            let mut pairs = form_urlencoded::Serializer::new("/sparql?".to_owned());
            pairs.append_pair("query", &query).finish()
        }
    }
}
