//! Slices of published datasets: the same numbers in every form, and those that a full scan of the
//! N-Quads finds.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

mod asked;
mod forms;
mod oracle;
mod server;

use std::fmt::Write;

use asked::Random;
use forms::{FORMS, read};
use oracle::{Answer, Oracle};
use server::Served;

const DATASETS: [&str; 3] = ["crown-court-caseload", "timeliness", "proven-reoffending"];

#[tokio::test]
async fn every_form_of_a_slice_has_the_figures_that_a_full_scan_finds() {
    let served = Served::start().await;
    for dataset in DATASETS {
        let oracle = Oracle::read(&served.dump(dataset));
        let mut random = Random::new(7);
        for _ in 0..12 {
            let asked = random.slice(&oracle);
            let wanted = oracle.observations(&asked);
            compare(&served, &oracle, &asked.query(), &wanted).await;
        }
    }
}

#[tokio::test]
async fn pages_show_the_same_figures_from_columns_as_from_the_database() {
    let served = Served::start().await;
    let (_, courts) = served.get("/doc/court.nt").await;
    let links = courts.split_whitespace().filter_map(|word| {
        let path = word.strip_prefix("<http://justice.data.gov.uk/id/court/")?;
        Some(format!("/doc/court/{}.html", path.trim_end_matches('>')))
    });
    let area = "/doc/police-force-area/kent.html".to_owned();
    let mut drawn = 0;
    for path in links.chain([area]) {
        let (status, page) = served.get(&path).await;
        assert_eq!(status, 200, "{path}");
        let figures = tables(&page);
        assert_eq!(figures, tables(&served.plain_page(&path).await), "{path}");
        drawn += usize::from(!figures.is_empty());
    }
    assert!(drawn > 3, "{drawn} pages have figures");
}

/// The rows of the tables of a page.
fn tables(page: &str) -> Vec<&str> {
    let tables = page.split("<table").skip(1);
    tables
        .filter_map(|table| Some(table.split_once("</table>")?.0))
        .collect()
}

#[tokio::test]
async fn every_form_of_a_total_has_the_sum_that_a_full_scan_finds() {
    let served = Served::start().await;
    let (mut told, mut refused) = (0, 0);
    for dataset in DATASETS {
        let oracle = Oracle::read(&served.dump(dataset));
        let mut random = Random::new(11);
        for _ in 0..25 {
            let asked = random.total(&oracle);
            match oracle.totals(&asked) {
                Answer::Figures(wanted) => {
                    told += 1;
                    compare(&served, &oracle, &asked.query(), &wanted).await;
                }
                Answer::Refused => {
                    refused += 1;
                    let path = format!("/data/{dataset}/slice.csv?{}", asked.query());
                    let (status, text) = served.get(&path).await;
                    assert_eq!(status, 400, "{path}\n{text}");
                    assert!(text.contains("/problem/slice-total"), "{path}\n{text}");
                }
            }
        }
    }
    assert!(told > 5 && refused > 5, "{told} told, {refused} refused");
}

