use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::codes;
use super::spec::{Need, Shape, TableSpec};
use crate::diagnostic::{Code, Finding, Findings, Place, SourceName};

/// The text of a mapping file, for places.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) source: SourceName,
    pub(super) text: String,
}

impl Document {
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        Place::in_text(self.source.clone(), &self.text, span)
    }

    pub(super) fn fault(
        &self,
        code: Code,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Finding {
        Finding::new(code, message).defined_at(self.place(span))
    }
}

/// A table of the mapping, with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'t> {
    pub(super) entries: &'t DeTable<'t>,
    /// The bytes of its head, for findings about what it lacks.
    start: usize,
    end: usize,
}

impl<'t> Table<'t> {
    pub(super) fn new(entries: &'t DeTable<'t>, span: Range<usize>) -> Self {
        Self {
            entries,
            start: span.start,
            end: span.end,
        }
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.entries.get(key)
    }

    /// The bytes of a key.
    pub(super) fn key_span(&self, key: &str) -> Range<usize> {
        self.entries
            .get_key_value(key)
            .map_or(self.span(), |(key, _)| key.span())
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn text(&self, key: &str) -> Option<Spanned<String>> {
        text(self.get(key)?)
    }

    pub(super) fn word(&self, key: &str) -> Option<&'t str> {
        self.get(key)?.get_ref().as_str()
    }

    pub(super) fn bool(&self, key: &str) -> Option<bool> {
        self.get(key)?.get_ref().as_bool()
    }

    pub(super) fn integer(&self, key: &str) -> Option<Spanned<u64>> {
        let value = self.get(key)?;
        let number = value.get_ref().as_integer()?;
        let number = u64::from_str_radix(number.as_str(), number.radix()).ok()?;
        Some(Spanned::new(value.span(), number))
    }

    /// The digits of a number as they stand.
    pub(super) fn number(&self, key: &str) -> Option<Spanned<String>> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            _ => return None,
        };
        Some(Spanned::new(value.span(), text))
    }

    pub(super) fn texts(&self, key: &str) -> Vec<Spanned<String>> {
        let list = self.get(key).and_then(|value| value.get_ref().as_array());
        list.into_iter()
            .flat_map(|list| list.iter().filter_map(text))
            .collect()
    }

    /// Pairs of texts in the order of the file.
    pub(super) fn map(&self, key: &str) -> Option<Vec<(Spanned<String>, Spanned<String>)>> {
        let table = self.get(key)?.get_ref().as_table()?;
        let pair = |(key, value): (&Spanned<_>, &'t Spanned<DeValue<'t>>)| {
            let name: &std::borrow::Cow<'_, str> = key.get_ref();
            Some((
                Spanned::new(key.span(), name.clone().into_owned()),
                text(value)?,
            ))
        };
        let mut pairs: Vec<_> = table.iter().filter_map(pair).collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        Some(pairs)
    }

    pub(super) fn table(&self, key: &str) -> Option<Table<'t>> {
        let value = self.get(key)?;
        Some(Table::new(value.get_ref().as_table()?, self.key_span(key)))
    }

    pub(super) fn tables(&self, key: &str) -> Vec<Table<'t>> {
        let list = self.get(key).and_then(|value| value.get_ref().as_array());
        let one = |value: &'t Spanned<DeValue<'t>>| {
            Some(Table::new(value.get_ref().as_table()?, value.span()))
        };
        list.into_iter()
            .flat_map(|list| list.iter().filter_map(one))
            .collect()
    }
}

fn text(value: &Spanned<DeValue<'_>>) -> Option<Spanned<String>> {
    let text = value.get_ref().as_str()?;
    Some(Spanned::new(value.span(), text.to_owned()))
}

