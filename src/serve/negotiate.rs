//! [Proactive negotiation](https://www.rfc-editor.org/rfc/rfc9110#name-proactive-negotiation) by
//! the `Accept` and `Accept-Language` fields.

use std::borrow::Cow;

use axum::http::HeaderMap;
use axum::http::header::HeaderName;

/// A weight in thousandths, from 0 (refused) to 1000.
type Quality = u16;

/// Picks what the client likes best of what there is; among equals the first offer wins.
///
/// An offer is a media type without parameters and what it stands for. Without a field, or with an
/// empty one, anything is fine. `None` means that the client accepts nothing of it.
///
/// ```
/// use assize::serve::choose;
///
/// let offers = [("text/turtle", 1), ("text/html", 2)];
/// assert_eq!(choose(Some("text/html, */*;q=0.8"), &offers), Some(2));
/// assert_eq!(choose(Some("text/*;q=0.5, text/turtle;q=0"), &offers), Some(2));
/// assert_eq!(choose(Some("image/png"), &offers), None);
/// assert_eq!(choose(None, &offers), Some(1));
/// ```
pub fn choose<T: Copy>(accept: Option<&str>, offers: &[(&str, T)]) -> Option<T> {
    let Some(accept) = accept.filter(|text| !text.trim().is_empty()) else {
        return offers.first().map(|(_, value)| *value);
    };
    let ranges: Vec<_> = members(accept).collect();
    let mut best: Option<(Quality, T)> = None;
    for (offer, value) in offers {
        let quality = media_quality(&ranges, offer);
        if quality > 0 && best.is_none_or(|(most, _)| quality > most) {
            best = Some((quality, *value));
        }
    }
    best.map(|(_, value)| value)
}

/// The weight that the most specific matching range gives a media type.
fn media_quality(ranges: &[(&str, Quality)], offer: &str) -> Quality {
    let matching = ranges.iter().filter_map(|(range, quality)| {
        let specificity = specificity(range, offer)?;
        Some((specificity, *quality))
    });
    matching.max().map_or(0, |(_, quality)| quality)
}

fn specificity(range: &str, offer: &str) -> Option<u8> {
    if range.eq_ignore_ascii_case(offer) {
        Some(2)
    } else if range == "*/*" || range == "*" {
        Some(0)
    } else {
        let kind = range.strip_suffix("/*")?;
        let (offered, _) = offer.split_once('/')?;
        kind.eq_ignore_ascii_case(offered).then_some(1)
    }
}

/// A language in which labels are published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Welsh.
    Welsh,
}

impl Language {
    /// The [language tag](https://www.rfc-editor.org/rfc/rfc5646): `en` or `cy`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    /// The language that an `Accept-Language` field asks for; English where it asks for neither.
    ///
    /// ```
    /// use assize::serve::Language;
    ///
    /// assert_eq!(Language::choose(Some("cy-GB, en;q=0.5")), Language::Welsh);
    /// assert_eq!(Language::choose(Some("fr")), Language::English);
    /// ```
    pub fn choose(accept: Option<&str>) -> Self {
        let ranges: Vec<_> = members(accept.unwrap_or_default()).collect();
        let quality = |language: Self| language_quality(&ranges, language);
        if quality(Self::Welsh) > quality(Self::English) {
            Self::Welsh
        } else {
            Self::English
        }
    }
}

fn language_quality(ranges: &[(&str, Quality)], language: Language) -> Quality {
    let asks = |range: &str| {
        let primary = range.split('-').next().unwrap_or_default();
        primary.eq_ignore_ascii_case(language.tag())
    };
    let named = ranges.iter().filter(|(range, _)| asks(range));
    let named = named.map(|(_, quality)| *quality).max();
    let any = ranges.iter().find(|(range, _)| *range == "*");
    named.or(any.map(|(_, quality)| *quality)).unwrap_or(0)
}

/// The members of a list with their weights; one whose weight cannot be read is left out.
fn members(field: &str) -> impl Iterator<Item = (&str, Quality)> {
    field.split(',').filter_map(|member| {
        let mut parts = member.split(';').map(str::trim);
        let range = parts.next().filter(|range| !range.is_empty())?;
        let weight = parts.find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
        });
        match weight {
            None => Some((range, 1000)),
            Some(text) => Some((range, quality(text)?)),
        }
    })
}

/// Reads a [`qvalue`](https://www.rfc-editor.org/rfc/rfc9110#name-quality-values).
fn quality(text: &str) -> Option<Quality> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: Quality = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

/// All values of a list field in one text, as they would stand in one field.
pub(super) fn field<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<Cow<'h, str>> {
    let values = headers.get_all(name).iter();
    let mut texts = values.filter_map(|value| value.to_str().ok());
    let first = Cow::from(texts.next()?);
    Some(texts.fold(first, |all, text| all + ", " + text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::Form;

    fn form(accept: &str) -> Option<Form> {
        choose(Some(accept), &Form::ALL.map(|form| (form.essence(), form)))
    }

    #[test]
    fn the_most_specific_range_decides() {
        assert_eq!(form("text/*, text/turtle;q=0.1"), Some(Form::Html));
        assert_eq!(form("*/*, text/turtle;q=0"), Some(Form::NTriples));
        assert_eq!(form("*/*;q=0"), None);
    }

    #[test]
    fn parameters_before_the_weight_are_read_over() {
        assert_eq!(
            form("text/html;level=1;q=0.2, text/turtle;q=0.3"),
            Some(Form::Turtle)
        );
    }

    #[test]
    fn a_member_with_a_broken_weight_counts_as_not_there() {
        assert_eq!(
            form("text/html;q=2, application/ld+json;q=0.1"),
            Some(Form::JsonLd)
        );
        assert_eq!(form("text/html;q=x"), None);
    }

    #[test]
    fn media_types_have_no_case() {
        assert_eq!(
            form("TEXT/Turtle;Q=0.5, text/html;q=0.4"),
            Some(Form::Turtle)
        );
    }

    #[test]
    fn a_language_at_weight_nought_is_refused() {
        assert_eq!(Language::choose(Some("en;q=0, *")), Language::Welsh);
        assert_eq!(Language::choose(Some("cy;q=0, en;q=0")), Language::English);
    }
}
