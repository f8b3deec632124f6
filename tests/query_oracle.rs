//! The oracle of queries over cubes: random queries over random cubes are answered by Oxigraph as
//! they are, with columns, and by Oxigraph as they are put for it where there are no columns; the
//! answers must be the same.
//!
//! `ASSIZE_QUERIES` says how many, `ASSIZE_SEED` where to begin; a failure names the seed of its
//! cubes and the number of its query.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(
    clippy::print_stdout,
    reason = "the figures of the oracle are its result"
)]

#[path = "query_oracle/answers.rs"]
mod answers;
#[path = "query_oracle/cases.rs"]
mod cases;
#[path = "query_oracle/chance.rs"]
mod chance;
#[path = "query_oracle/queries.rs"]
mod queries;
#[path = "query_oracle/world.rs"]
mod world;

use answers::Answer;
use assize::query::{Explanation, Way};
use chance::Chance;
use queries::Query;
use world::World;

/// So many queries are asked of each world.
const OF_A_WORLD: u64 = 50;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn queries_have_the_same_answers_whichever_way_they_go() {
    let (count, first) = (number("ASSIZE_QUERIES", 2_000), number("ASSIZE_SEED", 1));
    let mut ways = [0_u64; 3];
    let (mut totalled, mut planned) = (0_u64, 0_u64);
    for world_seed in first..first + count.div_ceil(OF_A_WORLD) {
        let mut chance = Chance::new(world_seed);
        let world = World::random(&mut chance);
        for at in 0..OF_A_WORLD {
            let query = Query::random(&mut chance, &world);
            let Ways {
                columns: explanation,
                store,
            } = compare(&world, &query, &format!("{world_seed}, query {at}"));
            planned += u64::from(!store.planned.is_empty());
            ways[explanation.way() as usize] += 1;
            totalled += u64::from(is_totalled(&explanation));
        }
    }
    let [columns, store, both] =
        [Way::Columns, Way::Store, Way::Both].map(|way| ways[way as usize]);
    println!(
        "seed {first}, {count} queries: {columns} columns, {both} both, {store} store; \
         {totalled} totalled; {planned} planned for the store"
    );
    assert!(columns + both > store, "most of them must be of interest");
    assert!(totalled > count / 20, "some must be totalled: {totalled}");
    assert!(planned > count / 20, "some must be planned: {planned}");
}

#[test]
fn rows_of_many_blocks_have_the_same_totals() {
    let mut totalled = 0;
    // Blocks are of 2,048 rows.
    for (seed, observations) in (1..=6).zip((4_000..).step_by(120)) {
        let mut chance = Chance::new(seed);
        let world = World::of_one(&mut chance, observations);
        for at in 0..25 {
            let query = Query::totals(&mut chance, &world);
            let ways = compare(&world, &query, &format!("of blocks {seed}, query {at}"));
            totalled += u64::from(is_totalled(&ways.columns));
        }
    }
    assert!(totalled > 30, "some must be totalled: {totalled}");
}

/// How a query went with columns, and without.
struct Ways {
    columns: Explanation,
    store: Explanation,
}

/// Asks a query each way, and says how it went.
fn compare(world: &World, query: &Query, seed: &str) -> Ways {
    let plain = Answer::of_store(world, &query.text);
    let one = |(answer, explanation): (Answer, Explanation)| {
        let difference = answer.difference(&plain, query.comparison);
        assert!(
            difference.is_none(),
            "ASSIZE_SEED={seed}:\n{}\n{explanation}\n{}\n{}",
            query.text,
            difference.unwrap_or_default(),
            world.text(),
        );
        explanation
    };
    Ways {
        columns: one(Answer::with_columns(world, &query.text)),
        store: one(Answer::planned(world, &query.text)),
    }
}

fn is_totalled(explanation: &Explanation) -> bool {
    let mut read = explanation.columns.iter();
    read.any(|reading| reading.combinations.is_some())
}
