use super::builtin::{Family, IntegerRange};
use super::value::Ordered;

/// Whether a text is in the lexical space of an integer type.
///
/// Figures are short: they are compared as machine integers, and only longer ones as digits.
pub(super) fn is_integer(text: &str, range: IntegerRange) -> bool {
    match short(text) {
        Some(number) => {
            range.least.is_none_or(|least| number >= least)
                && range.greatest.is_none_or(|greatest| number <= greatest)
        }
        None => Ordered::parse(Family::Integer(range), text).is_some(),
    }
}

/// A sign, or none, before digits that no machine type overflows with.
fn short(text: &str) -> Option<i128> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_short = (1..=18).contains(&digits.len());
    if !is_short || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse::<i64>().ok().map(i128::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csvw::datatype::Builtin;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn integers_are_judged_as_exact_digits_are(
            text in "[+-]{0,2}0{0,2}(127|128|129|255|256|[0-9]{0,20})[.x ]?",
            name in prop::sample::select(vec!["integer", "byte", "unsignedByte", "nonPositiveInteger", "long", "unsignedLong"]),
        ) {
            let family = Builtin::from_name(name).unwrap().family();
            let Family::Integer(range) = family else { unreachable!("all names are of integers") };
            prop_assert_eq!(is_integer(&text, range), Ordered::parse(family, &text).is_some());
        }
    }
}
