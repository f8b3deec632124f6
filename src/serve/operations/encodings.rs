use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;

/// The entity tags by which a client asks: each
/// [content coding](https://www.rfc-editor.org/rfc/rfc9110#name-content-codings) of an answer has a
/// tag of its own, because a strong tag stands for bytes, and other codings have others.
///
/// `"abc"` compressed with gzip is `"abc-gzip"`. A client that sends such a tag back is understood,
/// and is told the tag that it knows.
pub(in crate::serve) struct Codings {
    known: Option<HeaderValue>,
}

impl Codings {
    /// Puts the tags of the plain bytes in place of those of their codings.
    pub(in crate::serve) fn strip(headers: &mut HeaderMap) -> Self {
        let known = headers.get(IF_NONE_MATCH).cloned();
        if let Some(plain) = known.as_ref().and_then(without_codings) {
            headers.insert(IF_NONE_MATCH, plain);
        }
        Self { known }
    }

    /// Gives an answer the tag of its coding.
    pub(in crate::serve) fn tell(&self, response: &mut Response) {
        let coding = if response.status() == StatusCode::NOT_MODIFIED {
            // What has no body is not compressed, but says what the whole answer depends on.
            vary_by_coding(response.headers_mut());
            let tag = plain_tag(response.headers());
            let known = self.known.as_ref();
            tag.and_then(|tag| known.and_then(|known| coding_of(known, tag)))
        } else {
            coding(response.headers())
        };
        let Some(coding) = coding else { return };
        let tag = plain_tag(response.headers());
        let tag = tag.and_then(|tag| HeaderValue::try_from(format!("{tag}-{coding}\"")).ok());
        if let Some(tag) = tag {
            response.headers_mut().insert(ETAG, tag);
        }
    }
}

/// Says that others get the answer in another coding.
pub(in crate::serve) fn vary_by_coding(headers: &mut HeaderMap) {
    headers.append(VARY, HeaderValue::from_name(ACCEPT_ENCODING));
}

/// The tag of an answer without its last quote.
fn plain_tag(headers: &HeaderMap) -> Option<&str> {
    headers.get(ETAG)?.to_str().ok()?.strip_suffix('"')
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
