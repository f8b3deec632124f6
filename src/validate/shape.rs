use super::path::Path;
use super::sparql::{Component, Query};
use super::value::Pattern;
use crate::graph::{TermId, Triple};

/// A term by its number in the shapes' own dictionary, which is not that of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Name(pub(crate) TermId);

/// The number of a shape among its [`Shapes`](super::Shapes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ShapeIx(pub(crate) u32);

impl ShapeIx {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A [shape](https://www.w3.org/TR/shacl/#shapes), compiled.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) node: Name,
    /// Property shapes have one.
    pub(crate) path: Option<Path>,
    pub(crate) targets: Vec<Target>,
    pub(crate) severity: Severity,
    pub(crate) messages: Vec<Name>,
    pub(crate) activity: Activity,
    pub(crate) constraints: Vec<Constraint>,
}

/// Whether a shape is to be checked at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Activity {
    Active,
    Deactivated,
}

/// What a result of a shape is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Severity {
    Violation,
    Warning,
    Info,
    /// One of the author's own, which counts as a violation.
    Other(Name),
}

/// Which [focus nodes](https://www.w3.org/TR/shacl/#targets) a shape has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Node(Name),
    Class(Name),
    SubjectsOf(Name),
    ObjectsOf(Name),
}

/// One constraint of a shape, and the triple that declares it.
#[derive(Debug)]
pub(crate) struct Constraint {
    pub(crate) kind: Kind,
    pub(crate) source: Triple,
}

/// The [constraint components](https://www.w3.org/TR/shacl/#core-components).
#[derive(Debug)]
pub(crate) enum Kind {
    Class(Name),
    Datatype(Name),
    NodeKind(NodeKind),
    MinCount(u64),
    MaxCount(u64),
    Range(Range, Name),
    MinLength(u64),
    MaxLength(u64),
    Pattern(Box<Pattern>),
    LanguageIn(Vec<String>),
    UniqueLang,
    Equals(Name),
    Disjoint(Name),
    LessThan(Name),
    LessThanOrEquals(Name),
    Not(ShapeIx),
    And(Vec<ShapeIx>),
    Or(Vec<ShapeIx>),
    Xone(Vec<ShapeIx>),
    Node(ShapeIx),
    Property(ShapeIx),
    Qualified(Box<Qualified>),
    /// The predicates that are allowed.
    Closed(Vec<Name>),
    HasValue(Name),
    In(Vec<Name>),
    Sparql(Box<Query>),
    Component(Box<Component>),
}

/// On which side of its limit a value must lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Range {
    MinExclusive,
    MinInclusive,
    MaxExclusive,
    MaxInclusive,
}

/// A [qualified cardinality](https://www.w3.org/TR/shacl/#QualifiedValueShapeConstraintComponent).
#[derive(Debug)]
pub(crate) struct Qualified {
    pub(crate) shape: ShapeIx,
    /// Values that conform to one of these do not count.
    pub(crate) siblings: Vec<ShapeIx>,
    pub(crate) limit: Limit,
}

/// A limit of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    AtLeast(u64),
    AtMost(u64),
}

/// The values of [`sh:nodeKind`](https://www.w3.org/TR/shacl/#NodeKindConstraintComponent).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeKind {
    pub(crate) iri: Allowed,
    pub(crate) blank: Allowed,
    pub(crate) literal: Allowed,
}

/// Whether a kind of node may occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allowed {
    Yes,
    No,
}

impl Kind {
    /// The shapes that a value is checked against, to find shapes that need themselves.
    pub(crate) fn references(&self) -> Vec<ShapeIx> {
        match self {
            Self::Not(shape) | Self::Node(shape) | Self::Property(shape) => vec![*shape],
            Self::And(shapes) | Self::Or(shapes) | Self::Xone(shapes) => shapes.clone(),
            Self::Qualified(qualified) => {
                let mut shapes = qualified.siblings.clone();
                shapes.push(qualified.shape);
                shapes
            }
            _ => Vec::new(),
        }
    }

    /// Whether it can be decided for each value by itself, whatever the focus node.
    pub(crate) fn is_about_a_value(&self) -> bool {
        matches!(
            self,
            Self::Class(_)
                | Self::Datatype(_)
                | Self::NodeKind(_)
                | Self::Range(..)
                | Self::MinLength(_)
                | Self::MaxLength(_)
                | Self::Pattern(_)
                | Self::LanguageIn(_)
                | Self::Not(_)
                | Self::And(_)
                | Self::Or(_)
                | Self::Xone(_)
                | Self::Node(_)
                | Self::In(_)
        )
    }
}
