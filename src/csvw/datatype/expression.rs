use regex::Regex;

use super::format::FormatError;

/// A regular expression in the syntax of
/// [ECMAScript](https://www.w3.org/TR/tabular-data-model/#formats-for-other-types) that describes a
/// whole value.
///
/// Most expressions mean the same to the crate `regex`, which takes time that is linear in the text
/// whatever the expression; only those that need looking around or back are left to a matcher that
/// backtracks.
#[derive(Clone, Debug)]
pub(crate) enum Expression {
    Linear(Regex),
    Backtracking(regress::Regex),
}

impl Expression {
    /// Compiles an expression.
    pub(super) fn parse(text: &str) -> Result<Self, FormatError> {
        let backtracking =
            compile(text).map_err(|error| FormatError::Expression(text.to_owned(), error.text))?;
        let linear = translated(text).and_then(|text| Regex::new(&format!("^(?:{text})$")).ok());
        Ok(linear.map_or(Self::Backtracking(backtracking), Self::Linear))
    }

    /// Whether a whole text is as the expression says.
    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Linear(expression) => expression.is_match(text),
            Self::Backtracking(expression) => expression.find(text).is_some(),
        }
    }
}

/// Compiles for the backtracking matcher; first by itself, so that a stray parenthesis cannot hide
/// between those that are put around it.
fn compile(text: &str) -> Result<regress::Regex, regress::Error> {
    let whole = format!("^(?:{text})$");
    let of_characters =
        regress::Regex::with_flags(text, "u").and_then(|_| regress::Regex::with_flags(&whole, "u"));
    of_characters.or_else(|_| {
        regress::Regex::new(text)?;
        regress::Regex::new(&whole)
    })
}

/// The expression in the syntax of the crate `regex`; `None` where that might mean something else.
fn translated(text: &str) -> Option<String> {
    if ["[]", "[^]", "{,"].iter().any(|odd| text.contains(odd)) {
        return None;
    }
    let mut out = String::new();
    let mut in_class = false;
    let mut before = '\0';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match c {
            '\\' => {
                out.push_str(&escape(chars.next()?, in_class)?);
                // A set as the end of a range is no range in one syntax and an error in the other.
                if in_class && (before == '-' || chars.peek() == Some(&'-')) {
                    return None;
                }
            }
            '[' if in_class => return None,
            '&' | '-' | '~' if in_class && next == Some(c) => return None,
            '(' if next == Some('?') && !is_plain_group(&mut chars.clone()) => return None,
            '.' if !in_class => out.push_str(r"[^\n\r\u{2028}\u{2029}]"),
            _ => {
                in_class = c == '[' || in_class && c != ']';
                out.push(c);
            }
        }
        before = c;
    }
    Some(out)
}

/// Whether a group that starts with `?` only groups.
fn is_plain_group(rest: &mut impl Iterator<Item = char>) -> bool {
    rest.next() == Some('?') && rest.next() == Some(':')
}

/// What an escape of ECMAScript is written like in Rust; letters stand for ASCII only.
fn escape(c: char, in_class: bool) -> Option<String> {
    let (digits, words) = ("0-9", "0-9A-Za-z_");
    Some(match c {
        'd' => format!("[{digits}]"),
        'D' => format!("[^{digits}]"),
        'w' => format!("[{words}]"),
        'W' => format!("[^{words}]"),
        'b' if !in_class => r"(?-u:\b)".to_owned(),
        's' | 'S' | 't' | 'n' | 'r' | 'f' | 'v' => format!("\\{c}"),
        '<' | '>' => c.to_string(),
        _ if c.is_ascii_alphanumeric() => return None,
        _ if c.is_ascii_punctuation() => format!("\\{c}"),
        _ => c.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_expression_describes_the_whole_value() {
        let matches =
            |expression: &str, text: &str| Expression::parse(expression).unwrap().matches(text);
        assert!(matches("[Aa]+", "AaA") && !matches("[Aa]+", "AaAb"));
        assert!(matches("a|bc", "bc") && !matches("a|bc", "abc"));
        assert!(matches(r"^\d{2}\-x$", "12-x") && !matches(r"\d", "\u{661}"));
        assert!(matches("(?=a)a.", "ab") && matches(r"(.)\1", "aa"));
        for wrong in ["+", "(", ")(", "[b-a]", "a{2,1}"] {
            assert!(Expression::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn no_expression_makes_a_long_text_take_long() {
        let expression = Expression::parse("(a+)+b").unwrap();
        assert!(!expression.matches(&"a".repeat(10_000)));
    }

    proptest! {
        #[test]
        fn both_matchers_agree(expression in r"[ab.\\dws\[\]^()|*?+-]{0,8}", text in "[ab1_ -]{0,6}") {
            if let (Ok(found), Ok(plain)) = (Expression::parse(&expression), compile(&expression)) {
                prop_assert_eq!(found.matches(&text), plain.find(&text).is_some(), "{} {:?}", expression, text);
            }
        }
    }
}
