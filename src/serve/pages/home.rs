use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, Response, StatusCode};

use super::list::plural;
use super::value::Value;
use crate::serve::respond::{put, with_headers};
use crate::serve::{Form, Live, Problem, Site};

/// How many courts the home page names.
const COURTS: usize = 60;

#[derive(Template)]
#[template(path = "home.html")]
struct Page<'a> {
    language: &'static str,
    base: &'a str,
    datasets: Vec<Value<'a>>,
    courts: Vec<(String, &'a str)>,
    all_courts: usize,
    concepts: Vec<(String, String, usize)>,
    examples: Vec<(&'a str, String)>,
}

/// `/`: datasets, courts and questions to begin with.
pub(in crate::serve) async fn home(
    State(site): State<Arc<Site>>,
) -> Result<Response<Body>, Problem> {
    let live = site.live();
    let body = page(&site, &live).render()?;
    let mut headers = HeaderMap::new();
    put(&mut headers, CONTENT_TYPE, Form::Html.content_type());
    put(&mut headers, CACHE_CONTROL, "public, max-age=300");
    Ok(with_headers(StatusCode::OK, headers, Body::from(body)))
}

fn page<'a>(site: &'a Site, live: &'a Live) -> Page<'a> {
    let things = live.names.things("court");
    let courts = things.iter().take(COURTS).map(|court| {
        let href = site.door(court.thing.as_str()).to_owned();
        (href, court.name.as_str())
    });
    let datasets = live
        .cubes
        .iter()
        .map(|cube| Value::of(site, live, cube.dataset.as_ref().into()));
    let concepts = live
        .names
        .concepts()
        .map(|(concept, count)| (plural(concept), format!("/doc/{concept}"), count));
    Page {
        language: "en",
        base: site.base().as_str(),
        datasets: datasets.collect(),
        courts: courts.collect(),
        all_courts: things.len(),
        concepts: concepts.collect(),
        examples: super::query::examples(live),
    }
}
