use toml::Spanned;

use super::codes;
use super::column::{Alternatives, Check, CodeRule, NewCodes, Role, Unmatched, Values};
use super::document::Table;
use super::language;
use super::measure::{Aggregation, Markers, MeasureColumn, NumberKind, Spelling};
use super::near;
use super::period::{Calendar, PatternError, PeriodPattern};
use super::read::{Reader, plain};

/// The keys that have a meaning for some roles only.
const PLACED: [(&str, &[&str]); 21] = [
    ("register", &["dimension", "attribute", "check"]),
    ("of-type", &["dimension", "attribute"]),
    ("unmatched", &["dimension", "attribute"]),
    ("period", &["dimension", "attribute"]),
    ("codes", &["dimension", "attribute"]),
    ("lang", &["dimension", "attribute"]),
    ("nothing", &["dimension", "attribute"]),
    ("default", &["dimension", "attribute", "measure-type"]),
    ("datatype", &["dimension", "attribute", "measure"]),
    ("totals", &["dimension", "attribute"]),
    ("measure-from", &["measure"]),
    ("unit", &["measure"]),
    ("aggregation", &["measure"]),
    ("multiplier", &["measure"]),
    ("number", &["measure"]),
    ("markers", &["measure", "status"]),
    ("melt", &["measure"]),
    ("null", &["measure", "attribute", "status"]),
    ("check", &["check"]),
    ("reason", &["ignore"]),
    ("propertyUrl", &["dimension", "attribute", "measure"]),
];

