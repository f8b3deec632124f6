use std::fmt;

/// What a table of the mapping language may hold: the one description from which a mapping is
/// checked, suggestions are made and the JSON Schema is printed.
#[derive(Debug)]
pub(super) struct TableSpec {
    /// What errors call it, such as ``a `[[column]]` ``.
    pub(super) name: &'static str,
    pub(super) keys: &'static [KeySpec],
}

/// A key of a table.
#[derive(Debug)]
pub(super) struct KeySpec {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) need: Need,
    pub(super) doc: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
}

/// What may stand behind a key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    Text,
    Bool,
    Integer,
    Number,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// A list of these words.
    Words(&'static [&'static str]),
    /// A text, or a table from language tag to text.
    Localised,
    /// A table from any text to a text.
    Map,
    Table(&'static TableSpec),
    /// Tables written `[[key]]`.
    Tables(&'static TableSpec),
    /// Either of two.
    Either(&'static Shape, &'static Shape),
}

impl TableSpec {
    pub(super) fn key(&self, name: &str) -> Option<&'static KeySpec> {
        self.keys.iter().find(|key| key.name == name)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("a text in quotes"),
            Self::Bool => f.write_str("`true` or `false`"),
            Self::Integer => f.write_str("a whole number"),
            Self::Number => f.write_str("a number"),
            Self::Word(words) => write!(f, "one of {}", quoted(words)),
            Self::Texts => f.write_str("a list of texts"),
            Self::Words(words) => write!(f, "a list of {}", quoted(words)),
            Self::Localised => {
                f.write_str("a text, or texts by language such as { en = \"…\", cy = \"…\" }")
            }
            Self::Map => f.write_str("a table of texts such as { \"N/A\" = \"Not applicable\" }"),
            Self::Table(spec) => write!(f, "{}", spec.name),
            Self::Tables(spec) => write!(f, "{} in double brackets", spec.name),
            Self::Either(one, other) => write!(f, "{one}, or {other}"),
        }
    }
}

fn quoted(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
    words.join(", ")
}
