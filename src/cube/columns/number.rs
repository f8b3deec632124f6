use std::fmt;

/// A number as a column holds it: `mantissa` divided by ten to the power of `scale`.
///
/// Only numbers whose lexical form is the
/// [canonical one](https://www.w3.org/TR/xmlschema11-2/#decimal-lexical-mapping) are held so; they
/// come back as they were.
///
/// ```
/// use assize::cube::columns::Number;
///
/// let number = Number::parse("-12.5").unwrap();
/// assert_eq!((number.mantissa, number.scale), (-125, 1));
/// assert_eq!(number.to_string(), "-12.5");
/// assert_eq!(Number::parse("12.50"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// All digits, with the sign.
    pub mantissa: i64,
    /// How many of them stand behind the point; at most 18.
    pub scale: u8,
}

impl Number {
    /// The most digits behind the point that the store keeps.
    pub const MAX_SCALE: u8 = 18;

    /// Reads a canonical number; `None` for any other text, and for one of too many digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let scale = u8::try_from(fraction.len()).ok()?;
        if scale > Self::MAX_SCALE {
            return None;
        }
        let mantissa = format!("{whole}{fraction}").parse().ok()?;
        // The smallest is left to stand for "no number".
        if mantissa == i64::MIN {
            return None;
        }
        let number = Self { mantissa, scale };
        (number.to_string() == text).then_some(number)
    }

    /// The number with more digits behind the point; `None` if it does not fit then.
    pub fn rescaled(self, scale: u8) -> Option<i64> {
        let by = 10_i64.checked_pow(u32::from(scale.checked_sub(self.scale)?))?;
        let mantissa = self.mantissa.checked_mul(by)?;
        (mantissa != i64::MIN).then_some(mantissa)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = self.mantissa.unsigned_abs();
        let mut scale = usize::from(self.scale);
        while scale > 0 && digits.is_multiple_of(10) {
            digits /= 10;
            scale -= 1;
        }
        if self.mantissa < 0 {
            f.write_str("-")?;
        }
        let text = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = text.split_at(text.len() - scale);
        f.write_str(whole)?;
        if scale > 0 {
            write!(f, ".{fraction}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cube::columns::stored::Stored;
    use oxrdf::{Literal, Term, vocab::xsd};

    #[test]
    fn only_canonical_forms_are_numbers() {
        for text in ["0", "-7", "12.5", "0.001", "-0.5", "9223372036854775807"] {
            assert_eq!(Number::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "-0",
            "+1",
            "01",
            "1.0",
            ".5",
            "1.",
            "-0.0",
            "1e3",
            "1 ",
            "NaN",
            "9223372036854775808",
            "-9223372036854775808",
            "0.0000000000000000001",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_store_answers_a_number_as_it_is_held(mantissa in any::<i64>(), scale in 0..=18_u8) {
            prop_assume!(mantissa != i64::MIN);
            let text = Number { mantissa, scale }.to_string();
            prop_assert!(Number::parse(&text).is_some());
            let decimal = Term::from(Literal::new_typed_literal(&text, xsd::DECIMAL));
            prop_assert_eq!(Stored::default().round_trip(&decimal).unwrap(), decimal);
            let integer = Term::from(Literal::new_typed_literal(mantissa.to_string(), xsd::INTEGER));
            prop_assert_eq!(Stored::default().round_trip(&integer).unwrap(), integer);
        }
    }
}
