//! The codes of findings about cubes that another tool described.

use crate::diagnostic::Code;

/// No table of a group is that of the observations, or several are.
pub(super) const TABLE: Code = Code::error(
    "cube-table",
    "The metadata of a cube describe several tables, and not exactly one of them says that its \
     rows belong to a data set.",
    "Give the table of the observations a virtual column with the `propertyUrl` `qb:dataSet`, and \
     the other tables `suppressOutput` or none.",
);

/// A column might be anything.
pub(super) const ROLE: Code = Code::error(
    "cube-role",
    "The metadata of a cube have no structure definition, and it cannot be told whether a column \
     is a dimension, a measure or an attribute.",
    "Put the column into the `primaryKey` if it is a dimension, give it a numeric datatype if it is \
     a measure, or say what its property is in an `rdfs:seeAlso` of the table.",
);

/// A cube needs at least one dimension.
pub(super) const NO_DIMENSION: Code = Code::error(
    "cube-no-dimension",
    "No column of a cube is a dimension.",
    "Name the columns that tell the observations apart in the `primaryKey` of the `tableSchema`.",
);

/// A cube needs at least one measure.
pub(super) const NO_MEASURE: Code = Code::error(
    "cube-no-measure",
    "No column of a cube is a measure.",
    "Give the column of the figures a numeric datatype, or a `propertyUrl` that is declared as a \
     `qb:MeasureProperty`.",
);

/// A dataset needs a licence.
pub(super) const NO_LICENCE: Code = Code::error(
    "cube-no-licence",
    "The metadata of a cube name no licence, or one that is no URI.",
    "Give the dataset a `dcterms:license` with the URI of the licence as its `@id`.",
);

/// Rows or lists would become nodes that nobody can name.
pub(super) const NAMELESS: Code = Code::error(
    "cube-nameless",
    "The cells of a column would speak of nodes without a URI: it has no `aboutUrl`, or its cells \
     are ordered lists.",
    "Give the schema of the table an `aboutUrl`, or the column `suppressOutput`.",
);

/// The metadata speak of nodes that nobody can name.
pub(super) const NAMELESS_NODE: Code = Code::warning(
    "cube-nameless-node",
    "The metadata of a cube say something of a node that has no `@id`; that is not published, \
     because it could not be referred to or compared with the next release.",
    "Give the node an `@id`.",
);

/// A column is no part of the structure.
pub(super) const NOT_DECLARED: Code = Code::warning(
    "cube-not-declared",
    "A column of a cube has a property that the structure definition does not declare.",
    "Add a component with that property to the structure, or give the column `suppressOutput`.",
);

/// All codes of this stage.
pub const CODES: &[Code] = &[
    TABLE,
    ROLE,
    NO_DIMENSION,
    NO_MEASURE,
    NO_LICENCE,
    NAMELESS,
    NAMELESS_NODE,
    NOT_DECLARED,
];
