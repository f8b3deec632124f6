use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// Gives each [content coding](https://www.rfc-editor.org/rfc/rfc9110#name-content-codings) of an
/// answer an entity tag of its own: a strong tag stands for bytes, and other codings have others.
///
/// `"abc"` compressed with gzip is `"abc-gzip"`. A client that sends such a tag back is understood,
/// and is told the tag that it knows.
pub(in crate::serve) async fn tell_encodings_apart(mut request: Request, next: Next) -> Response {
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    if let Some(plain) = known.as_ref().and_then(without_codings) {
        request.headers_mut().insert(IF_NONE_MATCH, plain);
    }
    let mut response = next.run(request).await;
    let tag = response
        .headers()
        .get(ETAG)
        .and_then(|tag| tag.to_str().ok()?.strip_suffix('"'));
    let Some(tag) = tag.map(str::to_owned) else {
        return response;
    };
    let coding = if response.status() == StatusCode::NOT_MODIFIED {
        known.as_ref().and_then(|known| coding_of(known, &tag))
    } else {
        coding(response.headers())
    };
    if let Some(coding) = coding
        && let Ok(tag) = HeaderValue::try_from(format!("{tag}-{coding}\""))
    {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// The codings that answers are sent in.
const CODINGS: [&str; 3] = ["gzip", "br", "zstd"];

fn coding(headers: &HeaderMap) -> Option<&'static str> {
    let coding = headers.get(CONTENT_ENCODING)?;
    CODINGS.into_iter().find(|known| coding == known)
}

/// The coding whose tag the client sent for this answer.
fn coding_of(known: &HeaderValue, tag: &str) -> Option<&'static str> {
    let known = known.to_str().ok()?;
    CODINGS
        .into_iter()
        .find(|coding| known.contains(&format!("{tag}-{coding}\"")))
}

/// The tags of the plain bytes; `None` where no tag names a coding.
fn without_codings(known: &HeaderValue) -> Option<HeaderValue> {
    let known = known.to_str().ok()?;
    let plain = CODINGS.iter().fold(known.to_owned(), |text, coding| {
        text.replace(&format!("-{coding}\""), "\"")
    });
    (plain != known)
        .then(|| HeaderValue::try_from(plain).ok())
        .flatten()
}
