use oxrdf::NamedNode;

use super::date::{PartialDate, Span};
use crate::uri::{Base, Key};

/// A member of a register: a court, an area, a prison, a code.
#[derive(Clone, Debug)]
pub struct Thing {
    /// The part of its URI that was minted once and never changes.
    pub key: Key,
    /// What kind of thing it is, as keys of the register's types; a combined court has several.
    pub types: Vec<Key>,
    /// From when to when it is or was in use.
    pub life: Span,
    /// Where it stands.
    pub site: Option<Site>,
    /// Its names; the first preferred one in English is what pages and suggestions show.
    pub labels: Vec<Label>,
    /// Its codes in other people's systems.
    pub notations: Vec<Notation>,
    /// The things it lies in or belongs to.
    pub relations: Vec<Relation>,
    /// The things that took over from it.
    pub successors: Vec<Succession>,
    /// The sources that know it, as keys of `sources.csv`.
    pub sources: Vec<Key>,
    /// What a reader should know about it.
    pub note: String,
    /// Its line in the register's table; the heading is line 1.
    pub line: u64,
}

impl Thing {
    /// Its name now, or the last it had.
    pub fn label(&self) -> &str {
        self.preferred("en").unwrap_or(self.key.as_str())
    }

    /// The preferred label in a language, such as `cy`.
    pub fn preferred(&self, language: &str) -> Option<&str> {
        let preferred = |l: &&Label| l.role == LabelRole::Preferred && l.language == language;
        self.labels.iter().find(preferred).map(|l| l.text.as_str())
    }

    /// Its code in a scheme, the latest where there are several.
    pub fn notation(&self, scheme: &str) -> Option<&str> {
        let of_scheme = self
            .notations
            .iter()
            .filter(|n| n.scheme.as_str() == scheme);
        let latest = of_scheme.max_by_key(|n| (n.span.to.is_none(), n.span.to, n.span.from));
        latest.map(|n| n.code.as_str())
    }

    /// The thing of a concept that it lies in now, or lay in last: the HMCTS region of a court.
    pub fn within(&self, concept: &str) -> Option<&Key> {
        let of_concept = self.relations.iter().filter(|r| r.concept == concept);
        let latest = of_concept.max_by_key(|r| (r.span.to.is_none(), r.span.to, r.span.from));
        latest.map(|r| &r.target)
    }
}

/// A place on the ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Degrees north and east in WGS 84, as the source writes them.
    pub point: Option<(String, String)>,
    /// Street and town, parts separated by commas; may be empty.
    pub address: String,
    /// The postcode in its usual form; may be empty.
    pub postcode: String,
}

/// A name, and when it was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name as it was written.
    pub text: String,
    /// A language tag, `en` or `cy`.
    pub language: String,
    /// What the name is for.
    pub role: LabelRole,
    /// When it was used, where that differs from the thing's life.
    pub span: Span,
    /// Who wrote it so.
    pub source: Key,
    /// Why it is taken for this thing, where that needs a word.
    pub note: String,
    /// Its line in the table that has it; the heading is line 1.
    pub line: u64,
}

/// What a label is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelRole {
    /// The name to show; one a language ([`skos:prefLabel`](https://www.w3.org/TR/skos-reference/#labels)).
    Preferred,
    /// A name it bore before (`skos:altLabel`, dated).
    Former,
    /// Another name in use (`skos:altLabel`).
    Other,
    /// A spelling found in data, right or wrong (`skos:hiddenLabel`): it matches, and is not shown.
    Alias,
}

impl LabelRole {
    /// All roles with their names in `labels.csv`.
    pub const ALL: [(&'static str, Self); 4] = [
        ("preferred", Self::Preferred),
        ("former", Self::Former),
        ("other", Self::Other),
        ("alias", Self::Alias),
    ];
}

/// A code in somebody's system ([`skos:notation`](https://www.w3.org/TR/skos-reference/#notations)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notation {
    /// The system, such as `ou-code`; names the notation's datatype.
    pub scheme: Key,
    /// The code.
    pub code: String,
    /// When it was used, where that is known.
    pub span: Span,
    /// Who says so.
    pub source: Key,
    /// Its line in `codes.csv`; the heading is line 1.
    pub line: u64,
}

/// That a thing lies in, or belongs to, another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// The register of the other thing.
    pub concept: String,
    /// The other thing.
    pub target: Key,
    /// When it did, where that is known.
    pub span: Span,
    /// Who says so.
    pub source: Key,
    /// Its line in `relations.csv`; the heading is line 1.
    pub line: u64,
}

/// That another thing of the same register took over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The thing that took over.
    pub successor: Key,
    /// When.
    pub date: Option<PartialDate>,
    /// What happened.
    pub kind: SuccessionKind,
    /// Who says so.
    pub source: Key,
    /// The words, order or rule that tell it.
    pub evidence: String,
    /// Its line in `successors.csv`; the heading is line 1.
    pub line: u64,
}

/// What happened when one thing took over from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuccessionKind {
    /// It was joined with others to the new one.
    Merged,
    /// It became several.
    Split,
    /// It is the same with another code.
    Recoded,
    /// It was rebuilt, moved or founded anew.
    Replaced,
    /// It closed, and its work went there.
    WorkMoved,
}

impl SuccessionKind {
    /// All kinds with their names in `successors.csv`.
    pub const ALL: [(&'static str, Self); 5] = [
        ("merged", Self::Merged),
        ("split", Self::Split),
        ("recoded", Self::Recoded),
        ("replaced", Self::Replaced),
        ("work-moved", Self::WorkMoved),
    ];
}

/// Where the URIs of a register stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Home {
    /// `{base}/id/{concept}/{key}`: things of the world.
    #[default]
    Id,
    /// `{base}/def/{concept}/{key}`: members of a code list.
    Def,
}

impl Home {
    /// The URI of a member.
    pub fn uri(self, base: &Base, concept: &str, key: &Key) -> NamedNode {
        match self {
            Self::Id => base.thing(concept, key),
            Self::Def => base.term(concept, key.as_str()),
        }
    }
}
