use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::any;

use super::documents::Asked;
use super::gone::Gone;
use super::{Form, Problem, Site, documents, files, memento, operations, pages, slice, sparql};

/// All that the server answers.
///
/// | path | answer |
/// |---|---|
/// | `/` | the home page |
/// | `/id/…` | 303 to the document about the thing |
/// | `/doc/…`, `/def/…`, `/data/…`, `/catalogue` | documents |
/// | `/data/{dataset}/slice` | a part of a dataset |
/// | `/data/{dataset}/release/{edition}/{file}` | a file of a release |
/// | `/sparql` | the SPARQL endpoint |
/// | `/memento/…`, `/timegate/…`, `/timemap/…` | the past |
/// | `/-/health`, `/-/ready`, `/-/metrics` | how the server is |
pub(super) fn router(site: Arc<Site>) -> Router {
    let catalogue = Form::ALL.map(|form| format!("/catalogue.{}", form.suffix()));
    let catalogue = catalogue.iter().fold(Router::new(), |router, path| {
        router.route(path, any(documents::read))
    });
    catalogue
        .route("/", any(pages::home))
        .route("/assets/{*file}", any(pages::asset))
        .route("/catalogue", any(documents::read))
        .route("/id/{*thing}", any(documents::read))
        .route("/doc/{*document}", any(documents::read))
        .route("/def/{*term}", any(documents::read))
        .route("/data/{*data}", any(data))
        .route("/sparql", any(sparql::endpoint))
        .route("/sparql/", any(sparql::endpoint))
        .route("/memento/{stamp}/{*rest}", any(memento::memento))
        .route("/timegate/{*rest}", any(memento::gate))
        .route("/timemap/{*rest}", any(memento::map))
        .route("/-/health", any(operations::health))
        .route("/-/ready", any(operations::ready))
        .route("/-/metrics", any(operations::metrics))
        .fallback(unknown)
        .with_state(site)
}

/// `/data/…`: the slices of datasets, the files of releases, and documents. The router takes no
/// other path beside one for all of them.
async fn data(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    let (uri, headers) = (&parts.uri, &parts.headers);
    let live = site.live();
    if let Some(gone) = Gone::answer_below(&site, &live, uri.path()) {
        return Ok(gone);
    }
    if let Some(at) = slice::at_path(uri.path()) {
        let query = uri.query().unwrap_or_default();
        return slice::answer(&site, &live, at, query, headers).await;
    }
    if let Some(held) = live.shelf.find(uri.path()) {
        return files::answer(held, &parts.method, headers).await;
    }
    documents::answer(&site, &live, uri.path(), Asked::of(uri)?, headers).await
}

async fn unknown(State(site): State<Arc<Site>>, request: Request) -> Problem {
    Problem::not_found(&format!("{}{}", site.base(), request.uri().path()))
}
