//! How fast parts of a cube are told: `make slices STORE=folder`, for a store with a large dataset.
//!
//! Slices through their URL, one after the other over one connection, each another one, so that
//! nothing is kept from the one before; then how long it takes to open the columns, and a plain
//! loop over them, which is what a slice costs at least.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that fails must fail aloud, and its table is what it is for"
)]

#[path = "serving/server.rs"]
mod server;

use std::time::{Duration, Instant};

use assize::cube::columns::{Column, Cube, Kind};
use assize::store::{Generation, Generations};
use server::Server;

/// How many requests each median is of.
const REQUESTS: usize = 400;

fn main() {
    let Some(store) = server::store() else {
        println!("slices: no store is named, nothing is measured; `make slices STORE=folder`");
        return;
    };
    let generation = Generations::at(&store).live().unwrap();
    let (cubes, _) = generation.cubes();
    let cube = cubes.iter().max_by_key(|cube| cube.rows()).unwrap();
    let path = cube.dataset().as_str().to_owned();
    println!(
        "{path}: {} observations, {} triples",
        cube.rows(),
        cube.triples()
    );
    opening(&generation, cube);
    scanning(cube);
    let server = Server::start(&store, &[]);
    let path = &path[path.find("/data/").unwrap()..];
    for (name, picked, group) in [
        (
            "one member of the first two dimensions, such as one court and year (3 ms at most)",
            2,
            "",
        ),
        ("one member of the first three", 3, ""),
        (
            "one member of the second dimension, totals by the first",
            1,
            "&group=",
        ),
    ] {
        let slice = |at: usize| {
            let row = at.wrapping_mul(2_654_435_761) % cube.rows();
            let query = query(cube, row, picked, group);
            format!("{}{path}/slice.csv?limit=1000&{query}", server.door)
        };
        report(name, &server, slice);
    }
}

fn query(cube: &Cube, row: usize, picked: usize, group: &str) -> String {
    let name = |at: usize| {
        let property = cube.components()[cube.key()[at]].property();
        property
            .as_str()
            .rsplit(['/', '#'])
            .next()
            .unwrap()
            .to_owned()
    };
    let key = |at: usize| {
        let component = cube.key()[at];
        let term = cube.values(component, row).remove(0);
        let code = cube.terms(component).code_of(term.as_ref()).unwrap();
        cube.key_of(component, code).to_owned()
    };
    if group.is_empty() {
        let picks = (0..picked).map(|at| format!("{}={}", name(at), key(at)));
        return picks.collect::<Vec<_>>().join("&");
    }
    format!("{}={}{group}{}", name(1), key(1), name(0))
}

fn report(name: &str, server: &Server, slice: impl Fn(usize) -> String) {
    let mut times = Vec::with_capacity(REQUESTS);
    let mut bytes = 0;
    for at in 0..REQUESTS {
        let url = slice(at);
        let start = Instant::now();
        let response = server.client.get(&url).send().unwrap();
        let status = response.status();
        bytes += response.bytes().unwrap().len();
        times.push(start.elapsed());
        assert!(status.is_success(), "{url}: {status}");
    }
    times.sort();
    let at = |part: usize| milliseconds(times[(REQUESTS - 1) * part / 100]);
    println!(
        "{name}: median {} ms, 99 in 100 below {} ms, {} bytes on average",
        at(50),
        at(99),
        bytes / REQUESTS
    );
}

fn opening(generation: &Generation, cube: &Cube) {
    let dataset = cube.dataset().as_str();
    let mut live = generation.manifest().live();
    let release = live.find(|release| dataset.ends_with(&format!("/{}", release.dataset)));
    let release = release.unwrap();
    let folder = generation.release_folder(&release.dataset, &release.edition);
    let path = folder.join(Generation::COLUMNS);
    let start = Instant::now();
    let opened = Cube::open(&path).unwrap();
    let time = milliseconds(start.elapsed());
    let bytes = std::fs::metadata(&path).unwrap().len();
    println!(
        "opening: {time} ms for {} rows, {bytes} bytes",
        opened.rows()
    );
}

fn scanning(cube: &Cube) {
    for measure in cube.of_kind(Kind::Measure) {
        let Column::Numbers(numbers) = cube.column(measure) else {
            continue;
        };
        let start = Instant::now();
        let all = 0..cube.rows();
        let sum: i128 = all
            .filter_map(|row| numbers.mantissas().get(row))
            .map(i128::from)
            .sum();
        let time = milliseconds(start.elapsed());
        let property = cube.components()[measure].property();
        println!("sum of {property} in a plain loop: {time} ms ({sum})");
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64() * 1000.0)
}
