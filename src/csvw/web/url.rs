use oxiri::Iri;

/// Whether two URLs are the same after
/// [normalisation](https://www.w3.org/TR/tabular-data-model/#url-normalization): the case of scheme
/// and host, default ports, an empty path, steps back and needless percent-encoding do not count.
pub(crate) fn same_url(a: &str, b: &str) -> bool {
    a == b || normalized(a) == normalized(b)
}

/// A URL without its fragment.
pub(crate) fn without_fragment(url: &str) -> &str {
    url.split_once('#').map_or(url, |(before, _)| before)
}

fn normalized(url: &str) -> String {
    let Ok(iri) = Iri::parse(url) else {
        return url.to_owned();
    };
    let scheme = iri.scheme().to_ascii_lowercase();
    let mut text = format!("{scheme}:");
    if let Some(authority) = iri.authority() {
        let authority = authority.to_ascii_lowercase();
        let default_port = match scheme.as_str() {
            "http" => ":80",
            "https" => ":443",
            _ => ":",
        };
        let bare = authority.strip_suffix(default_port).unwrap_or(&authority);
        text.push_str("//");
        text.push_str(bare.strip_suffix(':').unwrap_or(bare));
    }
    text.push_str(&plain_path(&iri));
    if let Some(query) = iri.query() {
        text.push('?');
        text.push_str(query);
    }
    plain_triplets(&text)
}

/// The path without `.` and `..`, which resolving takes out.
fn plain_path(iri: &Iri<&str>) -> String {
    let path = iri.path();
    if path.is_empty() {
        return "/".to_owned();
    }
    let rooted = path.starts_with('/') && !path.starts_with("//");
    let resolved = rooted.then(|| iri.resolve(path).ok()).flatten();
    resolved.map_or_else(|| path.to_owned(), |iri| iri.path().to_owned())
}

/// Decodes triplets of unreserved characters and puts the others in upper case.
fn plain_triplets(text: &str) -> String {
    let mut parts = text.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let hex = part
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
        if let Some(byte) = hex.filter(plain) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&part[..if hex.is_some() { 2 } else { 0 }].to_ascii_uppercase());
        }
        out.push_str(if hex.is_some() { &part[2..] } else { part });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_the_same_after_normalisation() {
        assert!(same_url(
            "HTTP://Example.org:80/a%7eb",
            "http://example.org/a~b"
        ));
        assert!(same_url("http://example.org", "http://example.org/"));
        assert!(same_url(
            "http://example.org/b/../a/./c",
            "http://example.org/a/c"
        ));
        assert!(!same_url("http://example.org/a?x", "http://example.org/a"));
        assert!(!same_url("http://example.org/a", "http://example.org/A"));
    }
}