/// Reads what a column is; `None` if that cannot be told.
pub(super) fn read(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Role> {
    let role = table.word("role");
    for (key, roles) in PLACED {
        if let Some(role) = role.filter(|role| table.has(key) && !roles.contains(role)) {
            let message = format!("`{key}` has no meaning for a column with the role `{role}`.");
            reader.fault(codes::MISPLACED_KEY, table.key_span(key), message);
        }
    }
    match role {
        Some("dimension") => Some(Role::Dimension(values(reader, table)?)),
        Some("attribute") => Some(Role::Attribute(values(reader, table)?)),
        Some("measure") => Some(Role::Measure(measure(reader, table))),
        Some("measure-type") => Some(Role::MeasureType),
        Some("status") => Some(Role::Status),
        Some("check") => Some(Role::Check(check(reader, table)?)),
        _ => Some(Role::Ignored(plain(table, "reason"))),
    }
}

/// What the values are: one of four keys, else a code list of the dataset.
fn values(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Values> {
    const KEYS: [&str; 4] = ["register", "period", "codes", "datatype"];
    let given: Vec<_> = KEYS.into_iter().filter(|key| table.has(key)).collect();
    if let [first, second, ..] = given.as_slice() {
        let message = format!("`{second}` and `{first}` both say what the values are.");
        reader.fault(codes::CONFLICT, table.key_span(second), message);
        return None;
    }
    match given.first() {
        Some(&"register") => Some(Values::Register {
            register: plain(table, "register")?,
            of_type: plain(table, "of-type"),
            unmatched: match table.word("unmatched") {
                Some("queue") => Unmatched::Queue,
                _ => Unmatched::Error,
            },
        }),
        Some(&"period") => period(reader, table.table("period")?),
        Some(&"datatype") => literal(reader, table),
        _ => Some(Values::Codes(codes(reader, table))),
    }
}

fn period(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Values> {
    let calendar = match table.word("calendar") {
        Some("government") => Calendar::Government,
        _ => Calendar::Gregorian,
    };
    let texts = table.texts("patterns");
    if texts.is_empty() {
        let message = "A period needs at least one pattern.";
        reader.fault(codes::MISSING_KEY, table.key_span("patterns"), message);
    }
    let read = texts.into_iter().map(|text| pattern(reader, &text));
    let patterns: Option<Vec<_>> = read.collect();
    Some(Values::Period(Alternatives {
        calendar,
        patterns: patterns?,
    }))
}

fn pattern(reader: &mut Reader<'_>, text: &Spanned<String>) -> Option<PeriodPattern> {
    let error = match PeriodPattern::new(text.get_ref()) {
        Ok(pattern) => return Some(pattern),
        Err(error) => error,
    };
    let help = match &error {
        PatternError::UnknownPart(part) => near::nearest(part, PeriodPattern::PARTS).map_or_else(
            || {
                format!(
                    "the parts are {}",
                    PeriodPattern::PARTS.map(|p| format!("{{{p}}}")).join(", ")
                )
            },
            |near| format!("did you mean `{{{near}}}`?"),
        ),
        PatternError::Unclosed => "write a closing brace after each part".to_owned(),
        PatternError::NoSense => {
            "a year, a year with a quarter, month or week, a date, or two of these make a period"
                .to_owned()
        }
    };
    let message = format!("This pattern of periods cannot be read: {error}.");
    reader.fault_with_help(codes::BAD_PERIOD_PATTERN, text.span(), message, help);
    None
}

fn literal(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Values> {
    Some(Values::Literal {
        datatype: datatype(reader, table, &language::LITERALS)?,
        lang: plain(table, "lang"),
    })
}

fn datatype(reader: &mut Reader<'_>, table: Table<'_>, known: &[&str]) -> Option<String> {
    let text = table.text("datatype")?;
    if known.contains(&text.get_ref().as_str()) {
        return Some(text.into_inner());
    }
    let message = format!("\"{}\" is no datatype for this column.", text.get_ref());
    let help = match near::nearest(text.get_ref(), known.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("it takes {}", known.join(", ")),
    };
    reader.fault_with_help(codes::BAD_VALUE, text.span(), message, help);
    None
}

fn codes(reader: &mut Reader<'_>, table: Table<'_>) -> CodeRule {
    let rule = table.table("codes");
    let new = match rule
        .and_then(|rule| rule.word("new"))
        .or(table.word("codes"))
    {
        Some("error") => NewCodes::Error,
        Some("open") => NewCodes::Open,
        _ => NewCodes::Warn,
    };
    let list = rule.and_then(|rule| rule.text("list"));
    CodeRule {
        list: list.and_then(|list| reader.key(&list)),
        new,
    }
}

fn measure(reader: &mut Reader<'_>, table: Table<'_>) -> MeasureColumn {
    let kind = datatype(reader, table, &language::NUMBERS);
    let words = table.texts("number");
    let spelling = |word: &Spanned<String>| {
        let found = Spelling::ALL
            .iter()
            .find(|(name, _)| name == word.get_ref());
        found.map(|(_, spelling)| *spelling)
    };
    MeasureColumn {
        datatype: match kind.as_deref() {
            Some("decimal") => NumberKind::Decimal,
            _ => NumberKind::Integer,
        },
        unit: reader.unit(table),
        multiplier: reader.multiplier(table),
        aggregation: table.word("aggregation").and_then(Aggregation::from_word),
        spellings: words.iter().filter_map(spelling).collect(),
        markers: match (table.word("markers"), table.map("markers")) {
            (Some("none"), _) => Markers::None,
            (_, Some(own)) => {
                let own = own
                    .into_iter()
                    .map(|(mark, status)| (mark.into_inner(), status));
                Markers::Own(own.collect())
            }
            _ => Markers::Gss,
        },
        measure_from: table.text("measure-from"),
    }
}

fn check(reader: &mut Reader<'_>, table: Table<'_>) -> Option<Check> {
    let (Some(register), Some(check)) = (plain(table, "register"), table.table("check")) else {
        let message = "A column with the role `check` needs `register` and `check`.";
        let help = "such as register = \"hmcts-region\" and check = { column = \"court\", within = \"hmcts-region\" }";
        reader.fault_with_help(codes::MISSING_KEY, table.key_span("role"), message, help);
        return None;
    };
    Some(Check {
        register,
        column: plain(check, "column")?,
        within: plain(check, "within"),
    })
}
