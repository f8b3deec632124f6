use regex::{Regex, RegexSet};
use toml::Spanned;
use toml::de::DeTable;

use super::codes;
use super::column::{Column, Role};
use super::dataset::{Duplicates, Mapping, Source, UnknownColumns};
use super::document::{self, Document, Table};
use super::heading::Headings;
use super::language;
use super::measure::{Aggregation, Measure, Multiplier, NumberKind};
use super::text::Text;
use super::{check, disclosure, read_column};
use crate::diagnostic::{Code, Findings};
use crate::release::Encoding;
use crate::uri::Key;

/// Reads a mapping; the findings hold every fault of it.
pub(super) fn read(document: Document) -> Result<Mapping, Findings> {
    let mut reader = Reader {
        document: &document,
        findings: Findings::default(),
    };
    let mapping = reader.mapping();
    let mut findings = reader.findings;
    match mapping {
        Some(mut mapping) if !findings.has_errors() => {
            mapping.document = document;
            check::check(&mapping, &mut findings);
            if findings.has_errors() {
                Err(findings)
            } else {
                Ok(mapping)
            }
        }
        _ => Err(findings),
    }
}

/// Reads tables that the language allows, and collects what is wrong with their values.
pub(super) struct Reader<'d> {
    document: &'d Document,
    pub(super) findings: Findings,
}

impl Reader<'_> {
    pub(super) fn fault(
        &mut self,
        code: Code,
        span: std::ops::Range<usize>,
        message: impl Into<String>,
    ) {
        self.findings.push(self.document.fault(code, span, message));
    }

    pub(super) fn fault_with_help(
        &mut self,
        code: Code,
        span: std::ops::Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings
            .push(self.document.fault(code, span, message).help(help));
    }

    fn mapping(&mut self) -> Option<Mapping> {
        let (root, errors) = DeTable::parse_recoverable(&self.document.text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            self.fault(
                codes::SYNTAX,
                span,
                format!("This is no TOML: {}.", error.message()),
            );
        }
        if !errors.is_empty() {
            return None;
        }
        let table = Table::new(root.get_ref(), 0..0);
        document::check(self.document, table, &language::MAPPING, &mut self.findings);
        let dataset = table.text("dataset").and_then(|dataset| self.key(&dataset));
        let columns = table.tables("column").into_iter();
        let mut columns: Vec<_> = columns.filter_map(|c| read_column::read(self, c)).collect();
        add_measure_types(&mut columns);
        let measures = table.tables("measure").into_iter();
        let measures = measures
            .filter_map(|measure| self.measure(measure))
            .collect();
        let source = self.source(table.table("source"));
        let disclosure = table.table("disclosure");
        let disclosure = disclosure.and_then(|table| disclosure::read(self, table));
        Some(Mapping {
            document: self.document.clone(),
            dataset: dataset?,
            title: localised(table, "title"),
            description: localised(table, "description"),
            licence: plain(table, "licence"),
            page: plain(table, "page"),
            keywords: plains(table, "keywords"),
            frequency: plain(table, "frequency"),
            notes: plains(table, "notes"),
            source,
            columns,
            measures,
            duplicates: match table.word("duplicates") {
                Some("same") => Duplicates::Same,
                Some("sum") => Duplicates::Sum,
                _ => Duplicates::Error,
            },
            disclosure,
        })
    }

    fn source(&mut self, table: Option<Table<'_>>) -> Source {
        let header = table.and_then(|table| table.table("header"));
        let heading_line = header.and_then(|header| header.integer("row"));
        Source {
            file: table.and_then(|table| plain(table, "file")),
            encoding: table
                .and_then(|table| Encoding::from_name(table.word("encoding")?))
                .unwrap_or_default(),
            delimiter: table.map_or(b',', |table| self.delimiter(table)),
            find: header
                .map(|header| plains(header, "find"))
                .unwrap_or_default(),
            heading_line: heading_line.map(Spanned::into_inner),
            notes: table
                .map(|table| self.patterns(table.texts("skip-rows")))
                .unwrap_or_default(),
            unknown_columns: match table.and_then(|table| table.word("unknown-columns")) {
                Some("warn") => UnknownColumns::Warn,
                Some("ignore") => UnknownColumns::Ignore,
                _ => UnknownColumns::Error,
            },
            headings: match table.and_then(|table| table.word("headings")) {
                Some("exact") => Headings::Exact,
                _ => Headings::Loose,
            },
        }
    }

    fn delimiter(&mut self, table: Table<'_>) -> u8 {
        let Some(text) = table.text("delimiter") else {
            return b',';
        };
        match text.get_ref().as_bytes() {
            &[byte] if byte.is_ascii() && byte != b'"' => byte,
            _ => {
                let message = "`delimiter` takes one character, such as \",\", \";\" or \"\\t\".";
                self.fault(codes::BAD_VALUE, text.span(), message);
                b','
            }
        }
    }

    fn patterns(&mut self, patterns: Vec<Spanned<String>>) -> RegexSet {
        let good: Vec<_> = patterns
            .into_iter()
            .filter(|p| self.regex(p).is_some())
            .collect();
        RegexSet::new(good.iter().map(Spanned::get_ref)).unwrap_or_default()
    }

    /// A regular expression, or a finding.
    pub(super) fn regex(&mut self, text: &Spanned<String>) -> Option<Regex> {
        match Regex::new(text.get_ref()) {
            Ok(regex) => Some(regex),
            Err(error) => {
                let full = error.to_string();
                let why = full.lines().last().unwrap_or_default();
                let why = why.strip_prefix("error: ").unwrap_or(why);
                self.fault(
                    codes::BAD_PATTERN,
                    text.span(),
                    format!("This pattern cannot be read: {why}."),
                );
                None
            }
        }
    }

    /// A key of a URI, or a finding.
    pub(super) fn key(&mut self, text: &Spanned<String>) -> Option<Key> {
        let lower = !text.get_ref().contains(|c: char| c.is_ascii_uppercase());
        match Key::new(text.get_ref()) {
            Ok(key) if lower => Some(key),
            _ => {
                let message = format!("\"{}\" cannot be a part of a URI.", text.get_ref());
                let help = format!(
                    "small letters, digits and hyphens can, such as \"{}\"",
                    Key::from_label(text.get_ref())
                );
                self.fault_with_help(codes::BAD_VALUE, text.span(), message, help);
                None
            }
        }
    }

    fn measure(&mut self, table: Table<'_>) -> Option<Measure> {
        Some(Measure {
            key: self.key(&table.text("key")?)?,
            label: localised(table, "label"),
            description: localised(table, "description"),
            values: plains(table, "values"),
            unit: self.unit(table),
            datatype: match table.word("datatype") {
                Some("decimal") => Some(NumberKind::Decimal),
                Some(_) => Some(NumberKind::Integer),
                None => None,
            },
            multiplier: table.has("multiplier").then(|| self.multiplier(table)),
            aggregation: table.word("aggregation").and_then(Aggregation::from_word),
        })
    }

    pub(super) fn unit(&mut self, table: Table<'_>) -> Option<Key> {
        table.text("unit").and_then(|unit| self.key(&unit))
    }

    pub(super) fn multiplier(&mut self, table: Table<'_>) -> Multiplier {
        let Some(power) = table.integer("multiplier") else {
            return Multiplier::default();
        };
        Multiplier::new(*power.get_ref()).unwrap_or_else(|| {
            let message = format!("{} is no power of ten.", power.get_ref());
            self.fault_with_help(
                codes::BAD_VALUE,
                power.span(),
                message,
                "figures in thousands have the multiplier 1000",
            );
            Multiplier::default()
        })
    }
}

