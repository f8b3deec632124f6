use std::collections::BTreeMap;

use serde::Deserialize;

use super::thing::Home;

/// What `register.toml` says about a register as a whole.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Definition {
    /// Its name in the register's heading, by language tag.
    pub title: BTreeMap<String, String>,
    /// One or two sentences, by language tag.
    #[serde(default)]
    pub description: BTreeMap<String, String>,
    /// Where its URIs stand.
    #[serde(default)]
    pub home: Home,
    /// The local name of the class of its members in `{base}/def/justice/`, such as `Court`.
    pub class: String,
    /// What the members are in the vocabularies of others.
    #[serde(default)]
    pub nature: Nature,
    /// The register that holds the types of its members.
    #[serde(default)]
    pub types: Option<String>,
    /// The systems whose codes it holds.
    #[serde(default)]
    pub scheme: BTreeMap<String, Scheme>,
    /// The words in a label that only say of what type a member is.
    #[serde(default)]
    pub type_words: Vec<TypeWords>,
    /// Words that people leave out or add, such as `Constabulary`.
    #[serde(default)]
    pub idle_words: Vec<String>,
}

impl Definition {
    /// The title in English, or in whatever language there is one.
    pub fn title(&self) -> &str {
        let any = || self.title.values().next();
        self.title.get("en").or_else(any).map_or("", String::as_str)
    }
}

/// What the members of a register are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// [Organisations](https://www.w3.org/TR/vocab-org/#org:Organization) with a site.
    Organisation,
    /// Parts of the country.
    Area,
    /// [Concepts](https://www.w3.org/TR/skos-reference/#concepts) alone.
    #[default]
    Concept,
}

/// A system of codes.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scheme {
    /// What the code is called.
    pub title: String,
    /// The start of the URIs that the system's owner gives to what has the code.
    #[serde(default)]
    pub same_as: Option<String>,
    /// Whether two members may bear the same code at the same time: some systems have slips.
    #[serde(default)]
    pub reuse: Reuse,
    /// Whether a cell that holds the code is matched by it.
    #[serde(default)]
    pub matching: Matching,
}

/// Whether a system gives a code to one thing at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reuse {
    /// It does; two members with one code at one time are a finding.
    #[default]
    Never,
    /// It is known to have given one code to several.
    Known,
}

/// Whether a code may stand in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matching {
    /// It identifies a member.
    #[default]
    Identifies,
    /// It is kept, but says too little to be matched by.
    Ignored,
}

/// Words of a label that say of what types the member is.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TypeWords {
    /// Normalised words, such as `crown court`.
    pub words: String,
    /// A member of any of these types may be meant.
    pub types: Vec<String>,
}
