use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LINK, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
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

/// The versions of what a request asks for, now and in the past.
pub(in crate::serve) struct Versions<'s> {
    archive: &'s Archive,
    /// The path and query of the request.
    target: String,
}

impl<'s> Versions<'s> {
    /// None where the past is not served.
    pub(in crate::serve) fn of(site: &'s Site, request: &Request) -> Option<Self> {
        let target = request.uri().path_and_query();
        Some(Self {
            archive: site.archive()?,
            target: target.map_or("/", |target| target.as_str()).to_owned(),
        })
    }

    /// Leads a request with `Accept-Datetime` to the version that was live then.
    pub(in crate::serve) fn lead(&self, request: &Request) -> Option<axum::response::Response> {
        let asked = request.headers().get(ACCEPT_DATETIME)?;
        let asked = accept_datetime(asked.to_str().unwrap_or_default());
        let led = asked.and_then(|asked| lead(self.archive, asked, &self.target));
        Some(led.unwrap_or_else(Problem::into_response))
    }

    /// Tells in the answer to any other request where the versions are.
    pub(in crate::serve) fn tell(&self, response: &mut axum::response::Response) {
        // Who asks for the past gets another answer: caches must tell the two apart.
        let vary = HeaderValue::from_static("Accept-Datetime");
        response.headers_mut().append(VARY, vary);
        let status = response.status();
        let is_answer = [StatusCode::NOT_MODIFIED, StatusCode::SEE_OTHER].contains(&status);
        if status.is_success() || is_answer {
            add_links(response.headers_mut(), &self.target);
        }
    }
}

/// Where the original, its `TimeGate` and its `TimeMap` are, after the links that are there.
fn add_links(headers: &mut HeaderMap, target: &str) {
    let before = headers.get(LINK).and_then(|value| value.to_str().ok());
    let before = before.unwrap_or_default();
    let comma = if before.is_empty() { "" } else { ", " };
    let links = [
        before,
        comma,
        "<",
        target,
        ">; rel=\"original\", <",
        target,
        ">; rel=\"timegate\", </timemap",
        target,
        ">; rel=\"timemap\"; type=\"",
        LINK_FORMAT,
        "\"",
    ];
    if let Ok(links) = HeaderValue::try_from(links.concat()) {
        headers.insert(LINK, links);
    }
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
    add_links(&mut headers, target);
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
    add_links(headers, &target);
    Ok(response)
}
