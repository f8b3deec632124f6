/// The text of a query as its tokens, for comparing queries without parsing them.
///
/// Runs of white space and comments are one space; IRIs and strings are kept as they are. Two
/// queries with the same canonical text are the same query. It reads any text, in linear time and
/// without recursion, and so it can also tell how deep brackets nest before a parser that recurses
/// sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Canonical {
    /// The text.
    pub(super) text: String,
    /// How deep brackets nest.
    pub(super) depth: usize,
    /// Whether it names a function whose value differs each time.
    pub(super) stability: Stability,
}

/// Whether the same data give the same answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stability {
    /// They do.
    Stable,
    /// The query may use the clock, chance, or another service.
    Unstable,
}

/// Words that may make an answer differ from the one before.
const UNSTABLE: [&str; 6] = ["NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"];

impl Canonical {
    /// Reads a query.
    pub(super) fn of(query: &str) -> Self {
        let mut text = String::with_capacity(query.len());
        let (mut depth, mut deepest) = (0_usize, 0);
        let mut stability = Stability::Stable;
        let mut rest = query;
        while let Some(first) = rest.chars().next() {
            let token = &rest[..token_length(rest, first)];
            rest = &rest[token.len()..];
            match first {
                '#' => space(&mut text),
                c if c.is_whitespace() => space(&mut text),
                _ => text.push_str(token),
            }
            match first {
                '(' | '{' | '[' => depth += 1,
                ')' | '}' | ']' => depth = depth.saturating_sub(1),
                _ if UNSTABLE.iter().any(|word| token.eq_ignore_ascii_case(word)) => {
                    stability = Stability::Unstable;
                }
                _ => {}
            }
            deepest = deepest.max(depth);
        }
        Self {
            text: text.trim().to_owned(),
            depth: deepest,
            stability,
        }
    }
}

fn space(text: &mut String) {
    if !text.ends_with(' ') {
        text.push(' ');
    }
}

/// The length in bytes of the token that a text begins with.
fn token_length(text: &str, first: char) -> usize {
    match first {
        '#' => text.find(['\n', '\r']).unwrap_or(text.len()),
        '<' => iri_length(text).unwrap_or(1),
        '"' | '\'' => string_length(text, first),
        // An escape in a local name: what follows is no quote, comment or bracket.
        '\\' => text.chars().take(2).map(char::len_utf8).sum(),
        c if c.is_whitespace() => c.len_utf8(),
        c if is_word(c) => text.find(|c| !is_word(c)).unwrap_or(text.len()),
        c => c.len_utf8(),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of an [`IRIREF`](https://www.w3.org/TR/sparql11-query/#rIRIREF), if it is one and
/// not a comparison.
fn iri_length(text: &str) -> Option<usize> {
    let inside = &text[1..];
    let end = inside.find(|c: char| c <= ' ' || "<>\"{}|^`\\".contains(c))?;
    inside[end..].starts_with('>').then_some(end + 2)
}

fn string_length(text: &str, quote: char) -> usize {
    let long: String = [quote; 3].iter().collect();
    let (quotes, end) = if text.starts_with(&long) {
        (3, long.as_str())
    } else {
        (1, &long[..1])
    };
    let mut at = quotes;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(end) {
            return at + end.len();
        }
        at += match rest.chars().next() {
            Some('\\') => rest.chars().take(2).map(char::len_utf8).sum(),
            Some(c) => c.len_utf8(),
            None => 0,
        };
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(query: &str) -> String {
        Canonical::of(query).text
    }

    #[test]
    fn white_space_and_comments_are_one_space() {
        let query = "SELECT *  # all of it {{{\n\tWHERE{?s ?p <http://a#b>}\n";
        assert_eq!(text(query), "SELECT * WHERE{?s ?p <http://a#b>}");
    }

    #[test]
    fn strings_are_kept_with_what_looks_like_a_comment() {
        for string in [
            "'a # b'",
            "\"a\\\" # b\"",
            "'''a ' # \n b'''",
            "\"\"\" # \"\"\"",
        ] {
            let query = format!("ASK  {{ ?s ?p {string} }}");
            assert_eq!(text(&query), format!("ASK {{ ?s ?p {string} }}"));
        }
    }

    #[test]
    fn a_comparison_is_no_iri() {
        let query = "ASK { FILTER(?a <?b  && ?c> ?d) }";
        assert_eq!(text(query), "ASK { FILTER(?a <?b && ?c> ?d) }");
    }

    #[test]
    fn nesting_counts_brackets_outside_strings() {
        assert_eq!(Canonical::of("ASK { FILTER((1) = '((((') }").depth, 3);
        assert_eq!(Canonical::of(&"(".repeat(10_000)).depth, 10_000);
    }

    #[test]
    fn chance_and_clock_are_seen_but_not_in_strings() {
        assert_eq!(
            Canonical::of("SELECT (now() AS ?t) {}").stability,
            Stability::Unstable
        );
        assert_eq!(
            Canonical::of("ASK { ?s ?p 'now' }").stability,
            Stability::Stable
        );
    }

    proptest! {
        #[test]
        fn any_text_can_be_read_and_is_read_once_and_for_all(query in "[ -~\n]{0,80}") {
            let once = text(&query);
            prop_assert_eq!(text(&once), once);
        }
    }
}
