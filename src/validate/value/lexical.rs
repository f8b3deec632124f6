use std::str::FromStr;

use oxrdf::NamedNodeRef;
use oxsdatatypes::{
    Date, DateTime, DayTimeDuration, Duration, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time,
    YearMonthDuration,
};

use super::Decimal;
use crate::vocab::xsd;

/// Whether a text is a lexical form of a datatype of
/// [XML Schema](https://www.w3.org/TR/xmlschema11-2/).
///
/// Whitespace around a value makes it ill-formed, as
/// [RDF prescribes](https://www.w3.org/TR/rdf11-concepts/#section-Datatypes). Of a datatype that
/// is not one of XML Schema any text is taken.
pub(crate) fn is_well_formed(datatype: NamedNodeRef<'_>, text: &str) -> bool {
    let Some(name) = datatype.as_str().strip_prefix(xsd::NAMESPACE) else {
        return true;
    };
    match name {
        "boolean" => matches!(text, "true" | "false" | "1" | "0"),
        "decimal" => Decimal::new(text).is_some(),
        "float" | "double" => is_floating(text),
        "dateTimeStamp" => DateTime::from_str(text).is_ok_and(|d| d.timezone_offset().is_some()),
        "hexBinary" => text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit()),
        "base64Binary" => is_base64(text),
        "normalizedString" => !text.contains(['\t', '\n', '\r']),
        "token" => is_token(text),
        "language" => is_language(text),
        "Name" => is_name(text, NameKind::Name),
        "NCName" | "ID" | "IDREF" | "ENTITY" => is_name(text, NameKind::NoColon),
        "NMTOKEN" => is_name(text, NameKind::Token),
        _ => is_integer(name, text)
            .or_else(|| is_moment(name, text))
            .unwrap_or(true),
    }
}

/// The least and the greatest value of each type derived from `xsd:integer`.
const INTEGERS: &[(&str, Option<&str>, Option<&str>)] = &[
    ("integer", None, None),
    ("nonNegativeInteger", Some("0"), None),
    ("positiveInteger", Some("1"), None),
    ("nonPositiveInteger", None, Some("0")),
    ("negativeInteger", None, Some("-1")),
    (
        "long",
        Some("-9223372036854775808"),
        Some("9223372036854775807"),
    ),
    ("int", Some("-2147483648"), Some("2147483647")),
    ("short", Some("-32768"), Some("32767")),
    ("byte", Some("-128"), Some("127")),
    ("unsignedLong", Some("0"), Some("18446744073709551615")),
    ("unsignedInt", Some("0"), Some("4294967295")),
    ("unsignedShort", Some("0"), Some("65535")),
    ("unsignedByte", Some("0"), Some("255")),
];

/// Whether the local name is that of a type of whole numbers.
pub(super) fn is_integer_type(name: &str) -> bool {
    INTEGERS.iter().any(|(known, ..)| *known == name)
}

fn is_integer(name: &str, text: &str) -> Option<bool> {
    let (_, least, greatest) = INTEGERS.iter().find(|(known, ..)| *known == name)?;
    let Some(number) = Decimal::new(text).filter(|_| !text.contains('.')) else {
        return Some(false);
    };
    let bound = |text: &&'static str| Decimal::new(text);
    let enough = least.as_ref().and_then(bound).is_none_or(|b| b <= number);
    let not_too_much = greatest
        .as_ref()
        .and_then(bound)
        .is_none_or(|b| number <= b);
    Some(enough && not_too_much)
}

