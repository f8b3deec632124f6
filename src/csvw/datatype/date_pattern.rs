use super::builtin::Temporal;

/// A [date format pattern](https://www.w3.org/TR/tabular-data-model/#formats-for-dates-and-times),
/// such as `dd/MM/yyyy HH:mm`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DatePattern {
    fields: Vec<Field>,
    zone: Option<Zone>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Year,
    /// With the least number of digits: 1 or 2.
    Month(usize),
    Day(usize),
    Hour,
    Minute,
    Second,
    /// A point and at most so many digits.
    Fraction(usize),
    Literal(char),
}

/// A time zone marker of one to three `X` or `x` at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Zone {
    spaced: bool,
    allows_z: bool,
    width: usize,
}

/// The parts of a date and time, as text.
#[derive(Default)]
struct Parts<'t> {
    year: &'t str,
    month: &'t str,
    day: &'t str,
    hour: &'t str,
    minute: &'t str,
    second: &'t str,
    fraction: &'t str,
    zone: String,
}

/// The date patterns that the specification lists, and nothing else.
const DATES: [&str; 14] = [
    "yyyy-MM-dd",
    "yyyyMMdd",
    "dd-MM-yyyy",
    "d-M-yyyy",
    "MM-dd-yyyy",
    "M-d-yyyy",
    "dd/MM/yyyy",
    "d/M/yyyy",
    "MM/dd/yyyy",
    "M/d/yyyy",
    "dd.MM.yyyy",
    "d.M.yyyy",
    "MM.dd.yyyy",
    "M.d.yyyy",
];

/// The time patterns that the specification lists; the first may have a fraction.
const TIMES: [&str; 4] = ["HH:mm:ss", "HHmmss", "HH:mm", "HHmm"];

impl DatePattern {
    /// Parses a pattern for a datatype; `None` if it is none of those that are recognised.
    pub(crate) fn parse(kind: Temporal, text: &str) -> Option<Self> {
        let (body, zone) = split_zone(text);
        let (moment, fraction) = split_fraction(body);
        let with_time = |time: &str| TIMES.contains(&time) && (fraction == 0 || time == TIMES[0]);
        let known = match kind {
            Temporal::Date => DATES.contains(&body),
            Temporal::Time => with_time(moment),
            Temporal::DateTime | Temporal::DateTimeStamp => {
                let of_two = |(date, time): (&str, &str), separator| {
                    let iso = date == DATES[0] && matches!(time, "HH:mm:ss" | "HH:mm");
                    DATES.contains(&date) && with_time(time) && (separator == ' ' || iso)
                };
                moment
                    .split_once(' ')
                    .is_some_and(|parts| of_two(parts, ' '))
                    || moment
                        .split_once('T')
                        .is_some_and(|parts| of_two(parts, 'T'))
            }
            _ => return Self::parse_part(kind, body, zone),
        };
        let mut fields = fields(moment)?;
        if fraction > 0 {
            fields.push(Field::Fraction(fraction));
        }
        known.then_some(Self { fields, zone })
    }

    /// Patterns for parts of a date, which the specification allows but does not list: the same
    /// letters, for exactly the fields of the datatype.
    fn parse_part(kind: Temporal, body: &str, zone: Option<Zone>) -> Option<Self> {
        let fields = fields(body)?;
        let count = |wanted: fn(&Field) -> bool| fields.iter().filter(|f| wanted(f)).count();
        let years = count(|f| matches!(f, Field::Year));
        let months = count(|f| matches!(f, Field::Month(_)));
        let days = count(|f| matches!(f, Field::Day(_)));
        let times = count(|f| matches!(f, Field::Hour | Field::Minute | Field::Second));
        let wanted = match kind {
            Temporal::GYear => (1, 0, 0),
            Temporal::GYearMonth => (1, 1, 0),
            Temporal::GMonth => (0, 1, 0),
            Temporal::GMonthDay => (0, 1, 1),
            Temporal::GDay => (0, 0, 1),
            _ => return None,
        };
        ((years, months, days) == wanted && times == 0).then_some(Self { fields, zone })
    }

    /// The value in XSD's own lexical form, or `None` if the text is not written like this.
    ///
    /// Whether the day exists is not looked at.
    pub(crate) fn to_xsd(&self, kind: Temporal, text: &str) -> Option<String> {
        let mut parts = Parts::default();
        let mut rest = text;
        for field in &self.fields {
            let (taken, left) = field.take(rest)?;
            parts.set(*field, taken);
            rest = left;
        }
        parts.zone = match self.zone {
            Some(zone) => zone.read(rest)?,
            None if rest.is_empty() => String::new(),
            None => return None,
        };
        Some(parts.write(kind))
    }
}

