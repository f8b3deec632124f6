//! What hostile queries do to a server, as a table: `make hostile`.
//!
//! For each attack: how long it took, how it ended, the most memory that its worker took, and the
//! 95th percentile of a cheap query that is asked all the while. An attack that is over at once is
//! made ten times a second meanwhile, and then without pause, which is told apart: that is a flood
//! of requests, whatever they ask.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that fails must fail aloud, and its table is what it is for"
)]

#[path = "../tests/serve/attacks.rs"]
mod attacks;
#[path = "serving/server.rs"]
mod server;

use std::time::{Duration, Instant};

use attacks::{Attack, Fate, attacks};
use reqwest::blocking::Client;
use server::Server;

/// How long other clients are watched beside an attack, at least.
const LEAST: Duration = Duration::from_secs(2);
/// How often an attack that is over at once is made.
const PACE: Duration = Duration::from_millis(100);
const LIMIT: Duration = Duration::from_secs(2);
const SLACK: Duration = Duration::from_millis(500);
const CHEAP: &str =
    "SELECT ?p ?o { <http://justice.data.gov.uk/id/court/snaresbrook-crown-court> ?p ?o }";

fn main() {
    let Some(store) = server::store() else {
        println!("hostile: no store is named, nothing is measured; `make hostile` names one");
        return;
    };
    let flags = [
        "--query-time",
        "2",
        "--query-memory",
        "512",
        "--client-budget",
        "100000",
    ];
    let server = Server::start(&store, &flags);
    println!("| attack | seconds | ended as | MiB | cheap p95, ms | idle | in a flood |");
    println!("|---|---|---|---|---|---|---|");
    let mut asked = 0..;
    let mut idle = || {
        // Machines are not equally fast all the time: each attack has an idle value of its own.
        let times = asked
            .by_ref()
            .take(500)
            .map(|number| cheap(&server, number));
        millis(percentile(&mut times.collect::<Vec<_>>()))
    };
    idle();
    for attack in attacks() {
        let idle = idle();
        let told = measure(&server, &attack, PACE);
        let flood = if told.time < PACE {
            let flood = measure(&server, &attack, Duration::ZERO);
            format!("{:.1}", millis(flood.cheap))
        } else {
            String::new()
        };
        println!(
            "| {} | {:.2}{} | {} | {} | {:.1} | {idle:.1} | {flood} |",
            attack.name,
            told.time.as_secs_f32(),
            if told.time > LIMIT + SLACK {
                " **too long**"
            } else {
                ""
            },
            told.as_expected(attack.fate),
            told.memory >> 20,
            millis(told.cheap),
        );
    }
}

impl Told {
    /// How it ended, and a cry where it had to be refused and was not.
    fn as_expected(&self, fate: Fate) -> String {
        let refused = self.end.starts_with('4');
        match fate {
            Fate::Refused if !refused => format!("{} **not refused**", self.end),
            Fate::Refused | Fate::Ended => self.end.clone(),
        }
    }
}

struct Told {
    time: Duration,
    end: String,
    memory: u64,
    cheap: Duration,
}

/// Makes an attack and tells how it ended.
fn attacked(client: &Client, url: &str, body: &str) -> String {
    let request = client
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded");
    match request.body(body.to_owned()).send() {
        Err(error) => error.to_string(),
        Ok(response) => {
            let status = response.status();
            match response.bytes() {
                Ok(bytes) => format!("{status}, whole, {} bytes", bytes.len()),
                Err(_) => format!("{status}, broken off"),
            }
        }
    }
}

fn measure(server: &Server, attack: &Attack, pace: Duration) -> Told {
    let started = Instant::now();
    let url = format!("{}/sparql", server.door);
    let body = form(&attack.query);
    let attacker = std::thread::spawn(move || {
        let client = Client::builder().no_proxy().timeout(None).build().unwrap();
        let end = attacked(&client, &url, &body);
        let time = started.elapsed();
        let mut begun = started;
        while started.elapsed() < LEAST {
            std::thread::sleep(pace.saturating_sub(begun.elapsed()));
            begun = Instant::now();
            attacked(&client, &url, &body);
        }
        (end, time)
    });
    let (mut times, mut memory) = (Vec::new(), 0);
    while !attacker.is_finished() {
        times.push(cheap(
            server,
            times.len() + started.elapsed().subsec_micros() as usize,
        ));
        memory = memory.max(server.workers().max().unwrap_or(0));
    }
    let (end, time) = attacker.join().unwrap();
    Told {
        time,
        end,
        memory,
        cheap: percentile(&mut times),
    }
}

/// How long a cheap query takes that was never asked before.
fn cheap(server: &Server, number: usize) -> Duration {
    let started = Instant::now();
    let query = format!("{CHEAP} LIMIT {}", 1000 + number);
    let request = server.client.post(format!("{}/sparql", server.door));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let response = request.body(form(&query)).send().unwrap();
    assert!(response.status().is_success(), "{}", response.status());
    response.bytes().unwrap();
    started.elapsed()
}

fn form(query: &str) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("query", query).finish()
}

fn percentile(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    let at = times.len() * 95 / 100;
    times.get(at).or(times.last()).copied().unwrap_or_default()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
