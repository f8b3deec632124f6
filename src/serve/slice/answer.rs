//! The answers to requests for slices.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE};
use axum::response::Response;
use oxrdf::NamedNode;

use super::forms::{self, SliceForm, Told};
use super::request::Slice;
use super::table::{Reading, Table};
use crate::serve::cache::etag;
use crate::serve::documents::LICENCE;
use crate::serve::negotiate::{choose, field};
use crate::serve::respond::{self, Sent, is_unchanged};
use crate::serve::{Language, Live, Problem, Site};

/// The address of a slice: its dataset, and the form that its suffix names.
#[derive(Clone, Copy, Debug)]
pub(in crate::serve) struct SliceAt<'p> {
    dataset: &'p str,
    form: Option<SliceForm>,
}

/// The slice that a path leads to.
pub(in crate::serve) fn at_path(path: &str) -> Option<SliceAt<'_>> {
    let (dataset, last) = path.strip_prefix("/data/")?.split_once('/')?;
    let form = match last.strip_prefix("slice")? {
        "" => None,
        suffix => Some(SliceForm::from_suffix(suffix.strip_prefix('.')?)?),
    };
    Some(SliceAt { dataset, form })
}

/// Answers with a slice of a generation.
pub(in crate::serve) async fn answer(
    site: &Arc<Site>,
    live: &Arc<Live>,
    at: SliceAt<'_>,
    query: &str,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let asked: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    let asked_form = asked.iter().rev().find(|(name, _)| name == "format");
    let form = match (at.form, asked_form) {
        (Some(form), _) => form,
        (None, Some((_, name))) => named_form(name)?,
        (None, None) => negotiate(headers)?,
    };
    let job = Job {
        site: Arc::clone(site),
        live: Arc::clone(live),
        dataset: site.base().dataset(at.dataset),
        language: language(&asked, form, headers),
        asked,
        form,
        headers: headers.clone(),
    };
    // Pages of the mapped file may have to be read; that must not hold up other requests.
    let done = tokio::task::spawn_blocking(move || job.run()).await;
    done.unwrap_or_else(|error| Err(Problem::internal(&error)))
}

fn named_form(name: &str) -> Result<SliceForm, Problem> {
    SliceForm::from_suffix(name).ok_or_else(|| {
        let names = SliceForm::ALL.map(SliceForm::suffix).join(", ");
        Problem::bad_request(format!("“{name}” is no format of a slice."))
            .hint(format!("It can be one of {names}."))
    })
}

fn negotiate(headers: &HeaderMap) -> Result<SliceForm, Problem> {
    let offers = SliceForm::ALL.map(|form| (form.essence(), form));
    choose(field(headers, &ACCEPT).as_deref(), &offers).ok_or_else(|| {
        let available = SliceForm::ALL.map(|form| form.essence().to_owned());
        Problem::not_acceptable(available.into())
    })
}

/// Data have English names where nothing is said; only pages look at what a browser prefers.
fn language(asked: &[(String, String)], form: SliceForm, headers: &HeaderMap) -> Language {
    let said = asked.iter().rev().find(|(name, _)| name == "lang");
    match (said.map(|(_, tag)| tag.as_str()), form) {
        (Some("cy"), _) => Language::Welsh,
        (Some("en"), _) => Language::English,
        (_, SliceForm::Html) => Language::choose(field(headers, &ACCEPT_LANGUAGE).as_deref()),
        _ => Language::English,
    }
}

struct Job {
    site: Arc<Site>,
    live: Arc<Live>,
    dataset: NamedNode,
    asked: Vec<(String, String)>,
    form: SliceForm,
    language: Language,
    headers: HeaderMap,
}

impl Job {
    fn run(self) -> Result<Response, Problem> {
        let (live, dataset) = (&self.live, self.dataset.as_ref());
        let found = live.columns.get(dataset).zip(live.schemas.get(dataset));
        let (cube, schema) = found.ok_or_else(|| {
            Problem::not_found(&format!("{}/slice", self.dataset.as_str()))
                .hint("Only datasets with observations have slices.")
        })?;
        let slice = Slice::read(schema, cube, &self.asked)?;
        let location = address(&self.path(), self.form, &slice, &[]);
        let tag =
            etag(format!("{} {location} {}", live.generation, self.language.tag()).as_bytes());
        let sent = Sent {
            location,
            published: live.published.as_ref(),
            language: self.language,
        };
        let unchanged = is_unchanged(&self.headers, &tag, sent.published);
        let answer = |body, table: Option<&Table>| {
            let (kind, links) = (self.form.content_type(), self.links(&slice, table));
            let rendered = respond::tagged(body, tag, &links, kind, self.vary(), &sent);
            respond::document(&self.headers, &rendered, live.published.as_ref())
        };
        if unchanged {
            return Ok(answer(Vec::new(), None));
        }
        let reading = Reading {
            schema,
            cube,
            slice: &slice,
            live,
        };
        let table = reading.table(self.form.usual())?;
        let from = forms::From {
            site: &self.site,
            live,
            schema,
            cube,
        };
        let told = Told::new(from, &slice, &table, self.language);
        let body = forms::write(&told, self.form)?;
        Ok(answer(body, Some(&table)))
    }

    /// Which fields of the request the form was chosen by.
    fn vary(&self) -> &'static str {
        match self.form {
            SliceForm::Html => "Accept, Accept-Language",
            _ => "Accept",
        }
    }

    fn path(&self) -> String {
        format!("{}/slice", self.site.door(self.dataset.as_str()))
    }

    /// The [links](https://www.rfc-editor.org/rfc/rfc8288) of a slice: its other forms, the pages
    /// beside it, and its dataset.
    fn links(&self, slice: &Slice, table: Option<&Table>) -> String {
        let path = self.path();
        let others = SliceForm::ALL.into_iter().filter(|form| *form != self.form);
        let mut links: Vec<_> = others
            .map(|form| {
                let target = address(&path, form, slice, &[]);
                format!("<{target}>; rel=\"alternate\"; type=\"{}\"", form.essence())
            })
            .collect();
        let query = slice.query_with(&[]);
        let canonical = if query.is_empty() {
            path.clone()
        } else {
            format!("{path}?{query}")
        };
        links.push(format!("<{canonical}>; rel=\"canonical\""));
        links.push(format!("<{LICENCE}>; rel=\"license\""));
        let dataset = self.site.door(self.dataset.as_str());
        links.push(format!("<{dataset}>; rel=\"collection\""));
        let page = |page: usize| {
            address(
                &path,
                self.form,
                slice,
                &[("page", page.to_string().as_str())],
            )
        };
        if slice.page > 1 {
            links.push(format!("<{}>; rel=\"prev\"", page(slice.page - 1)));
        }
        let limit = slice.limit.unwrap_or(self.form.usual());
        if table.is_some_and(|table| table.total > slice.page.saturating_mul(limit)) {
            links.push(format!("<{}>; rel=\"next\"", page(slice.page + 1)));
        }
        links.join(", ")
    }
}

/// The address of one form of a slice, with some parameters changed.
pub(super) fn address(
    path: &str,
    form: SliceForm,
    slice: &Slice,
    changes: &[(&str, &str)],
) -> String {
    let query = slice.query_with(changes);
    let path = format!("{path}.{}", form.suffix());
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}
