use std::cmp::Ordering;

/// An exact decimal number of any length, for comparisons.
///
/// Cells may hold more digits than any machine type; comparing them as text is exact and needs no
/// arithmetic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    /// Without leading zeros.
    whole: String,
    /// Without trailing zeros.
    fraction: String,
}

impl Decimal {
    /// Parses the lexical form of [`xsd:decimal`](https://www.w3.org/TR/xmlschema11-2/#decimal).
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let whole = whole.trim_start_matches('0').to_owned();
        let fraction = fraction.trim_end_matches('0').to_owned();
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self {
            negative: negative && !is_zero,
            whole,
            fraction,
        })
    }

    /// Reads a number of JSON, which may have an exponent; `None` where that is beyond all measure.
    pub(crate) fn of_json(text: &str) -> Option<Self> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i16 = exponent.parse().ok()?;
        let number = Self::parse(mantissa)?;
        let places = usize::from(exponent.unsigned_abs());
        if exponent <= 0 {
            return Some(number.shifted(places));
        }
        let padded = format!("{:0<places$}", number.fraction);
        let (moved, fraction) = padded.split_at(places);
        Some(Self {
            negative: number.negative,
            whole: format!("{}{moved}", number.whole)
                .trim_start_matches('0')
                .to_owned(),
            fraction: fraction.to_owned(),
        })
    }

    /// Moves the point to the left, as per cent (2) and per mille (3) do.
    pub(crate) fn shifted(&self, places: usize) -> Self {
        let padded = format!("{:0>places$}", self.whole);
        let (whole, moved) = padded.split_at(padded.len() - places);
        Self {
            negative: self.negative,
            whole: whole.trim_start_matches('0').to_owned(),
            fraction: format!("{moved}{}", self.fraction)
                .trim_end_matches('0')
                .to_owned(),
        }
    }

    /// The [canonical representation](https://www.w3.org/TR/xmlschema11-2/#f-decimalCanmap).
    pub(crate) fn canonical(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let whole = if self.whole.is_empty() {
            "0"
        } else {
            &self.whole
        };
        if self.fraction.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{}", self.fraction)
        }
    }

    fn cmp_magnitude(&self, other: &Self) -> Ordering {
        let by_length = self.whole.len().cmp(&other.whole.len());
        by_length
            .then_with(|| self.whole.cmp(&other.whole))
            .then_with(|| self.fraction.cmp(&other.fraction))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.cmp_magnitude(other),
            (true, true) => other.cmp_magnitude(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn per_cent_and_per_mille_move_the_point() {
        let shifted =
            |text: &str, places| Decimal::parse(text).unwrap().shifted(places).canonical();
        assert_eq!(shifted("123.4", 2), "1.234");
        assert_eq!(shifted("+5", 3), "0.005");
        assert_eq!(shifted("-100", 2), "-1");
        assert_eq!(shifted("0", 2), "0");
    }

    #[test]
    fn numbers_of_json_may_have_an_exponent() {
        let read = |text: &str| Decimal::of_json(text).map(|number| number.canonical());
        assert_eq!(read("1e3").as_deref(), Some("1000"));
        assert_eq!(read("-1.250E+1").as_deref(), Some("-12.5"));
        assert_eq!(read("125e-2").as_deref(), Some("1.25"));
        assert_eq!(read("5.0").as_deref(), Some("5"));
        assert_eq!(read("0e9").as_deref(), Some("0"));
        assert_eq!(read("1e99999"), None);
    }

    proptest! {
        #[test]
        fn it_orders_as_numbers_do(a in -1_000_000_i64..1_000_000, b in -1_000_000_i64..1_000_000) {
            let text = |n: i64| format!("{}{}.{:03}", if n < 0 { "-" } else { "" }, n.abs() / 1000, n.abs() % 1000);
            let (x, y) = (Decimal::parse(&text(a)).unwrap(), Decimal::parse(&text(b)).unwrap());
            prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        }
    }
}