/// `measure-from` may name a heading; then it stands for a column that nobody wrote down.
fn add_measure_types(columns: &mut Vec<Column>) {
    let mut added: Vec<Column> = Vec::new();
    for at in 0..columns.len() {
        let Role::Measure(measure) = &columns[at].role else {
            continue;
        };
        let Some(from) = measure.measure_from.clone() else {
            continue;
        };
        if columns.iter().any(|column| column.name == *from.get_ref()) {
            continue;
        }
        let column = read_column::measure_type(&from);
        let name = column.name.clone();
        if added.iter().all(|other| other.name != name) {
            added.push(column);
        }
        if let Role::Measure(measure) = &mut columns[at].role {
            measure.measure_from = Some(Spanned::new(from.span(), name));
        }
    }
    columns.extend(added);
}

pub(super) fn plain(table: Table<'_>, key: &str) -> Option<String> {
    table.text(key).map(Spanned::into_inner)
}

pub(super) fn plains(table: Table<'_>, key: &str) -> Vec<String> {
    table
        .texts(key)
        .into_iter()
        .map(Spanned::into_inner)
        .collect()
}

pub(super) fn localised(table: Table<'_>, key: &str) -> Text {
    match (table.text(key), table.map(key)) {
        (Some(text), _) => Text::english(text.into_inner()),
        (None, Some(texts)) => texts
            .into_iter()
            .map(|(tag, text)| (tag.into_inner(), text.into_inner()))
            .collect(),
        (None, None) => Text::default(),
    }
}
