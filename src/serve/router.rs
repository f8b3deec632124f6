use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{MethodRouter, any};

use super::published::published;
use super::{Form, Problem, Site, documents, memento, operations, pages, sparql};

/// All that is answered; the table of paths stands at [`Front`](super::Front).
pub(super) fn router(site: Arc<Site>) -> Router {
    let versioned = VERSIONED.iter().fold(Router::new(), |router, route| {
        router.route(&route.path, (route.answer)())
    });
    versioned
        .route("/", any(pages::home))
        .route("/assets/{*file}", any(pages::asset))
        .route("/memento/{stamp}/{*rest}", any(memento::memento))
        .route("/timegate/{*rest}", any(memento::gate))
        .route("/timemap/{*rest}", any(memento::map))
        .route("/-/health", any(operations::health))
        .route("/-/ready", any(operations::ready))
        .route("/-/metrics", any(operations::metrics))
        .fallback(unknown)
        .with_state(site)
}

/// The routes whose answers change with the generations, so that each of their paths has a past.
static VERSIONED: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let catalogue = Form::ALL.map(|form| format!("/catalogue.{}", form.suffix()));
    let documents = [
        "/catalogue",
        "/id/{*thing}",
        "/doc/{*document}",
        "/def/{*term}",
    ];
    let documents = documents.into_iter().map(str::to_owned).chain(catalogue);
    let documents = documents.map(|path| Route::new(path, || any(documents::read)));
    let datasets = Route::new("/data/{*data}", || any(data));
    let sparql = ["/sparql", "/sparql/"].map(|path| Route::new(path, || any(sparql::endpoint)));
    documents.chain([datasets]).chain(sparql).collect()
});

struct Route {
    /// A path, the rest of which may be open: `/id/{*thing}` is all below `/id/`.
    path: String,
    answer: fn() -> MethodRouter<Arc<Site>>,
}

impl Route {
    fn new(path: impl Into<String>, answer: fn() -> MethodRouter<Arc<Site>>) -> Self {
        let path = path.into();
        Self { path, answer }
    }

    fn leads(&self, path: &str) -> bool {
        match self.path.split_once("{*") {
            Some((start, _)) => path
                .strip_prefix(start)
                .is_some_and(|rest| !rest.is_empty()),
            None => path == self.path,
        }
    }
}

/// Whether the answers for a path change with the generations.
pub(super) fn has_past(path: &str) -> bool {
    VERSIONED.iter().any(|route| route.leads(path))
}

/// `/data/…`: the slices of datasets, the files of releases, and documents. The router takes no
/// other path beside one for all of them.
async fn data(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    published(&site, &site.live(), parts.uri.path(), &parts).await
}

async fn unknown(State(site): State<Arc<Site>>, request: Request) -> Problem {
    Problem::not_found(&format!("{}{}", site.base(), request.uri().path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_published_has_a_past_and_how_the_server_is_has_none() {
        for path in [
            "/catalogue",
            "/catalogue.ttl",
            "/id/court/a",
            "/data/b",
            "/sparql/",
        ] {
            assert!(has_past(path), "{path}");
        }
        for path in [
            "/",
            "/doc/",
            "/catalogue.txt",
            "/-/health",
            "/memento/1/doc/a",
        ] {
            assert!(!has_past(path), "{path}");
        }
    }
}
