//! The answers to requests for things and documents.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use oxrdf::NamedNode;
use serde::Deserialize;

use super::address::{Address, is_described, split_suffix};
use super::cache::{Key, Rendered};
use super::document::Document;
use super::gone::Gone;
use super::list::List;
use super::negotiate::{choose, field};
use super::pages;
use super::respond::{self, Sent, see_other};
use super::{Form, Language, Live, Problem, Site, syntax};

/// The licence of all that the Ministry publishes.
const LICENCE: &str = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

/// What may follow the path of a document.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    page: Option<usize>,
    #[serde(default)]
    q: String,
    lang: Option<String>,
}

/// `/id/…`, `/doc/…`, `/def/…` and `/data/…`, as the live generation has them.
pub(super) async fn read(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let live = site.live();
    answer(&site, &live, uri.path(), asked, &headers).await
}

/// Answers for a path in a generation.
pub(super) async fn answer(
    site: &Arc<Site>,
    live: &Arc<Live>,
    path: &str,
    asked: Asked,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    match path.strip_prefix("/id/") {
        Some(rest) => thing(site, live, rest),
        None => document(site, live, path, asked, headers).await,
    }
}

/// 303 to the document about a thing.
fn thing(site: &Site, live: &Live, rest: &str) -> Result<Response, Problem> {
    let uri = format!("{}/id/{rest}", site.base());
    let thing = NamedNode::new(&uri).ok();
    if let Some(thing) = &thing
        && let Some(gone) = Gone::find(site, live, thing)?
    {
        return Ok(gone.answer(&uri));
    }
    let known = match &thing {
        Some(thing) => is_described(live, thing)? || List::of(live, rest).is_some(),
        None => false,
    };
    if known {
        Ok(see_other(&format!("/doc/{rest}")))
    } else {
        Err(Problem::not_found(&uri))
    }
}

/// A document in the form that the client likes best.
async fn document(
    site: &Arc<Site>,
    live: &Arc<Live>,
    path: &str,
    asked: Asked,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let subject = Subject::find(site, live, path)?;
    let form = match subject.form() {
        Some(form) => form,
        None => negotiate(headers)?,
    };
    let language = match asked.lang.as_deref() {
        Some("cy") => Language::Welsh,
        Some("en") => Language::English,
        _ => Language::choose(field(headers, &ACCEPT_LANGUAGE).as_deref()),
    };
    let key = Key {
        path: subject.path().to_owned(),
        page: asked.page.unwrap_or(1).max(1),
        search: asked.q,
        form,
        // Only pages differ by language: all other forms carry all languages.
        language: match form {
            Form::Html => language,
            _ => Language::default(),
        },
    };
    let location = location(&key);
    let gone = match &subject {
        Subject::Thing(address) => Gone::find(site, live, &address.about)?,
        Subject::List(..) => None,
    };
    let rendered = render(site, live, subject, key).await?;
    let sent = Sent {
        location,
        published: live.published.as_ref(),
        language,
    };
    let mut response = respond::document(headers, &rendered, form, &sent);
    if let Some(gone) = gone {
        gone.mark(&mut response);
    }
    Ok(response)
}

/// The form that a request accepts.
pub(super) fn negotiate(headers: &HeaderMap) -> Result<Form, Problem> {
    let offers = Form::ALL.map(|form| (form.essence(), form));
    let accept = field(headers, &ACCEPT);
    choose(accept.as_deref(), &offers).ok_or_else(|| {
        let available = Form::ALL.map(|form| form.essence().to_owned());
        Problem::not_acceptable(available.into())
    })
}

/// What the path of a request leads to.
enum Subject {
    /// One thing.
    Thing(Address),
    /// The list of the things of a concept, such as `/doc/court`.
    List(String, Option<Form>),
}

impl Subject {
    fn find(site: &Site, live: &Live, path: &str) -> Result<Self, Problem> {
        if let Some(address) = Address::find(site, live, path)? {
            return Ok(Self::Thing(address));
        }
        let (stem, form) = split_suffix(path);
        let concept = stem.strip_prefix("/doc/").unwrap_or_default();
        if List::of(live, concept).is_some() {
            return Ok(Self::List(stem.to_owned(), form));
        }
        Err(Problem::not_found(&format!("{}{path}", site.base())))
    }