/// Checks a table against the language: unknown and missing keys, and kinds of values.
pub(super) fn check(
    document: &Document,
    table: Table<'_>,
    spec: &TableSpec,
    findings: &mut Findings,
) {
    for key in spec.keys {
        if key.need == Need::Required && !table.has(key.name) {
            let message = format!("{} needs the key `{}`.", upper_first(spec.name), key.name);
            let fault = document.fault(codes::MISSING_KEY, table.span(), message);
            findings.push(fault.help(format!("`{}`: {} Write {}.", key.name, key.doc, key.shape)));
        }
    }
    let mut keys: Vec<_> = table.entries.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in keys {
        match spec.key(key.get_ref()) {
            None => findings.push(unknown_key(document, key.get_ref(), key.span(), spec)),
            Some(known) => check_value(
                document,
                known.name,
                value,
                &known.shape,
                table.key_span(known.name),
                findings,
            ),
        }
    }
}

fn unknown_key(document: &Document, key: &str, span: Range<usize>, spec: &TableSpec) -> Finding {
    let names = spec.keys.iter().map(|key| key.name);
    let message = format!("{} has no key `{key}`.", upper_first(spec.name));
    let finding = document.fault(codes::UNKNOWN_KEY, span, message);
    if let Some(name) = super::near::nearest(key, names.clone()) {
        return finding.help(format!("did you mean `{name}`?"));
    }
    let names: Vec<_> = names.collect();
    finding.help(format!("its keys are {}", names.join(", ")))
}

fn check_value(
    document: &Document,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    shape: &Shape,
    head: Range<usize>,
    findings: &mut Findings,
) {
    if !fits(value.get_ref(), shape) {
        let message = format!("`{key}` takes {shape}, not {}.", kind(value.get_ref()));
        findings.push(document.fault(codes::WRONG_KIND, value.span(), message));
        return;
    }
    match shape {
        Shape::Word(words) => check_word(document, key, value, words, findings),
        Shape::Words(words) => {
            for item in value
                .get_ref()
                .as_array()
                .into_iter()
                .flat_map(|list| list.iter())
            {
                check_word(document, key, item, words, findings);
            }
        }
        Shape::Table(spec) => {
            if let Some(table) = value.get_ref().as_table() {
                check(document, Table::new(table, head), spec, findings);
            }
        }
        Shape::Tables(spec) => {
            for item in value
                .get_ref()
                .as_array()
                .into_iter()
                .flat_map(|list| list.iter())
            {
                if let Some(table) = item.get_ref().as_table() {
                    check(document, Table::new(table, item.span()), spec, findings);
                }
            }
        }
        Shape::Either(one, other) => {
            let shape = if fits(value.get_ref(), one) {
                one
            } else {
                other
            };
            check_value(document, key, value, shape, head, findings);
        }
        _ => {}
    }
}

fn check_word(
    document: &Document,
    key: &str,
    value: &Spanned<DeValue<'_>>,
    words: &'static [&'static str],
    findings: &mut Findings,
) {
    let Some(word) = value
        .get_ref()
        .as_str()
        .filter(|word| !words.contains(word))
    else {
        return;
    };
    let message = format!("`{key}` takes {}, not \"{word}\".", Shape::Word(words));
    let finding = document.fault(codes::BAD_VALUE, value.span(), message);
    findings.push(match super::near::nearest(word, words.iter().copied()) {
        Some(near) => finding.help(format!("did you mean \"{near}\"?")),
        None => finding,
    });
}

fn fits<'a>(value: &DeValue<'a>, shape: &Shape) -> bool {
    let all = |test: fn(&DeValue<'a>) -> bool| {
        value
            .as_array()
            .is_some_and(|list| list.iter().all(|item| test(item.get_ref())))
    };
    let texts = || {
        let table = value.as_table();
        table.is_some_and(|table| table.values().all(|value| value.get_ref().is_str()))
    };
    match shape {
        Shape::Text | Shape::Word(_) => value.is_str(),
        Shape::Bool => value.is_bool(),
        Shape::Integer => value.is_integer(),
        Shape::Number => value.is_integer() || value.is_float(),
        Shape::Texts | Shape::Words(_) => all(DeValue::is_str),
        Shape::Localised => value.is_str() || texts(),
        Shape::Map => texts(),
        Shape::Table(_) => value.is_table(),
        Shape::Tables(_) => all(DeValue::is_table),
        Shape::Either(one, other) => fits(value, one) || fits(value, other),
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