fn is_moment(name: &str, text: &str) -> Option<bool> {
    Some(match name {
        "dateTime" => DateTime::from_str(text).is_ok(),
        "date" => Date::from_str(text).is_ok(),
        "time" => Time::from_str(text).is_ok(),
        "gYear" => GYear::from_str(text).is_ok(),
        "gYearMonth" => GYearMonth::from_str(text).is_ok(),
        "gMonth" => GMonth::from_str(text).is_ok(),
        // The library knows of no 29 February without a year.
        "gMonthDay" => GMonthDay::from_str(&text.replacen("--02-29", "--02-28", 1)).is_ok(),
        "gDay" => GDay::from_str(text).is_ok(),
        "duration" => Duration::from_str(text).is_ok(),
        "yearMonthDuration" => YearMonthDuration::from_str(text).is_ok(),
        "dayTimeDuration" => DayTimeDuration::from_str(text).is_ok(),
        _ => return None,
    })
}

fn is_floating(text: &str) -> bool {
    if matches!(text, "INF" | "+INF" | "-INF" | "NaN") {
        return true;
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let is_whole = |text: &str| Decimal::new(text).is_some() && !text.contains('.');
    Decimal::new(mantissa).is_some() && exponent.is_none_or(is_whole)
}

fn is_base64(text: &str) -> bool {
    let symbols: Vec<u8> = text.bytes().filter(|b| *b != b' ').collect();
    let body = symbols.iter().position(|b| *b == b'=');
    let (body, padding) = symbols.split_at(body.unwrap_or(symbols.len()));
    let is_symbol = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    symbols.len().is_multiple_of(4)
        && padding.len() <= 2
        && padding.iter().all(|b| *b == b'=')
        && body.iter().all(is_symbol)
}

fn is_token(text: &str) -> bool {
    let is_trimmed = !text.starts_with(' ') && !text.ends_with(' ');
    is_trimmed && !text.contains(['\t', '\n', '\r']) && !text.contains("  ")
}

fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(at, part)| {
        let is_right = |b: u8| b.is_ascii_alphabetic() || (at > 0 && b.is_ascii_digit());
        (1..=8).contains(&part.len()) && part.bytes().all(is_right)
    })
}

#[derive(Clone, Copy, PartialEq)]
enum NameKind {
    Name,
    NoColon,
    Token,
}

fn is_name(text: &str, kind: NameKind) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let colons = kind != NameKind::NoColon || !text.contains(':');
    let start = kind == NameKind::Token || is_name_start(first);
    colons && start && text.chars().all(is_name_char)
}

fn is_name_start(c: char) -> bool {
    matches!(c, ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}'
        | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}'
            | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(datatype: &str, text: &str) -> bool {
        let iri = format!("{}{datatype}", xsd::NAMESPACE);
        is_well_formed(NamedNodeRef::new_unchecked(&iri), text)
    }

    #[test]
    fn lexical_forms_are_those_of_xml_schema() {
        let right = [
            ("integer", "-0099999999999999999999"),
            ("unsignedLong", "18446744073709551615"),
            ("decimal", ".5"),
            ("double", "1.e-3"),
            ("double", "+INF"),
            ("date", "2024-02-29Z"),
            ("gYear", "2024"),
            ("gYear", "-0044"),
            ("gMonthDay", "--02-29"),
            ("dateTime", "2024-01-01T24:00:00"),
            ("base64Binary", "YQ=="),
            ("language", "en-GB"),
            ("token", "Tŷ Hywel"),
        ];
        for (datatype, text) in right {
            assert!(accepts(datatype, text), "{text} is an xsd:{datatype}");
        }
    }

    #[test]
    fn other_forms_are_ill_formed() {
        let wrong = [
            ("integer", "1.0"),
            ("integer", " 1"),
            ("byte", "128"),
            ("decimal", "1e3"),
            ("double", "1e1.5"),
            ("double", "inf"),
            ("boolean", "True"),
            ("date", "2023-02-29"),
            ("dateTime", "2024-01-01"),
            ("dateTimeStamp", "2024-01-01T00:00:00"),
            ("gYear", "24"),
            ("hexBinary", "abc"),
            ("token", "a  b"),
            ("language", "e_n"),
            ("NCName", "a:b"),
        ];
        for (datatype, text) in wrong {
            assert!(!accepts(datatype, text), "{text} is no xsd:{datatype}");
        }
    }
}
