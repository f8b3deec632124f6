use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LINK, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;
use chrono::{DateTime, Utc};

use super::Archive;
use super::stamp::{Stamp, accept_datetime};
use crate::serve::respond::{http_date, put, with_headers};
use crate::serve::{Problem, Site, answer_at};

const ACCEPT_DATETIME: HeaderName = HeaderName::from_static("accept-datetime");
const MEMENTO_DATETIME: HeaderName = HeaderName::from_static("memento-datetime");

/// The media type of a [TimeMap](https://www.rfc-editor.org/rfc/rfc7089#section-5).
const LINK_FORMAT: &str = "application/link-format";

/// Leads a request with `Accept-Datetime` to the version that was live then, and tells all others
/// where the versions are.
pub(in crate::serve) async fn travel(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> axum::response::Response {
    let Some(archive) = site.archive() else {
        return next.run(request).await;
    };
    let target = target(&request);
    if let Some(asked) = request.headers().get(ACCEPT_DATETIME) {
        let asked = accept_datetime(asked.to_str().unwrap_or_default());
        return match asked.and_then(|asked| lead(archive, asked, &target)) {
            Ok(response) => response,
            Err(problem) => problem.into_response(),
        };
    }
    let mut response = next.run(request).await;
    // Who asks for the past gets another answer: caches must tell the two apart.
    let vary = HeaderValue::from_static("Accept-Datetime");
    response.headers_mut().append(VARY, vary);
    let status = response.status();
    let is_answer = [StatusCode::NOT_MODIFIED, StatusCode::SEE_OTHER].contains(&status);
    if status.is_success() || is_answer {
        add_link(response.headers_mut(), &links(&target));
    }
    response
}

/// The path and query of a request.
fn target(request: &Request) -> String {
    let target = request.uri().path_and_query();
    target.map_or("/", |target| target.as_str()).to_owned()
}

/// Where the original, its `TimeGate` and its `TimeMap` are.
fn links(target: &str) -> String {
    format!(
        "<{target}>; rel=\"original\", <{target}>; rel=\"timegate\", \
         </timemap{target}>; rel=\"timemap\"; type=\"{LINK_FORMAT}\""
    )
}

fn add_link(headers: &mut HeaderMap, links: &str) {
    let before = headers.get(LINK).and_then(|value| value.to_str().ok());
    let all = match before {
        Some(before) => format!("{before}, {links}"),
        None => links.to_owned(),
    };
    put(headers, LINK, &all);
}

/// 302 to the version that was live at a time: the last one before it, or else the first.
fn lead(archive: &Archive, asked: DateTime<Utc>, target: &str) -> Result<Response<Body>, Problem> {
    let times = archive.times()?;
    let before = times.iter().rev().find(|time| **time <= asked);
    let Some(time) = before.or(times.first()) else {
        return Err(Problem::not_found(target));
    };
    let mut headers = HeaderMap::new();
    put(
        &mut headers,
        LOCATION,
        &format!("/memento/{}{target}", Stamp(*time)),
    );
    put(&mut headers, VARY, "Accept-Datetime");
    put(&mut headers, LINK, &links(target));
    Ok(with_headers(StatusCode::FOUND, headers, Body::empty()))
}

/// `/timegate/…`: leads to the version that was live at a time; without one, to the last.
pub(in crate::serve) async fn gate(
    State(site): State<Arc<Site>>,
    Path(rest): Path<String>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let target = original(&rest, &request);
    let archive = site.archive().ok_or_else(|| Problem::not_found(&target))?;
    let asked = match request.headers().get(ACCEPT_DATETIME) {
        Some(asked) => accept_datetime(asked.to_str().unwrap_or_default())?,
        None => DateTime::<Utc>::MAX_UTC,
    };
    lead(archive, asked, &target)
}

/// The path and query of the original behind a prefix.
fn original(rest: &str, request: &Request) -> String {
    match request.uri().query() {
        Some(query) => format!("/{rest}?{query}"),
        None => format!("/{rest}"),
    }
}

/// `/timemap/…`: all versions, as links.
pub(in crate::serve) async fn map(
    State(site): State<Arc<Site>>,
    Path(rest): Path<String>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let target = original(&rest, &request);
    let archive = site.archive().ok_or_else(|| Problem::not_found(&target))?;
    let base = site.base();
    let mut lines = vec![
        format!("<{base}{target}>; rel=\"original timegate\""),
        format!("<{base}/timemap{target}>; rel=\"self\"; type=\"{LINK_FORMAT}\""),
    ];
    for time in archive.times()? {
        let (stamp, date) = (Stamp(time), http_date(&time));
        let memento = format!("{base}/memento/{stamp}{target}");
        lines.push(format!("<{memento}>; rel=\"memento\"; datetime=\"{date}\""));
    }
    let mut headers = HeaderMap::new();
    put(&mut headers, CONTENT_TYPE, LINK_FORMAT);
    let body = Body::from(lines.join(",\n") + "\n");
    Ok(with_headers(StatusCode::OK, headers, body))
}

/// `/memento/{time}/…`: what was answered when the generation of that time was live.
pub(in crate::serve) async fn memento(
    State(site): State<Arc<Site>>,
    Path((stamp, rest)): Path<(String, String)>,
    request: Request,
) -> Result<Response<Body>, Problem> {
    let target = original(&rest, &request);
    let missing = || Problem::not_found(&format!("/memento/{stamp}{target}"));
    let archive = site.archive().ok_or_else(missing)?;
    let time = Stamp::parse(&stamp).ok_or_else(missing)?.0;
    let live = archive.at(time, site.base())?.ok_or_else(missing)?;
    let prefix = format!("/memento/{stamp}");
    let mut response = answer_at(&site, live, &prefix, &format!("/{rest}"), request).await?;
    let headers = response.headers_mut();
    put(headers, MEMENTO_DATETIME, &http_date(&time));
    put(
        headers,
        CACHE_CONTROL,
        "public, max-age=31536000, immutable",
    );
    add_link(headers, &links(&target));
    Ok(response)
}
