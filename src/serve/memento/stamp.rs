use std::fmt;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::serve::Problem;

/// A time in the address of a memento, to the second: `20260131093000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp(pub(super) DateTime<Utc>);

impl Stamp {
    const FORMAT: &'static str = "%Y%m%d%H%M%S";

    /// Reads a time out of an address.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit());
        let time = NaiveDateTime::parse_from_str(text, Self::FORMAT);
        time.ok()
            .filter(|_| digits)
            .map(|time| Self(time.and_utc()))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format(Self::FORMAT))
    }
}

/// Reads an [`Accept-Datetime`](https://www.rfc-editor.org/rfc/rfc7089#section-2.1.1) field.
pub(super) fn accept_datetime(text: &str) -> Result<DateTime<Utc>, Problem> {
    let read = NaiveDateTime::parse_from_str(text.trim(), "%a, %d %b %Y %H:%M:%S GMT");
    read.map(|time| time.and_utc()).map_err(|_error| {
        let detail = format!("`{text}` is no time.");
        let hint = "Write Accept-Datetime as in `Sat, 31 Jan 2026 09:30:00 GMT`.";
        Problem::bad_request(detail).hint(hint)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_comes_back_as_it_was() {
        let stamp = Stamp::parse("20260131093000").unwrap();
        assert_eq!(stamp.to_string(), "20260131093000");
        for text in [
            "",
            "2026",
            "20261331093000",
            "2026013109300x",
            "+0260131093000",
        ] {
            assert_eq!(Stamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn nonsense_is_no_time() {
        assert!(accept_datetime("Sat, 31 Jan 2026 09:30:00 GMT").is_ok());
        for text in [
            "",
            "yesterday",
            "2026-01-31",
            "Sat, 31 Feb 2026 09:30:00 GMT",
        ] {
            assert!(accept_datetime(text).is_err(), "{text}");
        }
    }
}
