use std::collections::BTreeMap;

/// A text in one or several languages, by language tag; plain texts are English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    by_language: BTreeMap<String, String>,
}

impl Text {
    /// An English text.
    pub fn english(text: impl Into<String>) -> Self {
        Self::from_iter([("en".to_owned(), text.into())])
    }

    /// The English text, or whatever language there is.
    pub fn as_str(&self) -> &str {
        let any = || self.by_language.values().next();
        self.by_language
            .get("en")
            .or_else(any)
            .map_or("", String::as_str)
    }

    /// Language tags and texts, by tag.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_language
            .iter()
            .map(|(tag, text)| (tag.as_str(), text.as_str()))
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.by_language.is_empty()
    }
}

impl FromIterator<(String, String)> for Text {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(texts: T) -> Self {
        Self {
            by_language: texts.into_iter().collect(),
        }
    }
}