impl Field {
    fn take(self, text: &str) -> Option<(&str, &str)> {
        let (least, most) = match self {
            Self::Year => (4, 4),
            Self::Month(least) | Self::Day(least) => (least, 2),
            Self::Hour | Self::Minute | Self::Second => (2, 2),
            Self::Fraction(most) => {
                let Some(digits) = text.strip_prefix('.') else {
                    return Some(text.split_at(0));
                };
                let count = leading_digits(digits);
                return (1..=most).contains(&count).then(|| digits.split_at(count));
            }
            Self::Literal(c) => return text.strip_prefix(c).map(|rest| ("", rest)),
        };
        let count = leading_digits(text).min(most);
        (count >= least).then(|| text.split_at(count))
    }
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

impl Zone {
    /// Reads what stands at the end of a text, as XSD writes it.
    fn read(self, text: &str) -> Option<String> {
        let text = if self.spaced {
            text.strip_prefix(' ')?
        } else {
            text
        };
        if text == "Z" {
            return self.allows_z.then(|| "Z".to_owned());
        }
        let sign = text.chars().next().filter(|c| matches!(c, '+' | '-'))?;
        let digits = &text[1..];
        let (hours, minutes) = match (self.width, digits.len()) {
            (1, 2) => (digits, "00"),
            (1 | 2, 4) => digits.split_at_checked(2)?,
            (3, 5) => digits
                .split_once(':')
                .filter(|(hours, _)| hours.len() == 2)?,
            _ => return None,
        };
        let numbers = leading_digits(hours) == 2 && leading_digits(minutes) == 2;
        numbers.then(|| format!("{sign}{hours}:{minutes}"))
    }
}

impl<'t> Parts<'t> {
    fn set(&mut self, field: Field, text: &'t str) {
        match field {
            Field::Year => self.year = text,
            Field::Month(_) => self.month = text,
            Field::Day(_) => self.day = text,
            Field::Hour => self.hour = text,
            Field::Minute => self.minute = text,
            Field::Second => self.second = text,
            Field::Fraction(_) => self.fraction = text,
            Field::Literal(_) => {}
        }
    }

    fn write(&self, kind: Temporal) -> String {
        let Self {
            year,
            month,
            day,
            zone,
            ..
        } = self;
        match kind {
            Temporal::Date => format!("{year}-{month:0>2}-{day:0>2}{zone}"),
            Temporal::Time => format!("{}{zone}", self.time()),
            Temporal::DateTime | Temporal::DateTimeStamp => {
                format!("{year}-{month:0>2}-{day:0>2}T{}{zone}", self.time())
            }
            Temporal::GDay => format!("---{day:0>2}{zone}"),
            Temporal::GMonth => format!("--{month:0>2}{zone}"),
            Temporal::GMonthDay => format!("--{month:0>2}-{day:0>2}{zone}"),
            Temporal::GYear => format!("{year}{zone}"),
            Temporal::GYearMonth => format!("{year}-{month:0>2}{zone}"),
        }
    }

    fn time(&self) -> String {
        let point = if self.fraction.is_empty() { "" } else { "." };
        let Self {
            hour,
            minute,
            second,
            fraction,
            ..
        } = self;
        format!("{hour:0>2}:{minute:0>2}:{second:0>2}{point}{fraction}")
    }
}

fn split_zone(text: &str) -> (&str, Option<Zone>) {
    let body = text.trim_end_matches(['X', 'x']);
    let marker = &text[body.len()..];
    let uniform = marker.bytes().all(|byte| byte == marker.as_bytes()[0]);
    if marker.is_empty() || marker.len() > 3 || !uniform {
        return (text, None);
    }
    let unspaced = body.strip_suffix(' ');
    let zone = Zone {
        spaced: unspaced.is_some(),
        allows_z: marker.starts_with('X'),
        width: marker.len(),
    };
    (unspaced.unwrap_or(body), Some(zone))
}

fn split_fraction(text: &str) -> (&str, usize) {
    let body = text.trim_end_matches('S');
    match body.strip_suffix('.') {
        Some(moment) if body.len() < text.len() => (moment, text.len() - body.len()),
        _ => (text, 0),
    }
}

fn fields(pattern: &str) -> Option<Vec<Field>> {
    let mut fields = Vec::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let run = rest.chars().take_while(|other| *other == c).count();
        let (field, length) = match (c, run) {
            ('y', 4) => (Field::Year, run),
            ('M', 1 | 2) => (Field::Month(run), run),
            ('d', 1 | 2) => (Field::Day(run), run),
            ('H', 2) => (Field::Hour, run),
            ('m', 2) => (Field::Minute, run),
            ('s', 2) => (Field::Second, run),
            ('T', 1) => (Field::Literal('T'), 1),
            (c, _) if !c.is_ascii_alphanumeric() => (Field::Literal(c), c.len_utf8()),
            _ => return None,
        };
        fields.push(field);
        rest = &rest[length..];
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: Temporal, pattern: &str, text: &str) -> Option<String> {
        DatePattern::parse(kind, pattern)
            .unwrap()
            .to_xsd(kind, text)
    }

