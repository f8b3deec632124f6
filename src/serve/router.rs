use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW,
    CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use tower_http::compression::CompressionLayer;

use super::negotiate::{choose, field};
use super::respond::put;
use super::{Form, Problem, Site, documents, memento, operations, pages, sparql};

/// The methods of everything but the endpoint.
const METHODS: &str = "GET, HEAD, OPTIONS";

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
        .layer(from_fn(draw_problems))
        .layer(CompressionLayer::new())
        .layer(from_fn(operations::tell_encodings_apart))
        .layer(from_fn(allow_methods))
        .layer(from_fn(share))
        .layer(from_fn(operations::make_safe))
        .layer(from_fn_with_state(Arc::clone(&site), operations::observe))
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

/// Lets pages of any origin read every answer, errors too, and answers `OPTIONS`.
async fn share(request: Request, next: Next) -> Response {
    let allow = allowed(request.uri().path());
    let mut response = if request.method() == Method::OPTIONS {
        let mut headers = HeaderMap::new();
        put(&mut headers, ALLOW, allow);
        put(&mut headers, ACCESS_CONTROL_ALLOW_METHODS, allow);
        put(
            &mut headers,
            ACCESS_CONTROL_ALLOW_HEADERS,
            "Accept, Accept-Language, Content-Type, If-None-Match, If-Modified-Since, Accept-Datetime",
        );
        put(&mut headers, ACCESS_CONTROL_MAX_AGE, "86400");
        (StatusCode::NO_CONTENT, headers).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = "Content-Location, ETag, Link, Allow, Retry-After, Memento-Datetime, \
                   RateLimit, RateLimit-Policy, X-Request-Id";
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static(exposed),
    );
    response
}

fn allowed(path: &str) -> &'static str {
    if path.trim_end_matches('/').ends_with("/sparql") {
        sparql::METHODS
    } else {
        METHODS
    }
}

/// Refuses methods that a resource does not know; the endpoint looks at its own.
async fn allow_methods(request: Request, next: Next) -> Response {
    let endpoint = allowed(request.uri().path()) == sparql::METHODS;
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if endpoint || reads {
        next.run(request).await
    } else {
        Problem::method_not_allowed(request.method().as_str(), METHODS).into_response()
    }
}

/// Draws a problem as a page where the client is a browser.
async fn draw_problems(request: Request, next: Next) -> Response {
    let accept = field(request.headers(), &ACCEPT);
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        return response;
    };
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Accept"));
    let offers = [
        (Problem::MEDIA_TYPE, false),
        ("application/json", false),
        ("text/html", true),
    ];
    if choose(accept.as_deref(), &offers) != Some(true) {
        return response;
    }
    let Some(page) = pages::problem(&problem) else {
        return response;
    };
    put(headers, CONTENT_TYPE, Form::Html.content_type());
    headers.remove(axum::http::header::CONTENT_LENGTH);
    let (parts, _) = response.into_parts();
    (parts, page).into_response()
}
