use super::decimal::Decimal;
use super::digits::{Digits, Side, is_digits};

/// How numbers are written in a column: a
/// [number format](https://www.w3.org/TR/tabular-data-model/#formats-for-numeric-types).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NumberFormat {
    decimal_char: String,
    group_char: Option<String>,
    pattern: Option<Pattern>,
}

/// A [number format pattern](https://www.unicode.org/reports/tr35/tr35-numbers.html#Number_Format_Patterns)
/// with the characters `0`, `#`, `.`, `,`, `E`, `+`, `-`, `%` and `‰`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Pattern {
    sign: Option<char>,
    prefix: Option<Scale>,
    suffix: Option<Scale>,
    whole: Digits,
    fraction: Digits,
    exponent: Option<Exponent>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Exponent {
    needs_sign: bool,
    least: usize,
}

/// Per cent or per mille.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    Percent,
    PerMille,
}

/// A number in a cell, taken apart.
#[derive(Debug, Default)]
struct Written<'t> {
    sign: Option<char>,
    scale: Option<Scale>,
    scale_leads: bool,
    whole: &'t str,
    fraction: Option<&'t str>,
    exponent: Option<&'t str>,
}

impl Scale {
    fn of(c: char) -> Option<Self> {
        match c {
            '%' => Some(Self::Percent),
            '‰' => Some(Self::PerMille),
            _ => None,
        }
    }

    fn places(self) -> usize {
        match self {
            Self::Percent => 2,
            Self::PerMille => 3,
        }
    }
}

impl NumberFormat {
    /// A format without a pattern.
    pub(crate) fn new(decimal_char: Option<&str>, group_char: Option<&str>) -> Self {
        Self {
            decimal_char: decimal_char.unwrap_or(".").to_owned(),
            group_char: group_char.map(str::to_owned),
            pattern: None,
        }
    }

    /// Sets the pattern, which is written with this format's own decimal and group characters;
    /// `None` if it is no pattern.
    pub(crate) fn with_pattern(mut self, text: &str) -> Option<Self> {
        let group = self.group_char.get_or_insert_with(|| ",".to_owned());
        let pattern = Pattern::parse(text, &self.decimal_char, group)?;
        self.pattern = Some(pattern);
        Some(self)
    }

    /// The number in XSD's own lexical form, or `None` if it is not written in this format.
    pub(crate) fn parse(&self, text: &str) -> Option<String> {
        if matches!(text, "NaN" | "INF" | "-INF") {
            return Some(text.to_owned());
        }
        let group = self.group_char.as_deref().unwrap_or("\u{0}");
        let written = Written::parse(text, &self.decimal_char)?;
        match &self.pattern {
            Some(pattern) if !pattern.matches(&written, group) => return None,
            None if !written.is_plain(group) => return None,
            _ => {}
        }
        Some(written.lexical(group))
    }
}

impl<'t> Written<'t> {
    fn parse(text: &'t str, decimal_char: &str) -> Option<Self> {
        let mut written = Self::default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if matches!(c, '+' | '-') && written.sign.is_none() {
                written.sign = Some(c);
            } else if let Some(scale) = Scale::of(c).filter(|_| written.scale.is_none()) {
                written.scale = Some(scale);
                written.scale_leads = true;
            } else {
                break;
            }
            rest = &rest[c.len_utf8()..];
        }
        if let Some(scale) = rest.chars().next_back().and_then(Scale::of) {
            if written.scale.is_some() {
                return None;
            }
            written.scale = Some(scale);
            rest = &rest[..rest.len()
                - if scale == Scale::Percent {
                    1
                } else {
                    '‰'.len_utf8()
                }];
        }
        if let Some((mantissa, exponent)) = rest.split_once('E') {
            written.exponent = Some(exponent);
            rest = mantissa;
        }
        match rest.split_once(decimal_char) {
            Some((whole, fraction)) => {
                written.whole = whole;
                written.fraction = Some(fraction);
            }
            None => written.whole = rest,
        }
        Some(written)
    }

    /// Whether it follows the rules that hold where no pattern is given.
    fn is_plain(&self, group: &str) -> bool {
        let grouped = |text: &str| {
            let text = text.replace(group, "");
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let doubled = format!("{group}{group}");
        self.whole.starts_with(|c: char| c.is_ascii_digit())
            && grouped(self.whole)
            && !self.whole.contains(&doubled)
            && self.fraction.is_none_or(is_digits)
            && self
                .exponent
                .is_none_or(|e| is_digits(e.trim_start_matches(['+', '-'])) && is_exponent(e))
            && !self.scale_leads
            && !(self.scale.is_some() && self.exponent.is_some())
    }

    fn lexical(&self, group: &str) -> String {
        let sign = self.sign.map(String::from).unwrap_or_default();
        let whole = self.whole.replace(group, "");
        let mut text = format!("{sign}{}", if whole.is_empty() { "0" } else { &whole });
        if let Some(fraction) = self.fraction {
            text.push('.');
            text.push_str(&fraction.replace(group, ""));
        }
        match (self.scale, self.exponent) {
            (Some(scale), None) => {
                let number = Decimal::parse(&text);
                number.map_or(text, |n| n.shifted(scale.places()).canonical())
            }
            (_, Some(exponent)) => format!("{text}e{exponent}"),
            (None, None) => text,
        }
    }
}

fn is_exponent(text: &str) -> bool {
    is_digits(text.strip_prefix(['+', '-']).unwrap_or(text))
}

