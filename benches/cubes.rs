//! What queries over the cubes of a store cost with their columns and without: for each cube the
//! sum of its first measure by its first dimension, the observations counted by its first two, and
//! those of one member.
//!
//! `STORE=folder cargo bench --profile release --bench cubes`; the median of some runs is told, in
//! milliseconds, evaluated in this process. `make bench-peers` compares with other engines.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark of our own"
)]

use std::time::{Duration, Instant};

use assize::cube::columns::{Cube, Kind};
use assize::query::{Holdings, rewrite};
use assize::store::Generations;
use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use spargebra::SparqlParser;

const RUNS: usize = 5;

fn main() {
    let store = std::env::var("STORE").unwrap_or_else(|_| "store".to_owned());
    let live = Generations::at(&store).live().unwrap();
    let (database, holdings) = (live.open().unwrap(), Holdings::of(&live).unwrap());
    let (cubes, _) = live.cubes();
    println!(
        "{:<32} {:>9} {:>12} {:>12}  question",
        "cube", "rows", "columns", "store"
    );
    for cube in cubes.iter().filter(|cube| cube.rows() > 0) {
        for (name, query) in questions(cube) {
            let with = median(&database, &holdings, &query);
            let without = median(&database, &Holdings::none(), &query);
            let dataset = cube
                .dataset()
                .as_str()
                .rsplit('/')
                .next()
                .unwrap_or_default();
            println!(
                "{dataset:<32} {:>9} {:>9.2} ms {:>9.2} ms  {name}",
                cube.rows(),
                1e3 * with.as_secs_f64(),
                1e3 * without.as_secs_f64(),
            );
        }
    }
}

/// Questions that any cube with two dimensions and a measure can be asked.
fn questions(cube: &Cube) -> Vec<(&'static str, String)> {
    let property = |at: usize| cube.components()[at].property().to_string();
    let dimensions: Vec<usize> = cube.key().iter().copied().take(2).collect();
    let measure = cube.of_kind(Kind::Measure).next();
    let ([first, second], Some(measure)) = (dimensions.as_slice(), measure) else {
        return Vec::new();
    };
    let (one, two, measure) = (property(*first), property(*second), property(measure));
    let star = format!(
        "?o <http://purl.org/linked-data/cube#dataSet> {}",
        cube.dataset()
    );
    let mut questions = vec![
        (
            "sum by one dimension",
            format!("SELECT ?a (SUM(?n) AS ?x) {{ {star} ; {one} ?a ; {measure} ?n }} GROUP BY ?a"),
        ),
        (
            "count by two dimensions",
            format!(
                "SELECT ?a ?b (COUNT(*) AS ?x) {{ {star} ; {one} ?a ; {two} ?b }} GROUP BY ?a ?b"
            ),
        ),
    ];
    if let Some(member) = cube.terms(*second).iter().next() {
        questions.push((
            "one member of the second",
            format!("SELECT ?a ?n {{ {star} ; {one} ?a ; {two} {member} ; {measure} ?n }}"),
        ));
    }
    questions
}

fn median(store: &Store, holdings: &Holdings, query: &str) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            ask(store, holdings, query);
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

fn ask(store: &Store, holdings: &Holdings, query: &str) {
    let query = SparqlParser::new().parse_query(query).unwrap();
    let rewritten = rewrite(query, store, holdings, &CancellationToken::new()).unwrap();
    let evaluator = rewritten.prepare(SparqlEvaluator::new());
    let prepared = evaluator.for_query(rewritten.query);
    if let QueryResults::Solutions(solutions) = prepared.on_store(store).execute().unwrap() {
        for solution in solutions {
            solution.unwrap();
        }
    }
}