    #[test]
    fn dates_and_times_are_read_as_their_pattern_says() {
        use Temporal::{Date, DateTime, GYearMonth, Time};
        let cases = [
            (Date, "d/M/yyyy", "2/6/2010", "2010-06-02"),
            (Date, "M.d.yyyy", "12.31.2010", "2010-12-31"),
            (Date, "yyyyMMdd", "20150322", "2015-03-22"),
            (Date, "dd.MM.yyyy XXX", "22.03.2015 Z", "2015-03-22Z"),
            (Time, "HHmm", "1502", "15:02:00"),
            (
                Time,
                "HH:mm:ss.SSS x",
                "15:02:37.14 -05",
                "15:02:37.14-05:00",
            ),
            (Time, "HH:mmX", "15:02+0530", "15:02:00+05:30"),
            (
                DateTime,
                "M/d/yyyy HH:mm",
                "3/22/2015 15:02",
                "2015-03-22T15:02:00",
            ),
            (
                DateTime,
                "yyyy-MM-ddTHH:mm:ss.S",
                "2015-03-15T15:02:37",
                "2015-03-15T15:02:37",
            ),
            (
                DateTime,
                "yyyy-MM-ddTHH:mm:ssXXX",
                "2015-03-15T15:02:37-05:00",
                "2015-03-15T15:02:37-05:00",
            ),
            (GYearMonth, "MM/yyyy", "05/1999", "1999-05"),
        ];
        for (kind, pattern, text, expected) in cases {
            assert_eq!(
                read(kind, pattern, text).as_deref(),
                Some(expected),
                "{pattern} {text}"
            );
        }
    }

    #[test]
    fn other_texts_are_refused() {
        use Temporal::{Date, DateTime, Time};
        let cases = [
            (Date, "dd/MM/yyyy", "1/06/2010"),
            (Date, "yyyy-MM-dd", "2010-06-02x"),
            (Date, "d-M-yyyy", "1-6-10"),
            (Time, "HH:mm x", "15:02 Z"),
            (Time, "HH:mmXX", "15:02+05"),
            (Time, "HH:mmXXX", "15:02+0530"),
            (Time, "HH:mm", "15:02Z"),
            (DateTime, "yyyy-MM-ddTHH:mm:ss.S", "2015-03-15T15:02:37.14"),
            (DateTime, "yyyy-MM-dd HH:mm", "2015-03-15T15:02"),
            (Time, "HH:mmX", "15:02é123"),
        ];
        for (kind, pattern, text) in cases {
            assert_eq!(read(kind, pattern, text), None, "{pattern} {text}");
        }
    }

    #[test]
    fn patterns_that_are_not_listed_are_refused() {
        for pattern in [
            "yy-MM-dd",
            "dd MMM yyyy",
            "yyyy",
            "yyyy-MM-ddXXXX",
            "yyyy-MM-ddXx",
            "HH:mm",
            "",
            "é",
        ] {
            assert_eq!(
                DatePattern::parse(Temporal::Date, pattern),
                None,
                "{pattern}"
            );
        }
        for pattern in [
            "yyyy-MM-dd",
            "d.M.yyyyTHH:mm",
            "yyyy-MM-ddTHHmm",
            "yyyyMMdd HH:mm.S",
        ] {
            assert_eq!(
                DatePattern::parse(Temporal::DateTime, pattern),
                None,
                "{pattern}"
            );
        }
    }
}
