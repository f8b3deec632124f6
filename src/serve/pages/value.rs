use std::borrow::Cow;

use askama::Template;
use oxrdf::{LiteralRef, NamedNodeRef, TermRef};

use super::words;
use crate::serve::{Language, Live, Site};
use crate::vocab::xsd;

/// A term as a page shows it.
#[derive(Clone, Debug, Default)]
pub(in crate::serve) struct Value<'a> {
    /// The words.
    pub(in crate::serve) text: Cow<'a, str>,
    /// Where it leads; local where it lies under the base.
    pub(in crate::serve) href: Option<Cow<'a, str>>,
    /// The language of the words, where it is said.
    pub(in crate::serve) language: Option<Cow<'a, str>>,
    /// What a blank node says, in place of words.
    pub(super) nested: Option<Groups<'a>>,
    /// Whether it is a figure, to be set flush right.
    pub(in crate::serve) numeric: bool,
}

impl<'a> Value<'a> {
    /// Shows a term in English.
    pub(in crate::serve) fn of(site: &Site, live: &'a Live, term: TermRef<'a>) -> Self {
        Self::in_language(site, live, term, Language::English)
    }

    pub(super) fn in_language(
        site: &Site,
        live: &'a Live,
        term: TermRef<'a>,
        language: Language,
    ) -> Self {
        match term {
            TermRef::NamedNode(iri) => Self::iri(site, live, iri, language),
            TermRef::Literal(literal) => Self::literal(literal),
            TermRef::BlankNode(node) => Self {
                text: node.to_string().into(),
                ..Self::default()
            },
        }
    }

    fn iri(site: &Site, live: &'a Live, iri: NamedNodeRef<'a>, language: Language) -> Self {
        let text = match live.names.name(iri, language) {
            Some(name) => name.into(),
            None => unnamed(site, live, iri, language),
        };
        let is_link = iri.as_str().starts_with("http");
        Self {
            text,
            href: is_link.then(|| site.door(iri.as_str()).into()),
            ..Self::default()
        }
    }

    fn literal(literal: LiteralRef<'a>) -> Self {
        let numeric =
            [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::INT].contains(&literal.datatype());
        let link = literal.datatype() == xsd::ANY_URI && literal.value().starts_with("http");
        let text = literal.value();
        Self {
            text: if numeric {
                grouped(text).into()
            } else {
                text.into()
            },
            href: link.then(|| text.into()),
            language: literal.language().map(Cow::from),
            nested: None,
            numeric,
        }
    }

    /// The same without what it was read from; nothing may be nested in it.
    pub(in crate::serve) fn detached(self) -> Value<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        Value {
            text: own(self.text),
            href: self.href.map(own),
            language: self.language.map(own),
            nested: None,
            numeric: self.numeric,
        }
    }
}

/// What a thing without a name of its own is called.
fn unnamed<'a>(
    site: &Site,
    live: &'a Live,
    iri: NamedNodeRef<'a>,
    language: Language,
) -> Cow<'a, str> {
    let text = iri.as_str();
    let local = site.door(text);
    if let Some(keys) = local.strip_prefix("/data/") {
        // An observation: its keys say what it is.
        let parts = keys.split('/').skip(1).map(words::spaced);
        let parts: Vec<_> = parts.collect();
        if !parts.is_empty() {
            return parts.join(" · ").into();
        }
    }
    if local == text
        && !text.contains("/ns#")
        && !text.contains("purl.org")
        && !text.contains("w3.org")
    {
        return text.into();
    }
    words::name(live, iri, language)
}

/// Puts commas between the thousands of a whole number: `12345` is `12,345`.
pub(in crate::serve) fn grouped(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("−", digits),
        None => ("", number),
    };
    let (whole, fraction) = match digits.find(['.', 'e', 'E']) {
        Some(at) => digits.split_at(at),
        None => (digits, ""),
    };
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut text = String::with_capacity(number.len() + 4);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{sign}{text}{fraction}")
}

/// The values of a property.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) href: &'a str,
    pub(super) values: Vec<Value<'a>>,
}

/// What is said of a thing, property by property; it draws itself, so that a blank node within
/// is drawn by the same template.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "groups.html")]
pub(super) struct Groups<'a> {
    pub(super) groups: Vec<Group<'a>>,
}

impl<'a> Groups<'a> {
    /// Adds a value of a property, after those of the same property.
    pub(super) fn add(
        &mut self,
        name: impl FnOnce() -> Cow<'a, str>,
        href: &'a str,
        value: Value<'a>,
    ) {
        match self.groups.iter_mut().find(|group| group.href == href) {
            Some(group) => group.values.push(value),
            None => self.groups.push(Group {
                name: name(),
                href,
                values: vec![value],
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let texts = ["1", "999", "1000", "1234567", "-1200.50", "NaN", "1.5E3"];
        let grouped: Vec<_> = texts.into_iter().map(grouped).collect();
        insta::assert_debug_snapshot!(grouped, @r#"
        [
            "1",
            "999",
            "1,000",
            "1,234,567",
            "−1,200.50",
            "NaN",
            "1.5E3",
        ]
        "#);
    }
}
