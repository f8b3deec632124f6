/// Whether a language tag matches a
/// [basic language range](https://www.rfc-editor.org/rfc/rfc4647#section-3.3.1), as SPARQL's
/// `langMatches` does.
pub(crate) fn matches_range(tag: &str, range: &str) -> bool {
    if range == "*" {
        return !tag.is_empty();
    }
    let Some(start) = tag.get(..range.len()) else {
        return false;
    };
    let rest = &tag[range.len()..];
    start.eq_ignore_ascii_case(range) && (rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_matches_whole_subtags() {
        assert!(matches_range("en-gb", "EN"));
        assert!(matches_range("cy", "*"));
        assert!(!matches_range("eng", "en"));
        assert!(!matches_range("en", "en-GB"));
    }
}
