//! The answers to requests for things and documents.

use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use oxrdf::{NamedNode, Triple};
use serde::Deserialize;

use super::address::{Address, split_suffix};
use super::cache::{Key, Rendered};
use super::document::Document;
use super::list::List;
use super::negotiate::{choose, field};
use super::pages;
use super::respond::{self, Sent, see_other};
use super::{Form, Language, Live, Problem, Site};
use crate::vocab::foaf;

/// The licence of all that the Ministry publishes.
pub(super) const LICENCE: &str =
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/";

/// What may follow the path of a document.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    page: Option<usize>,
    #[serde(default)]
    q: String,
    lang: Option<String>,
}

impl Asked {
    /// Reads the query of an address.
    pub(super) fn of(uri: &Uri) -> Result<Self, Problem> {
        if uri.query().is_none() {
            return Ok(Self::default());
        }
        let asked = Query::try_from_uri(uri);
        let asked = asked.map(|Query(asked)| asked);
        asked.map_err(|error| {
            let hint = "`page` is a number from 1 on, and each parameter stands once.";
            Problem::bad_request(error.body_text()).hint(hint)
        })
    }
}

/// `/id/…`, `/doc/…`, `/def/…` and `/data/…`, as the live generation has them.
pub(super) async fn read(
    State(site): State<Arc<Site>>,
    request: Request,
) -> Result<Response, Problem> {
    let (Parts { uri, headers, .. }, _) = request.into_parts();
    let live = site.live();
    answer(&site, &live, uri.path(), Asked::of(&uri)?, &headers).await
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
    if let Some(gone) = thing.as_ref().and_then(|thing| live.gone.get(thing)) {
        return Ok(gone.answer(site, &uri));
    }
    let known = match &thing {
        // What has a name is known without a look into the store.
        Some(thing) => {
            live.names.has(thing.as_ref())
                || live.store.describe(thing.as_ref())?
                || List::of(live, rest).is_some()
        }
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
    let subject = live.subjects.find(site, live, path)?;
    let form = match subject.form() {
        Some(form) => form,
        None => negotiate(headers)?,
    };
    let language = match asked.lang.as_deref() {
        // Only pages differ by language: all other forms carry all languages.
        _ if form != Form::Html => Language::default(),
        Some("cy") => Language::Welsh,
        Some("en") => Language::English,
        _ => Language::choose(field(headers, &ACCEPT_LANGUAGE).as_deref()),
    };
    let key = Key {
        path: subject.path().to_owned(),
        page: asked.page.unwrap_or(1).max(1),
        search: asked.q,
        form,
        language,
    };
    let rendered = match live.documents.get(&key) {
        Some(rendered) => rendered,
        None => render(site, live, Arc::clone(&subject), key).await?,
    };
    let mut response = respond::document(headers, &rendered, live.published.as_ref());
    if let Subject::Thing(address) = &*subject
        && let Some(gone) = live.gone.get(&address.about)
    {
        gone.mark(site, &mut response);
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

/// What paths lead to, as far as they were asked for: a key may have a dot, so that the store must
/// say what is a suffix.
pub(super) struct Subjects(quick_cache::sync::Cache<String, Arc<Subject>>);

impl Subjects {
    /// How many are kept.
    const KEPT: usize = 50_000;

    fn find(&self, site: &Site, live: &Live, path: &str) -> Result<Arc<Subject>, Problem> {
        if live.store.are_at_hand() {
            return Subject::find(site, live, path).map(Arc::new);
        }
        if let Some(subject) = self.0.get(path) {
            return Ok(subject);
        }
        let subject = Arc::new(Subject::find(site, live, path)?);
        self.0.insert(path.to_owned(), Arc::clone(&subject));
        Ok(subject)
    }
}

impl Default for Subjects {
    fn default() -> Self {
        Self(quick_cache::sync::Cache::new(Self::KEPT))
    }
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

async fn render(
    site: &Arc<Site>,
    live: &Arc<Live>,
    subject: Arc<Subject>,
    key: Key,
) -> Result<Arc<Rendered>, Problem> {
    if live.store.are_at_hand() && !takes_long(live, &subject, key.form) {
        // It takes less time than to hand it to another thread and back.
        return make(site, live, &subject, &key);
    }
    let (site, live) = (Arc::clone(site), Arc::clone(live));
    // Reading the database blocks; it must not hold up other requests.
    let made = tokio::task::spawn_blocking(move || make(&site, &live, &subject, &key)).await;
    made.unwrap_or_else(|error| Err(Problem::internal(&error)))
}

fn takes_long(live: &Live, subject: &Subject, form: Form) -> bool {
    match subject {
        Subject::Thing(address) if form == Form::Html => {
            pages::takes_long(live, address.about.as_ref())
        }
        Subject::Thing(_) | Subject::List(..) => false,
    }
}

fn make(site: &Site, live: &Live, subject: &Subject, key: &Key) -> Result<Arc<Rendered>, Problem> {
    live.documents.get_or_make(key, || match subject {
        Subject::Thing(address) => render_thing(site, live, address, key),
        Subject::List(path, _) => render_list(site, live, path, key),
    })
}

fn render_thing(
    site: &Site,
    live: &Live,
    address: &Address,
    key: &Key,
) -> Result<Rendered, Problem> {
    let uri = address.uri(site);
    let found = Document::read(live, address.about.clone(), uri.clone(), key.page)?;
    let document = found.ok_or_else(|| Problem::not_found(uri.as_str()))?;
    let body = match key.form.rdf() {
        Some(format) => {
            let of_itself = document.of_itself();
            let of_itself = of_itself.iter().map(Triple::as_ref);
            let triples = of_itself.chain(document.triples(live));
            site.syntaxes().write(format, triples)?
        }
        None => pages::thing(site, live, &document, key)?,
    };
    let about = site.door(document.about.as_str()).to_owned();
    let links = links(key, Some(&about), document.more);
    Ok(respond::rendered(body, &links, key.form, &sent(live, key)))
}

fn render_list(site: &Site, live: &Live, path: &str, key: &Key) -> Result<Rendered, Problem> {
    let uri = format!("{}{path}", site.base());
    let concept = path.strip_prefix("/doc/").unwrap_or_default();
    let list = List::read(live, concept, &key.search, key.page);
    let list = list.ok_or_else(|| Problem::not_found(&uri))?;
    let body = match key.form.rdf() {
        Some(format) => site.syntaxes().write(format, &list.triples(live, &uri))?,
        None => pages::list(site, &list, key)?,
    };
    let links = links(key, None, list.more);
    Ok(respond::rendered(body, &links, key.form, &sent(live, key)))
}

fn sent<'l>(live: &'l Live, key: &Key) -> Sent<'l> {
    Sent {
        location: address(key, key.page),
        published: live.published.as_ref(),
        language: key.language,
    }
}

/// The address of a page of a document or list in the form of the key.
fn address(key: &Key, page: usize) -> String {
    [&key.path, ".", key.form.suffix(), &query(key, page)].concat()
}

/// What follows the path in the address of a page of a document or list.
fn query(key: &Key, page: usize) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    if page > 1 {
        pairs.append_pair("page", &page.to_string());
    }
    if !key.search.is_empty() {
        pairs.append_pair("q", &key.search);
    }
    let mut query = pairs.finish();
    if !query.is_empty() {
        query.insert(0, '?');
    }
    query
}

/// The [links](https://www.rfc-editor.org/rfc/rfc8288) of a document: its other forms, the thing
/// it is about, and the pages beside it.
fn links(key: &Key, about: Option<&str>, more: bool) -> String {
    let path = key.path.as_str();
    let mut links = String::with_capacity(1024);
    let here = query(key, key.page);
    for form in Form::ALL.into_iter().filter(|form| *form != key.form) {
        links.extend(["<", path, ".", form.suffix(), &here, ">; rel=\"alternate\""]);
        links.extend(["; type=\"", form.essence(), "\", "]);
    }
    links.extend(["<", path, ">; rel=\"canonical\""]);
    links.extend([", <", LICENCE, ">; rel=\"license\""]);
    if let Some(about) = about.filter(|about| *about != path) {
        let topic = foaf::PRIMARY_TOPIC.as_str();
        links.extend([", <", about, ">; rel=\"", topic, "\""]);
        links.extend([
            ", <",
            path,
            ">; rel=\"describedby\"; anchor=\"",
            about,
            "\"",
        ]);
    }
    if let Some((collection, _)) = path.rsplit_once('/')
        && path.starts_with("/doc/")
        && collection != "/doc"
    {
        links.extend([", <", collection, ">; rel=\"collection\""]);
    }
    if key.page > 1 {
        let before = address(key, key.page - 1);
        links.extend([", <", &before, ">; rel=\"prev\""]);
    }
    if more {
        let after = address(key, key.page + 1);
        links.extend([", <", &after, ">; rel=\"next\""]);
    }
    links
}
