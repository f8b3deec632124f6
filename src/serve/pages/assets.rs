use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, Response, StatusCode, Uri};

use crate::serve::Problem;
use crate::serve::cache::etag;
use crate::serve::respond::{is_unchanged, put, with_headers};

/// The files of the pages, which are part of the program.
const ASSETS: [(&str, &str, &str); 2] = [
    (
        "/assets/site.css",
        "text/css; charset=utf-8",
        include_str!("../../../web/assets/site.css"),
    ),
    (
        "/assets/icon.svg",
        "image/svg+xml",
        include_str!("../../../web/assets/icon.svg"),
    ),
];

/// `/assets/…`
pub(in crate::serve) async fn asset(
    uri: Uri,
    request: HeaderMap,
) -> Result<Response<Body>, Problem> {
    let found = ASSETS.iter().find(|(path, _, _)| *path == uri.path());
    let (_, content_type, text) = found.ok_or_else(|| Problem::not_found(uri.path()))?;
    let tag = etag(text.as_bytes());
    let mut headers = HeaderMap::new();
    put(&mut headers, ETAG, &tag);
    put(&mut headers, CACHE_CONTROL, "public, max-age=3600");
    if is_unchanged(&request, &tag, None) {
        return Ok(with_headers(
            StatusCode::NOT_MODIFIED,
            headers,
            Body::empty(),
        ));
    }
    put(&mut headers, CONTENT_TYPE, content_type);
    Ok(with_headers(StatusCode::OK, headers, Body::from(*text)))
}
