use reqwest::StatusCode;

use crate::server::{BASE, Server, text};

/// The part of a page that is its own.
fn main_part(page: &str) -> &str {
    let start = page.find("<main").unwrap();
    &page[start..page.find("</main>").unwrap()]
}

#[tokio::test]
async fn the_page_of_a_court_shows_its_figures() {
    let server = Server::start().await;
    let page = server
        .body("/doc/court/cardiff-crown-court", "text/html")
        .await;
    insta::assert_snapshot!(main_part(&page));
}

#[tokio::test]
async fn the_page_of_a_dataset_shows_its_structure() {
    let server = Server::start().await;
    let page = server.body("/data/crown-court-caseload", "text/html").await;
    insta::assert_snapshot!(main_part(&page));
}

#[tokio::test]
async fn the_home_page_leads_to_all_there_is() {
    let server = Server::start().await;
    let page = server.body("/", "text/html").await;
    insta::assert_snapshot!(main_part(&page));
}

#[tokio::test]
async fn links_below_the_base_are_local() {
    let server = Server::start().await;
    for path in [
        "/",
        "/doc/court/snaresbrook",
        "/doc/court",
        "/data/crown-court-caseload",
    ] {
        let page = server.body(path, "text/html").await;
        let foreign = format!("href=\"{BASE}/");
        let links = page.matches(&foreign).count();
        let canonical = page.matches("rel=\"canonical\"").count();
        assert_eq!(links, canonical, "{path}");
    }
}

#[tokio::test]
async fn a_welsh_reader_gets_welsh_names() {
    let server = Server::start().await;
    let url = format!("{}/doc/court/cardiff-crown-court", server.door);
    let request = server.client.get(url).header("accept", "text/html");
    let response = request
        .header("accept-language", "cy, en;q=0.5")
        .send()
        .await
        .unwrap();
    assert_eq!(text(response.headers(), "content-language"), "cy");
    let page = response.text().await.unwrap();
    assert!(page.contains("<h1>Llys y Goron Caerdydd</h1>"), "{page}");
    assert!(page.contains(">Cymru</a>"), "{page}");
}

#[tokio::test]
async fn courts_are_found_by_a_part_of_their_name() {
    let server = Server::start().await;
    let page = server.body("/doc/court?q=CARDIFF+crown", "text/html").await;
    assert!(page.contains("Cardiff Crown Court"), "{page}");
    assert!(!page.contains("Snaresbrook"), "{page}");
}

#[tokio::test]
async fn a_query_from_a_browser_is_answered_on_the_page() {
    let server = Server::start().await;
    let query =
        "SELECT ?court { ?court a <http://justice.data.gov.uk/def/justice/Court> } ORDER BY ?court";
    let page = server.query(query, "text/html").await.text().await.unwrap();
    assert!(page.contains("<h2>3 rows</h2>"), "{page}");
    assert!(
        page.contains("<a href=\"/id/court/snaresbrook\">Snaresbrook</a>"),
        "{page}"
    );
    let wrong = server.query("SELECT", "text/html").await;
    assert_eq!(wrong.status(), StatusCode::BAD_REQUEST);
    let page = wrong.text().await.unwrap();
    assert!(page.contains("The query is not SPARQL"), "{page}");
    let ask = server
        .query("ASK { ?s ?p ?o }", "text/html")
        .await
        .text()
        .await
        .unwrap();
    assert!(ask.contains("<p class=\"answer\">Yes</p>"), "{ask}");
    let graph = server
        .query(
            "DESCRIBE <http://justice.data.gov.uk/id/court/snaresbrook>",
            "text/html",
        )
        .await;
    assert!(graph.text().await.unwrap().contains("<h2>Graph</h2>"));
}

#[tokio::test]
async fn what_a_page_says_is_escaped() {
    let server = Server::start().await;
    let page = server
        .query("SELECT (\"<script>x</script>\" AS ?x) {}", "text/html")
        .await;
    assert!(!page.text().await.unwrap().contains("<script>"));
    let page = server
        .body("/doc/court?q=%22%3E%3Cscript%3E", "text/html")
        .await;
    assert!(!page.contains("<script>"));
}
