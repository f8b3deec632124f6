/// A link of a [`Link` header](https://www.rfc-editor.org/rfc/rfc8288).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) target: String,
    rel: Vec<String>,
    media_type: Option<String>,
}

/// The media types that metadata may have.
const METADATA_TYPES: [&str; 3] = [
    "application/csvm+json",
    "application/ld+json",
    "application/json",
];

impl Link {
    /// Whether it leads from a tabular data file to its metadata.
    pub(super) fn describes(&self) -> bool {
        let is_metadata =
            |text: &String| METADATA_TYPES.contains(&text.to_ascii_lowercase().as_str());
        self.rel
            .iter()
            .any(|rel| rel.eq_ignore_ascii_case("describedby"))
            && self.media_type.as_ref().is_some_and(is_metadata)
    }

    /// The links of a header's value; what is no link is passed over.
    pub(super) fn parse_all(header: &str) -> Vec<Self> {
        let mut links = Vec::new();
        let mut rest = header;
        while let Some((_, after)) = rest.split_once('<') {
            let Some((target, after)) = after.split_once('>') else {
                break;
            };
            let (parameters, after) = split_parameters(after);
            links.push(Self::new(target, &parameters));
            rest = after;
        }
        links
    }

    fn new(target: &str, parameters: &[(String, String)]) -> Self {
        let get = |name: &str| {
            parameters
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.clone())
        };
        Self {
            target: target.to_owned(),
            rel: get("rel")
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            media_type: get("type"),
        }
    }
}

/// Reads `; name=value` and `; name="value"` up to the comma before the next link.
fn split_parameters(mut rest: &str) -> (Vec<(String, String)>, &str) {
    let mut parameters = Vec::new();
    while let Some(after) = rest.trim_start().strip_prefix(';') {
        let end = after.find(['=', ';', ',']).unwrap_or(after.len());
        let name = after[..end].trim().to_ascii_lowercase();
        rest = &after[end..];
        let Some(value) = rest.strip_prefix('=') else {
            parameters.push((name, String::new()));
            continue;
        };
        let value = value.trim_start();
        let (text, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => value.split_at(value.find([';', ',']).unwrap_or(value.len())),
        };
        parameters.push((name, text.trim().to_owned()));
        rest = after;
    }
    (parameters, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_apart_and_their_parameters_read() {
        let header = "<a.json>; rel=\"describedby other\"; type=\"application/csvm+json\", <b,c>; rel=next; title=\"x, <y>\"";
        let links = Link::parse_all(header);
        assert_eq!(
            links
                .iter()
                .map(|link| link.target.as_str())
                .collect::<Vec<_>>(),
            ["a.json", "b,c"]
        );
        assert!(links[0].describes() && !links[1].describes());
    }

    #[test]
    fn broken_headers_give_no_links_and_no_panic() {
        for header in ["", "<", "<a", ";;;", "<a>;=;\"", "<a>; rel=\"x"] {
            assert!(Link::parse_all(header).iter().all(|link| !link.describes()));
        }
    }
}
