use chrono::NaiveDate;

use super::number;
use crate::mapping::NumberKind;

/// A text as a value of a datatype of literals, or `None` if it is none.
pub(super) fn read(text: &str, datatype: &str) -> Option<String> {
    let number = |kind| {
        let mut out = String::new();
        number::read(text, kind, &[], &mut out).ok().map(|()| out)
    };
    let fits = match datatype {
        "integer" => return number(NumberKind::Integer),
        "decimal" => return number(NumberKind::Decimal),
        "date" => NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok() && text.len() == 10,
        "gYear" => text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()),
        "boolean" => matches!(text, "true" | "false" | "1" | "0"),
        _ => true,
    };
    fits.then(|| text.to_owned())
}
