//! Which texts the string-like and binary datatypes allow.

use std::sync::LazyLock;

use oxilangtag::LanguageTag;
use regex::Regex;

use super::builtin::{Binary, Text};

/// Compiles one of the fixed expressions of this file.
fn fixed(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a fixed expression compiles")
}

/// [Name](https://www.w3.org/TR/xml/#NT-Name), as XSD counts its characters.
static NAME: LazyLock<Regex> =
    LazyLock::new(|| fixed(r"^[\p{L}\p{Nl}_:][\p{L}\p{Nl}\p{M}\p{N}_:.\-·]*$"));
static NMTOKEN: LazyLock<Regex> = LazyLock::new(|| fixed(r"^[\p{L}\p{Nl}\p{M}\p{N}_:.\-·]+$"));
static LANGUAGE: LazyLock<Regex> = LazyLock::new(|| fixed("^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$"));
static BASE64: LazyLock<Regex> = LazyLock::new(|| {
    fixed(
        r"^(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]|([A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?$",
    )
});

impl Text {
    /// Whether a text, its white space already treated, is a value.
    pub(crate) fn allows(self, text: &str) -> bool {
        match self {
            Self::Any | Self::String | Self::Markup | Self::NormalizedString | Self::Token => true,
            Self::Language => LANGUAGE.is_match(text),
            Self::Name => NAME.is_match(text),
            Self::NcName => is_ncname(text),
            Self::NmToken => NMTOKEN.is_match(text),
            Self::AnyUri => !text.contains([' ', '<', '>', '"', '{', '}', '|', '\\', '^', '`']),
            Self::QName => match text.split_once(':') {
                Some((prefix, local)) => is_ncname(prefix) && is_ncname(local),
                None => is_ncname(text),
            },
        }
    }

    /// Whether line ends and tabs in a cell stay as they are.
    pub(crate) fn keeps_line_ends(self) -> bool {
        matches!(self, Self::Any | Self::String | Self::Markup)
    }

    /// Whether white space around and within a cell stays as it is.
    pub(crate) fn keeps_spaces(self) -> bool {
        self.keeps_line_ends() || self == Self::NormalizedString
    }
}

fn is_ncname(text: &str) -> bool {
    !text.contains(':') && NAME.is_match(text)
}

impl Binary {
    /// How many bytes a text stands for; `None` if it is none.
    pub(crate) fn length(self, text: &str) -> Option<usize> {
        match self {
            Self::Hex => {
                let hex = text.len().is_multiple_of(2)
                    && text.bytes().all(|byte| byte.is_ascii_hexdigit());
                hex.then_some(text.len() / 2)
            }
            Self::Base64 => BASE64.is_match(text).then(|| {
                let digits = text.bytes().filter(|byte| !matches!(byte, b' ' | b'='));
                digits.count() * 3 / 4
            }),
        }
    }
}

/// Whether a text is a [language tag](https://www.rfc-editor.org/rfc/bcp/bcp47.txt).
pub(crate) fn is_language_tag(text: &str) -> bool {
    LanguageTag::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_string_like_types_allow_what_xsd_allows() {
        assert!(Text::Name.allows("a:b-c.d") && !Text::Name.allows("1a") && !Text::Name.allows(""));
        assert!(Text::NmToken.allows("1a") && !Text::NmToken.allows("a b"));
        assert!(
            Text::QName.allows("a:b") && !Text::QName.allows("a:b:c") && !Text::QName.allows(":b")
        );
        assert!(Text::Language.allows("en-GB") && !Text::Language.allows("a-bad-language-"));
        assert!(!Text::AnyUri.allows("a b"));
    }

    #[test]
    fn binaries_are_counted_in_bytes() {
        assert_eq!(Binary::Hex.length("0fB7"), Some(2));
        assert_eq!(Binary::Hex.length("0fB"), None);
        assert_eq!(Binary::Base64.length("aGVsbG8="), Some(5));
        assert_eq!(Binary::Base64.length("aGVsbG8"), None);
    }
}
