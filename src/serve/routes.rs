use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, VARY};
use axum::http::{HeaderValue, Method};
use axum::response::Response;
use tower::ServiceExt;
use tower_http::compression::{CompressionLayer, Predicate};

use super::Site;
use super::files::worth_compressing;
use super::router::router;

/// The routes of the server, with and without the layer that compresses their answers.
///
/// Who asks for no compression does not pass it: the layer costs as much as a tenth of what it takes
/// to send a document that is kept.
pub(super) struct Routes {
    compressing: Router,
    plain: Router,
}

impl Routes {
    pub(super) fn new(site: Arc<Site>) -> Self {
        let plain = router(site);
        let layer = CompressionLayer::new().compress_when(worth_compressing());
        Self {
            compressing: plain.clone().layer(layer),
            plain,
        }
    }

    pub(super) async fn answer(&self, request: Request) -> Response {
        // The answer to HEAD has no body by which to tell whether it is worth to be compressed.
        if request.method() == Method::HEAD || request.headers().contains_key(ACCEPT_ENCODING) {
            let Ok(response) = self.compressing.clone().oneshot(request).await;
            return response;
        }
        let Ok(mut response) = self.plain.clone().oneshot(request).await;
        vary(&mut response);
        response
    }
}

/// Says of an answer that it would be compressed for others.
fn vary(response: &mut Response) {
    let headers = response.headers();
    let is_other = headers.contains_key(CONTENT_ENCODING) || headers.contains_key(CONTENT_RANGE);
    if !is_other && worth_compressing().should_compress(response) {
        let name = HeaderValue::from_name(ACCEPT_ENCODING);
        response.headers_mut().append(VARY, name);
    }
}
