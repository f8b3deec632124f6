use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use tower_http::compression::CompressionLayer;

use super::front::front;
use super::{Problem, Site, documents, memento, operations, pages, sparql};

/// All that the server answers.
///
/// | path | answer |
/// |---|---|
/// | `/` | the home page |
/// | `/id/…` | 303 to the document about the thing |
/// | `/doc/…`, `/def/…`, `/data/…` | documents |
/// | `/sparql` | the SPARQL endpoint |
/// | `/memento/…`, `/timegate/…`, `/timemap/…` | the past |
/// | `/-/health`, `/-/ready`, `/-/metrics` | how the server is |
pub fn router(site: Arc<Site>) -> Router {
    let timeless = Router::new()
        .route("/", any(pages::home))
        .route("/assets/{*file}", any(pages::asset))
        .route("/memento/{stamp}/{*rest}", any(memento::memento))
        .route("/timegate/{*rest}", any(memento::gate))
        .route("/timemap/{*rest}", any(memento::map))
        .route("/-/health", any(operations::health))
        .route("/-/ready", any(operations::ready))
        .route("/-/metrics", any(operations::metrics))
        .fallback(unknown);
    with_history(&site)
        .merge(timeless)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&site), front))
        .with_state(site)
}

/// What had other answers in the past.
fn with_history(site: &Arc<Site>) -> Router<Arc<Site>> {
    Router::new()
        .route("/id/{*thing}", any(documents::read))
        .route("/doc/{*document}", any(documents::read))
        .route("/def/{*term}", any(documents::read))
        .route("/data/{*data}", any(documents::read))
        .route("/sparql", any(sparql::endpoint))
        .route("/sparql/", any(sparql::endpoint))
        .route_layer(from_fn_with_state(Arc::clone(site), memento::travel))
}

async fn unknown(State(site): State<Arc<Site>>, request: Request) -> Problem {
    Problem::not_found(&format!("{}{}", site.base(), request.uri().path()))
}
