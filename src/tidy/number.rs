use crate::mapping::{NumberKind, Spelling};

/// Why a text is no number of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberFault {
    /// It is none in any spelling.
    NoNumber,
    /// It is one in a spelling that the column does not allow.
    NotAllowed(Spelling),
    /// Commas stand where no thousands end.
    Grouping,
    /// It has a fraction, and the column is of whole numbers.
    Fraction,
}

/// Reads a number and writes it as
/// [`xsd:integer` or `xsd:decimal`](https://www.w3.org/TR/xmlschema11-2/#decimal) to `out`.
///
/// Digits after the point are kept as they are, trailing noughts too: they say how exact a figure
/// is.
pub(super) fn read(
    text: &str,
    kind: NumberKind,
    allowed: &[Spelling],
    out: &mut String,
) -> Result<(), NumberFault> {
    let mut rest = text.trim();
    let mut negative = false;
    let mut needs = Vec::new();
    if let Some(inner) = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        needs.push(Spelling::Accounting);
        (rest, negative) = (inner.trim(), true);
    } else {
        (rest, negative) = sign(rest, negative);
    }
    if let Some(inner) = rest.strip_prefix(['£', '€', '$']) {
        needs.push(Spelling::Currency);
        (rest, negative) = sign(inner.trim_start(), negative);
    }
    if let Some(inner) = rest.strip_suffix('%') {
        needs.push(Spelling::Percent);
        rest = inner.trim_end();
    }
    let (whole, fraction) = match rest.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (rest, None),
    };
    check_digits(whole, fraction)?;
    let fraction = match (kind, fraction) {
        (NumberKind::Integer, Some(digits)) if digits.bytes().any(|b| b != b'0') => {
            return Err(NumberFault::Fraction);
        }
        (NumberKind::Integer, Some(_)) => {
            needs.push(Spelling::Float);
            None
        }
        (_, fraction) => fraction,
    };
    if let Some(spelling) = needs.into_iter().find(|need| !allowed.contains(need)) {
        return Err(NumberFault::NotAllowed(spelling));
    }
    write(whole, fraction, negative, out);
    Ok(())
}

fn sign(text: &str, negative: bool) -> (&str, bool) {
    match text.strip_prefix(['-', '−']) {
        Some(rest) if !negative => (rest.trim_start(), true),
        _ => (text, negative),
    }
}

fn check_digits(whole: &str, fraction: Option<&str>) -> Result<(), NumberFault> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let fraction_fits = fraction.is_none_or(digits);
    let plain = digits(whole) || (whole.is_empty() && fraction.is_some());
    if !fraction_fits {
        Err(NumberFault::NoNumber)
    } else if plain || is_grouped(whole) {
        Ok(())
    } else if digits(&whole.replace(',', "")) {
        Err(NumberFault::Grouping)
    } else {
        Err(NumberFault::NoNumber)
    }
}

/// Whether commas stand after each three digits from the right.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&first.len())
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group))
}

fn write(whole: &str, fraction: Option<&str>, negative: bool, out: &mut String) {
    let nought = |text: &str| text.bytes().all(|b| matches!(b, b'0' | b','));
    if negative && !(nought(whole) && fraction.is_none_or(nought)) {
        out.push('-');
    }
    let digits = whole.trim_start_matches(['0', ',']);
    if digits.is_empty() {
        out.push('0');
    }
    out.extend(digits.chars().filter(char::is_ascii_digit));
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberKind::{Decimal, Integer};

    const ALL: [Spelling; 4] = [
        Spelling::Currency,
        Spelling::Accounting,
        Spelling::Percent,
        Spelling::Float,
    ];

    fn number(text: &str, kind: NumberKind, allowed: &[Spelling]) -> Result<String, NumberFault> {
        let mut out = String::new();
        read(text, kind, allowed, &mut out).map(|()| out)
    }

    #[test]
    fn spellings_of_numbers_are_read() {
        let cases = [
            ("17", Integer, "17"),
            (" 1,234 ", Integer, "1234"),
            ("-5", Integer, "-5"),
            ("−5", Integer, "-5"),
            ("4299.0", Integer, "4299"),
            ("007", Integer, "7"),
            ("-0", Integer, "0"),
            ("(1,234.50)", Decimal, "-1234.50"),
            ("£25,000.17", Decimal, "25000.17"),
            ("-£5.00", Decimal, "-5.00"),
            ("£-5.00", Decimal, "-5.00"),
            ("(£5.00)", Decimal, "-5.00"),
            ("12.5%", Decimal, "12.5"),
            (".5", Decimal, "0.5"),
            ("12", Decimal, "12"),
        ];
        for (text, kind, expected) in cases {
            assert_eq!(number(text, kind, &ALL).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_allowed_is_told_apart() {
        use NumberFault::{Fraction, Grouping, NoNumber, NotAllowed};
        let cases = [
            ("", Integer, NoNumber),
            ("n/a", Integer, NoNumber),
            ("1e5", Decimal, NoNumber),
            ("1.", Decimal, NoNumber),
            ("--5", Integer, NoNumber),
            ("1.2.3", Decimal, NoNumber),
            ("1,23", Integer, Grouping),
            ("1.5", Integer, Fraction),
            ("1.0", Integer, NotAllowed(Spelling::Float)),
            ("(5)", Integer, NotAllowed(Spelling::Accounting)),
            ("£5", Integer, NotAllowed(Spelling::Currency)),
            ("5%", Integer, NotAllowed(Spelling::Percent)),
        ];
        for (text, kind, expected) in cases {
            assert_eq!(number(text, kind, &[]), Err(expected), "{text}");
        }
    }
}
