use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use oxrdf::NamedNode;

use super::definition::Definition;
use super::load;
use super::lookup::Index;
use super::namesake::Namesakes;
use super::thing::Thing;
use crate::diagnostic::Findings;
use crate::uri::{Base, Key};

/// All registers, by the concept that their members are.
///
/// ```
/// use assize::register::{Match, Registers};
///
/// let registers = Registers::load("vocab/registers".as_ref()).expect("the registers are right");
/// let courts = registers.get("court").expect("there is a register of courts");
/// let found = courts.lookup("Snaresbrook", None);
/// assert_eq!(found.key().unwrap().as_str(), "snaresbrook-crown-court");
/// assert!(matches!(courts.lookup("Snaresbrok", None), Match::None { .. }));
/// ```
pub struct Registers {
    by_concept: BTreeMap<String, Register>,
    sources: BTreeMap<Key, Source>,
}

/// Where facts of the registers come from.
#[derive(Clone, Debug)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Under which licence, as a word such as `ogl-3`.
    pub licence: String,
    /// Where it was taken from.
    pub address: String,
}

impl Registers {
    /// Reads the registers below a folder; the findings say what is wrong with them.
    pub fn load(dir: &Path) -> Result<Self, Findings> {
        load::load(dir)
    }

    pub(super) fn new(
        by_concept: BTreeMap<String, Register>,
        sources: BTreeMap<Key, Source>,
    ) -> Self {
        Self {
            by_concept,
            sources,
        }
    }

    /// The register of a concept, such as `court`.
    pub fn get(&self, concept: &str) -> Option<&Register> {
        self.by_concept.get(concept)
    }

    /// All registers, by concept.
    pub fn iter(&self) -> impl Iterator<Item = &Register> {
        self.by_concept.values()
    }

    /// The source with a key.
    pub fn source(&self, key: &Key) -> Option<&Source> {
        self.sources.get(key)
    }

    /// All sources, by key.
    pub fn sources(&self) -> impl Iterator<Item = (&Key, &Source)> {
        self.sources.iter()
    }
}

/// The members of one concept, and the index that finds them by label and code.
pub struct Register {
    concept: String,
    definition: Definition,
    things: Vec<Thing>,
    by_key: HashMap<Key, usize>,
    pub(super) namesakes: Vec<Namesakes>,
    pub(super) index: Index,
}

impl Register {
    pub(super) fn new(
        concept: String,
        definition: Definition,
        things: Vec<Thing>,
        namesakes: Vec<Namesakes>,
    ) -> Self {
        let by_key = things.iter().enumerate();
        let by_key = by_key.map(|(at, thing)| (thing.key.clone(), at)).collect();
        let index = Index::new(&definition, &things);
        Self {
            concept,
            definition,
            things,
            by_key,
            namesakes,
            index,
        }
    }

    /// What its members are, such as `court`.
    pub fn concept(&self) -> &str {
        &self.concept
    }

    /// What its `register.toml` says.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// Its members, in the order of its table.
    pub fn things(&self) -> &[Thing] {
        &self.things
    }

    /// The member with a key.
    pub fn thing(&self, key: &Key) -> Option<&Thing> {
        self.by_key.get(key).map(|at| &self.things[*at])
    }

    /// The URI of a member.
    pub fn uri(&self, base: &Base, key: &Key) -> NamedNode {
        self.definition.home.uri(base, &self.concept, key)
    }

    /// The URI of the register as a concept scheme.
    pub fn scheme_uri(&self, base: &Base) -> NamedNode {
        base.term("register", &self.concept)
    }
}
