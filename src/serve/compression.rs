use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE};
use axum::response::Response;
use tower::ServiceExt;
use tower_http::compression::{CompressionLayer, Predicate};

use super::Site;
use super::files::worth_compressing;
use super::operations::vary_by_coding;
use super::router::router;

/// The routes of the server, with and without the layer that compresses their answers.
///
/// A request without [`Accept-Encoding`](https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding)
/// does not pass the layer, which boxes the service, the future and the body once more.
pub(super) struct Compression {
    compressing: Router,
    plain: Router,
}

impl Compression {
    pub(super) fn new(site: Arc<Site>) -> Self {
        let plain = router(site);
        let layer = CompressionLayer::new().compress_when(worth_compressing());
        Self {
            compressing: plain.clone().layer(layer),
            plain,
        }
    }

    pub(super) async fn answer(&self, request: Request) -> Response {
        if request.headers().contains_key(ACCEPT_ENCODING) {
            let Ok(response) = self.compressing.clone().oneshot(request).await;
            return response;
        }
        let Ok(mut response) = self.plain.clone().oneshot(request).await;
        if is_compressed_for_others(&response) {
            vary_by_coding(response.headers_mut());
        }
        response
    }
}

/// Whether the layer would compress an answer: it leaves alone what is coded already, and parts.
fn is_compressed_for_others(response: &Response) -> bool {
    let headers = response.headers();
    let is_left_alone =
        headers.contains_key(CONTENT_ENCODING) || headers.contains_key(CONTENT_RANGE);
    !is_left_alone && worth_compressing().should_compress(response)
}