async fn compare(served: &Served, oracle: &Oracle, query: &str, wanted: &oracle::Figures) {
    for form in FORMS {
        let path = format!("/data/{}/slice.{form}?{query}", oracle.name);
        let (status, bytes) = served.bytes(&path).await;
        assert_eq!(status, 200, "{path}\n{}", String::from_utf8_lossy(&bytes));
        let found = read(form, &bytes, oracle);
        assert_eq!(&found, wanted, "{path}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_slice_is_said_with_the_nearest_right_one() {
    let served = Served::start().await;
    let mut told = String::new();
    for query in [
        "cort=snaresbrook-crown-court",
        "court=snaresbrok-crown-court",
        "court=london",
        "court=a..b",
        "quarter=2025-Q4..2025-Q3",
        "quarter=2031-Q1",
        "sort=size",
        "page=0",
        "limit=1000000",
        "within=maybe",
        "group=colour",
        "group=court&measure=open-cases",
    ] {
        let path = format!("/data/crown-court-caseload/slice?{query}");
        let (status, text) = served.get(&path).await;
        let problem: serde_json::Value = serde_json::from_str(&text).unwrap();
        let part = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
        write!(
            told,
            "{query}\n  {status} {}\n  {}\n  {}\n",
            part("type"),
            part("detail"),
            part("hint")
        )
        .unwrap();
    }
    insta::assert_snapshot!(told);
}

#[tokio::test]
async fn members_are_named_by_key_by_uri_by_range_and_by_what_they_lie_within() {
    let served = Served::start().await;
    let base = "http://justice.data.gov.uk";
    let rows = async |query: &str| {
        let path = format!("/data/crown-court-caseload/slice.csv?measure=receipts&{query}");
        let (status, text) = served.get(&path).await;
        assert_eq!(status, 200, "{path}\n{text}");
        text
    };
    let by_key = rows("court=snaresbrook-crown-court").await;
    let uri = format!("court={base}/id/court/snaresbrook-crown-court");
    assert_eq!(rows(&uri).await, by_key);
    assert!(by_key.lines().count() > 2);
    let range = rows("quarter=2025-Q3..2025-Q4").await;
    assert_eq!(rows("quarter=2025-Q3,2025-Q4").await, range);
    assert_eq!(rows("quarter=2025-Q3&quarter=2025-Q4").await, range);
    let london = rows("court=london&within=true").await;
    let region = format!("court={base}/id/hmcts-region/london&within=true");
    assert_eq!(rows(&region).await, london);
    let courts = |text: &str| {
        let cells = text
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').nth(1));
        cells
            .map(str::to_owned)
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert!(courts(&london).contains("snaresbrook-crown-court"));
    assert!(!courts(&london).contains("cardiff-crown-court"));
}

#[tokio::test]
async fn pages_and_orders_cut_and_sort_the_same_table() {
    let served = Served::start().await;
    let values = async |query: &str| {
        let path = format!("/data/crown-court-caseload/slice.json?measure=receipts&{query}");
        let (_, text) = served.get(&path).await;
        let table: serde_json::Value = serde_json::from_str(&text).unwrap();
        let rows = table["observations"].as_array().unwrap().iter();
        rows.map(|row| row["value"].as_i64()).collect::<Vec<_>>()
    };
    let all = values("sort=-value").await;
    assert!(all.windows(2).all(|two| two[0] >= two[1]));
    let mut pages = Vec::new();
    for page in 1..=4 {
        pages.extend(values(&format!("sort=-value&limit=500&page={page}")).await);
    }
    assert_eq!(pages, all[..pages.len()]);
    let mut up = values("sort=value").await;
    let mut down = all;
    up.retain(Option::is_some);
    down.retain(Option::is_some);
    down.reverse();
    assert_eq!(up, down);
}

#[tokio::test]
async fn a_slice_is_cached_shared_and_linked_like_a_document() {
    let served = Served::start().await;
    let path = "/data/crown-court-caseload/slice?court=cardiff-crown-court&limit=5";
    let response = served.request(path, &[("accept", "text/csv")]).await;
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("content-type"),
        "text/csv; charset=utf-8; header=present"
    );
    assert_eq!(header("access-control-allow-origin"), "*");
    assert!(header("vary").contains("Accept"));
    let location = header("content-location");
    assert_eq!(
        location,
        "/data/crown-court-caseload/slice.csv?court=cardiff-crown-court&limit=5"
    );
    let next = format!("<{location}&page=2>; rel=\"next\"");
    assert!(header("link").contains(&next), "{}", header("link"));
    let tag = header("etag");
    let again = served
        .request(path, &[("accept", "text/csv"), ("if-none-match", &tag)])
        .await;
    assert_eq!(again.status(), 304);
    let json = served
        .request(
            path,
            &[("accept", "application/json"), ("if-none-match", &tag)],
        )
        .await;
    assert_eq!(json.status(), 200);
    let none = served.request(path, &[("accept", "image/png")]).await;
    assert_eq!(none.status(), 406);
}

#[tokio::test]
async fn the_page_of_a_slice_has_a_chart_a_table_and_a_form() {
    let served = Served::start().await;
    let path = "/data/crown-court-caseload/slice.html?court=cardiff-crown-court&group=quarter";
    let (status, page) = served.get(path).await;
    assert_eq!(status, 200);
    let start = page.find("<main").unwrap();
    let end = page.find("<h2 id=\"choose\"").unwrap();
    insta::assert_snapshot!(&page[start..end]);
}