impl Pattern {
    fn parse(text: &str, decimal_char: &str, group: &str) -> Option<Self> {
        let mut pattern = Self::default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if matches!(c, '+' | '-') && pattern.sign.is_none() {
                pattern.sign = Some(c);
            } else if let Some(scale) = Scale::of(c).filter(|_| pattern.prefix.is_none()) {
                pattern.prefix = Some(scale);
            } else {
                break;
            }
            rest = &rest[c.len_utf8()..];
        }
        if let Some(last) = rest.chars().next_back()
            && let Some(scale) = Scale::of(last).filter(|_| pattern.prefix.is_none())
        {
            pattern.suffix = Some(scale);
            rest = &rest[..rest.len() - last.len_utf8()];
        }
        if let Some((mantissa, exponent)) = rest.split_once('E') {
            pattern.exponent = Some(Exponent::parse(exponent)?);
            rest = mantissa;
        }
        let (whole, fraction) = match rest.split_once(decimal_char) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (rest, None),
        };
        pattern.whole = Digits::parse(whole, group, Side::Whole)?;
        if let Some(fraction) = fraction {
            pattern.fraction = Digits::parse(fraction, group, Side::Fraction)?;
        }
        (pattern.whole.most + pattern.fraction.most > 0).then_some(pattern)
    }

    fn matches(&self, written: &Written<'_>, group: &str) -> bool {
        let scale = self.prefix.or(self.suffix);
        let signed = self.sign.is_none() || written.sign.is_some();
        let scaled = written.scale == scale && written.scale_leads == self.prefix.is_some();
        let fraction = written.fraction.unwrap_or("");
        let has_point = written.fraction.is_none() || !fraction.is_empty();
        let whole_fits = match self.exponent {
            Some(_) => written.whole.len() <= self.whole.most.max(1),
            None => true,
        };
        let exponent = match (&self.exponent, written.exponent) {
            (None, None) => true,
            (Some(expected), Some(exponent)) => expected.matches(exponent),
            _ => false,
        };
        signed
            && scaled
            && has_point
            && whole_fits
            && exponent
            && self.whole.matches_whole(written.whole, group)
            && self.fraction.matches_fraction(fraction, group)
    }
}

impl Exponent {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        let zeros = digits.trim_start_matches('#');
        let valid = !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0');
        valid.then_some(Self {
            needs_sign: digits.len() < text.len(),
            least: zeros.len(),
        })
    }

    fn matches(&self, text: &str) -> bool {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let signed = digits.len() < text.len();
        is_digits(digits) && digits.len() >= self.least && (signed || !self.needs_sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pattern: &str, text: &str) -> Option<String> {
        NumberFormat::new(None, None)
            .with_pattern(pattern)
            .unwrap()
            .parse(text)
    }

    #[test]
    fn numbers_in_the_pattern_are_read() {
        let cases = [
            ("0", "12", "12"),
            ("#", "0", "0"),
            ("#.0", ".5", "0.5"),
            ("#,##0", "1,234,567", "1234567"),
            ("#,##0", "1", "1"),
            ("#,##,##0", "12,34,567", "1234567"),
            ("0.0##,###", "1.123,4", "1.1234"),
            ("0.00", "+1.50", "+1.50"),
            ("+0", "-1", "-1"),
            ("0%", "25%", "0.25"),
            ("%0", "%-25", "-0.25"),
            ("0‰", "5‰", "0.005"),
            ("0.0E0", "1.5E3", "1.5e3"),
            ("0E+00", "1E-03", "1e-03"),
            ("0", "NaN", "NaN"),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(
                parse(pattern, text).as_deref(),
                Some(expected),
                "{pattern} {text}"
            );
        }
    }

    #[test]
    fn numbers_out_of_the_pattern_are_refused() {
        let cases = [
            ("##0", "1,234"),
            ("##0", "123.4"),
            ("#,#00", "1"),
            ("#,#00", "1234"),
            ("#,#00", "12,34"),
            ("#,##,#00", "1"),
            ("#0.#", "12.34"),
            ("#0.0", "1"),
            ("#0.0#,#", "12.345"),
            ("#0.0#,#", "12.34,567"),
            ("0", "1."),
            ("0", ""),
            ("0", "-"),
            ("+0", "1"),
            ("0%", "1"),
            ("0", "1%"),
            ("0.00E0", "10.10E10"),
            ("0.0E0", "1.0e1"),
            ("0", "1E1"),
            ("0E+00", "1E03"),
            ("#,##0", ",123"),
            ("0", "١"),
        ];
        for (pattern, text) in cases {
            assert_eq!(parse(pattern, text), None, "{pattern} {text}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in [
            "", "x", "0#", "0.#0", "0,", ",0", "0.0.0", "0E", "0Ex", "++0", "%0%", "#,,#",
        ] {
            assert!(
                NumberFormat::new(None, None).with_pattern(text).is_none(),
                "{text}"
            );
        }
    }

    #[test]
    fn without_a_pattern_groups_may_stand_anywhere_but_not_twice() {
        let format = NumberFormat::new(Some(","), Some("."));
        assert_eq!(format.parse("10.000,1").as_deref(), Some("10000.1"));
        assert_eq!(format.parse("1.2.3E+4").as_deref(), Some("123e+4"));
        for text in ["1..2", ".1", "1,", "1E", "%1", "1E1%", "1,2,3", "a"] {
            assert_eq!(format.parse(text), None, "{text}");
        }
    }
}
