use std::cmp::Ordering;

/// A number of any size in the lexical form of
/// [`xsd:decimal`](https://www.w3.org/TR/xmlschema11-2/#decimal), compared without being converted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal<'t> {
    negative: bool,
    /// Without leading zeros.
    whole: &'t str,
    /// Without trailing zeros.
    fraction: &'t str,
}

impl<'t> Decimal<'t> {
    /// Takes a lexical form apart; `None` if it is none of `xsd:decimal`.
    pub(crate) fn new(text: &'t str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let is_zero = whole.is_empty() && fraction.is_empty();
        Some(Self {
            negative: negative && !is_zero,
            whole,
            fraction,
        })
    }

    fn compare_size(&self, other: &Self) -> Ordering {
        let by_length = self.whole.len().cmp(&other.whole.len());
        by_length
            .then_with(|| self.whole.cmp(other.whole))
            .then_with(|| self.fraction.cmp(other.fraction))
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.compare_size(other),
            (true, true) => other.compare_size(self),
        }
    }
}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_beyond_a_machine_word_keep_their_order() {
        let more = Decimal::new("123456789012345678901234567890.1").unwrap();
        let less = Decimal::new("+123456789012345678901234567890.0999").unwrap();
        assert!(less < more);
        assert_eq!(Decimal::new("-0.0"), Decimal::new("0"));
        assert_eq!(Decimal::new("."), None);
    }

    proptest! {
        #[test]
        fn order_is_that_of_the_numbers(a in -99_999_i64..99_999, b in -99_999_i64..99_999) {
            let text = |n: i64| {
                let sign = if n < 0 { "-" } else { "" };
                format!("{sign}{}.{:03}0", n.abs() / 1000, n.abs() % 1000)
            };
            let (left, right) = (text(a), text(b));
            let order = Decimal::new(&left).cmp(&Decimal::new(&right));
            prop_assert_eq!(order, a.cmp(&b));
        }
    }
}
