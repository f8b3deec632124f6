//! Names for people: of classes, properties, datatypes and values.

use oxrdf::{NamedNodeRef, TermRef};

use crate::graph::{TermGraph, TermId};
use crate::vocab::{rdf, rdfs, skos, xsd};

/// The label of a term in a graph, in the language asked for, in English or in none.
pub(super) fn label<'g>(graph: &'g TermGraph, node: TermId, language: &str) -> Option<&'g str> {
    [rdfs::LABEL, skos::PREF_LABEL]
        .into_iter()
        .find_map(|predicate| text(graph, node, predicate, language))
}

/// The best text of a property for a reader of a language.
pub(super) fn text<'g>(
    graph: &'g TermGraph,
    node: TermId,
    predicate: NamedNodeRef<'_>,
    language: &str,
) -> Option<&'g str> {
    let predicate = graph.terms().get(predicate)?;
    let texts: Vec<_> = graph.objects(node, predicate).collect();
    best(graph, &texts, language).map(|id| graph.terms().text(id))
}

/// The text that suits a reader of a language best: in that language, else in English, else any.
pub(super) fn best(graph: &TermGraph, texts: &[TermId], language: &str) -> Option<TermId> {
    let of = |range: &str| {
        let tag = |id: &&TermId| graph.terms().language(**id);
        let suits = |id: &&TermId| {
            tag(id).is_some_and(|tag| crate::validate::value::matches_range(tag, range))
        };
        texts.iter().find(suits).copied()
    };
    let plain = || {
        let mut plain = texts
            .iter()
            .filter(|id| graph.terms().language(**id).is_none());
        plain.next().copied()
    };
    of(language)
        .or_else(plain)
        .or_else(|| of("en"))
        .or_else(|| texts.first().copied())
}

/// The last part of an IRI in words: `http://…#refPeriod` is “ref period”.
pub(super) fn local_words(iri: &str) -> String {
    let local = iri.trim_end_matches(['/', '#']);
    let local = local.rsplit(['#', '/', ':']).next().unwrap_or(iri);
    let mut words = String::new();
    let mut before = ' ';
    for c in local.chars() {
        if c == '-' || c == '_' {
            words.push(' ');
        } else {
            if c.is_uppercase() && before.is_lowercase() {
                words.push(' ');
            }
            words.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

/// A label within a sentence: in small letters, but for abbreviations such as HMCTS.
pub(super) fn lower(label: &str) -> String {
    let words = label.split(' ').map(|word| {
        if is_abbreviation(word) {
            word.to_owned()
        } else {
            word.to_lowercase()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn is_abbreviation(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 1
}

/// A noun with its article: “a court”, “an area”, “an HMCTS region”.
pub(super) fn with_article(noun: &str) -> String {
    let first = noun.split(' ').next().unwrap_or_default();
    // Abbreviations are spelled out: an H, an S, but a U.
    let vowels = if is_abbreviation(first) {
        "AEFHILMNORSX"
    } else {
        "aeiouAEIOU"
    };
    // A unit, a university: spoken with a Y.
    let article = match first.chars().next() {
        _ if first.starts_with("uni") => "a",
        Some(c) if vowels.contains(c) => "an",
        _ => "a",
    };
    format!("{article} {noun}")
}

/// The same with a capital letter first.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A count in words up to ten.
pub(super) fn count(number: u64) -> String {
    const SMALL: [&str; 11] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let at = usize::try_from(number).unwrap_or(usize::MAX);
    SMALL
        .get(at)
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// A count with its noun: “one character”, “three characters”.
pub(super) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", count(number))
}

/// What a datatype is called.
pub(super) fn datatype(iri: NamedNodeRef<'_>) -> String {
    if iri == rdf::LANG_STRING {
        return "a text with a language".to_owned();
    }
    let Some(name) = iri.as_str().strip_prefix(xsd::NAMESPACE) else {
        return format!("a {iri}");
    };
    match name {
        "string" => "a plain text".to_owned(),
        "boolean" => "true or false".to_owned(),
        "integer" => "a whole number".to_owned(),
        "decimal" => "a decimal number".to_owned(),
        "double" | "float" => "a floating-point number".to_owned(),
        "date" => "a date like 2025-04-01".to_owned(),
        "dateTime" => "a date with a time".to_owned(),
        "gYear" => "a year".to_owned(),
        "anyURI" => "a URI as text".to_owned(),
        other => format!("an xsd:{other}"),
    }
}

/// A value as it is shown in a sentence, cut if it is long.
pub(super) fn value(term: TermRef<'_>) -> String {
    const LONGEST: usize = 120;
    match term {
        TermRef::NamedNode(iri) => iri.to_string(),
        TermRef::BlankNode(_) => "a node without a name".to_owned(),
        TermRef::Literal(literal) => {
            let text = literal.value();
            match text.char_indices().nth(LONGEST) {
                Some((at, _)) => format!("“{}…”", &text[..at]),
                None => format!("“{text}”"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_iris() {
        assert_eq!(
            local_words("http://purl.org/linked-data/sdmx#refPeriod"),
            "ref period"
        );
        assert_eq!(local_words("http://e/def/crown_court/"), "crown court");
        assert_eq!(with_article("area"), "an area");
        assert_eq!(with_article(&lower("HMCTS Region")), "an HMCTS region");
        assert_eq!(count(2), "two");
    }
}