    fn form(&self) -> Option<Form> {
        match self {
            Self::Thing(address) => address.form,
            Self::List(_, form) => *form,
        }
    }

    fn path(&self) -> &str {
        match self {
            Self::Thing(address) => &address.path,
            Self::List(path, _) => path,
        }
    }
}

/// The address of one form of a document.
fn location(key: &Key) -> String {
    let mut query = Vec::new();
    if key.page > 1 {
        query.push(format!("page={}", key.page));
    }
    if !key.search.is_empty() {
        let mut pair = form_urlencoded::Serializer::new(String::new());
        query.push(pair.append_pair("q", &key.search).finish());
    }
    let path = format!("{}.{}", key.path, key.form.suffix());
    if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

async fn render(
    site: &Arc<Site>,
    live: &Arc<Live>,
    subject: Subject,
    key: Key,
) -> Result<Arc<Rendered>, Problem> {
    let work = {
        let (site, live, key) = (Arc::clone(site), Arc::clone(live), key.clone());
        move || match subject {
            Subject::Thing(address) => render_thing(&site, &live, address, &key),
            Subject::List(path, _) => render_list(&site, &live, &path, &key),
        }
    };
    let make = async move {
        // Reading the database blocks; it must not hold up other requests.
        let made = tokio::task::spawn_blocking(work).await;
        made.unwrap_or_else(|error| Err(Problem::internal(&error)))
    };
    live.documents.get_or_make(key, make).await
}

fn render_thing(
    site: &Site,
    live: &Live,
    address: Address,
    key: &Key,
) -> Result<Rendered, Problem> {
    let uri = address.uri(site);
    let found = Document::read(live, address.about, uri.clone(), key.page)?;
    let document = found.ok_or_else(|| Problem::not_found(uri.as_str()))?;
    let body = match key.form.rdf() {
        Some(format) => syntax::write(format, site.base(), &document.triples())?,
        None => pages::thing(site, live, &document, key)?,
    };
    let about = site.door(document.about.as_str()).to_owned();
    Ok(Rendered::new(body, links(key, Some(&about), document.more)))
}

fn render_list(site: &Site, live: &Live, path: &str, key: &Key) -> Result<Rendered, Problem> {
    let uri = format!("{}{path}", site.base());
    let concept = path.strip_prefix("/doc/").unwrap_or_default();
    let list = List::read(live, concept, &key.search, key.page);
    let list = list.ok_or_else(|| Problem::not_found(&uri))?;
    let body = match key.form.rdf() {
        Some(format) => syntax::write(format, site.base(), &list.triples(live, &uri))?,
        None => pages::list(site, &list, key)?,
    };
    Ok(Rendered::new(body, links(key, None, list.more)))
}

/// The [links](https://www.rfc-editor.org/rfc/rfc8288) of a document: its other forms, the thing
/// it is about, and the pages beside it.
fn links(key: &Key, about: Option<&str>, more: bool) -> String {
    let target = |form: Form, page| {
        location(&Key {
            page,
            form,
            ..key.clone()
        })
    };
    let mut links = Vec::new();
    for form in Form::ALL.into_iter().filter(|form| *form != key.form) {
        let (target, kind) = (target(form, key.page), form.essence());
        links.push(format!("<{target}>; rel=\"alternate\"; type=\"{kind}\""));
    }
    links.push(format!("<{}>; rel=\"canonical\"", key.path));
    links.push(format!("<{LICENCE}>; rel=\"license\""));
    if let Some(about) = about.filter(|about| *about != key.path) {
        links.push(format!(
            "<{about}>; rel=\"http://xmlns.com/foaf/0.1/primaryTopic\""
        ));
        links.push(format!(
            "<{}>; rel=\"describedby\"; anchor=\"{about}\"",
            key.path
        ));
    }
    if let Some((collection, _)) = key.path.rsplit_once('/')
        && key.path.starts_with("/doc/")
        && collection != "/doc"
    {
        links.push(format!("<{collection}>; rel=\"collection\""));
    }
    if key.page > 1 {
        let target = target(key.form, key.page - 1);
        links.push(format!("<{target}>; rel=\"prev\""));
    }
    if more {
        links.push(format!(
            "<{}>; rel=\"next\"",
            target(key.form, key.page + 1)
        ));
    }
    links.join(", ")
}
