use oxrdf::{NamedNode, NamedNodeRef};
use serde::{Deserialize, Serialize};

use super::header::{TermsHeader, ValuesHeader};

/// What a component is in the
/// [structure](https://www.w3.org/TR/vocab-data-cube/#dsd-dsd) of its cube.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A dimension, the measure dimension among them.
    Dimension,
    /// A measure.
    Measure,
    /// An attribute, such as the unit or the status.
    Attribute,
    /// A predicate that the structure does not name, such as `rdf:type` and `qb:dataSet`.
    Other,
}

/// One predicate of the observations of a cube.
#[derive(Debug)]
pub struct Component {
    pub(super) property: NamedNode,
    pub(super) kind: Kind,
    pub(super) terms: TermsHeader,
    pub(super) values: ValuesHeader,
}

impl Component {
    /// The predicate.
    pub fn property(&self) -> NamedNodeRef<'_> {
        self.property.as_ref()
    }

    /// What it is in the structure.
    pub fn kind(&self) -> Kind {
        self.kind
    }
}
