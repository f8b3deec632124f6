use std::borrow::Cow;

use chrono::{Datelike, Month, NaiveDate};
use oxrdf::NamedNodeRef;

use crate::serve::{Language, Live};
use crate::vocab::{dct, foaf, hydra, org, qb, rdf, rdfs, sdmx, skos};

/// Plain words for terms of other vocabularies whose own labels are not among our data.
const WORDS: [(NamedNodeRef<'static>, &str); 34] = [
    (rdf::TYPE, "Type"),
    (rdfs::LABEL, "Label"),
    (rdfs::COMMENT, "Description"),
    (rdfs::SEE_ALSO, "See also"),
    (rdfs::IS_DEFINED_BY, "Defined by"),
    (rdfs::SUB_PROPERTY_OF, "Special case of"),
    (rdfs::SUB_CLASS_OF, "Special kind of"),
    (rdfs::RANGE, "Values are"),
    (rdfs::DOMAIN, "Used on"),
    (skos::PREF_LABEL, "Name"),
    (skos::ALT_LABEL, "Also known as"),
    (skos::HIDDEN_LABEL, "Also spelt"),
    (skos::NOTATION, "Code"),
    (skos::DEFINITION, "Definition"),
    (skos::IN_SCHEME, "In the list"),
    (skos::TOP_CONCEPT_OF, "At the top of the list"),
    (skos::HAS_TOP_CONCEPT, "Members"),
    (skos::BROADER, "Part of"),
    (skos::NARROWER, "Parts"),
    (skos::EXACT_MATCH, "Same as"),
    (dct::TITLE, "Title"),
    (dct::LICENSE, "Licence"),
    (dct::ISSUED, "Published on"),
    (dct::IS_REPLACED_BY, "Replaced by"),
    (dct::SPATIAL, "Area"),
    (org::CLASSIFICATION, "Kind"),
    (qb::DATA_SET, "Dataset"),
    (qb::STRUCTURE, "Structure"),
    (qb::MEASURE_TYPE, "Measure"),
    (qb::CODE_LIST, "List of codes"),
    (sdmx::UNIT_MEASURE, "Unit"),
    (sdmx::OBS_STATUS, "Status"),
    (foaf::PRIMARY_TOPIC, "About"),
    (hydra::MEMBER, "Member"),
];

/// What a term is called: by its own label, else by plain words, else by the last part of its IRI.
pub(in crate::serve) fn name<'l>(
    live: &'l Live,
    term: NamedNodeRef<'_>,
    language: Language,
) -> Cow<'l, str> {
    if let Some(name) = live.names.name(term, language) {
        return capitalised(name);
    }
    match WORDS.iter().find(|(known, _)| *known == term) {
        Some((_, words)) => Cow::Borrowed(words),
        None => Cow::Owned(spaced(last_part(term.as_str()))),
    }
}

/// Begins with a capital, as a heading does.
fn capitalised(name: &str) -> Cow<'_, str> {
    if name.starts_with(|first: char| first.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    Cow::Owned(first.chain(letters).collect())
}

/// A date as people write it: `2014-11-30` is `30 November 2014`; what is no day stays as it is.
pub(super) fn day(date: &str) -> String {
    let written = || {
        let day = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
        let month = Month::try_from(u8::try_from(day.month()).ok()?).ok()?;
        Some(format!("{} {} {}", day.day(), month.name(), day.year()))
    };
    written().unwrap_or_else(|| date.to_owned())
}

/// What follows the last `#` or `/` of an IRI; the whole IRI where nothing does.
pub(super) fn last_part(iri: &str) -> &str {
    let trimmed = iri.trim_end_matches(['/', '#']);
    let last = trimmed.rsplit(['#', '/']).next();
    last.filter(|part| !part.is_empty()).unwrap_or(iri)
}

/// Takes words written together or with hyphens apart: `hasTopConcept` is `Has top concept`.
pub(super) fn spaced(part: &str) -> String {
    let mut words = String::with_capacity(part.len() + 8);
    let mut before = ' ';
    for c in part.chars() {
        if c == '-' || c == '_' {
            words.push(' ');
        } else if words.is_empty() {
            words.extend(c.to_uppercase());
        } else if c.is_uppercase() && before.is_lowercase() {
            words.push(' ');
            words.extend(c.to_lowercase());
        } else {
            words.push(c);
        }
        before = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_written_together_are_taken_apart() {
        assert_eq!(spaced("hasTopConcept"), "Has top concept");
        assert_eq!(spaced("police-force-area"), "Police force area");
        assert_eq!(capitalised("écrit"), "Écrit");
        assert_eq!(day("2014-11-30"), "30 November 2014");
        assert_eq!(day("2014"), "2014");
        assert_eq!(last_part("http://a/b#c"), "c");
        assert_eq!(last_part("http://a/b/"), "b");
    }
}
