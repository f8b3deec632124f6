//! The codes of what is found wrong with shapes, and with data by shapes.

use crate::diagnostic::Code;

/// A file of shapes or data cannot be read.
pub const UNREADABLE: Code = Code::error(
    "validate-unreadable",
    "A file of shapes or data cannot be opened, or breaks the grammar of its format.",
    "Mend the file at the place shown, or name a file that ends in .ttl, .nt, .rdf or .jsonld.",
);
/// A shape breaks a syntax rule.
pub const SHAPE_ILL_FORMED: Code = Code::error(
    "shape-ill-formed",
    "A shape breaks one of the syntax rules of SHACL. Nothing is checked with such shapes.",
    "Mend the shape at the place shown.",
);
/// A term of SHACL's namespace does not exist.
pub const SHAPE_UNKNOWN_TERM: Code = Code::error(
    "shape-unknown-term",
    "A shape uses a term of SHACL's namespace that does not exist; mostly it is misspelt.",
    "Correct the spelling. A constraint that is not understood would pass everything.",
);
/// A feature that is not supported.
pub const SHAPE_UNSUPPORTED: Code = Code::error(
    "shape-unsupported",
    "A shape uses a feature beyond SHACL Core and SHACL-SPARQL, such as rules, JavaScript or entailment.",
    "Say the same by other means, or take the shape out.",
);
/// A shape needs itself.
pub const SHAPE_RECURSIVE: Code = Code::error(
    "shape-recursive",
    "A shape refers to itself, through others or directly. SHACL does not define what that means.",
    "Break the circle, for instance by a property path with sh:zeroOrMorePath.",
);
/// A shape is referred to but not described.
pub const SHAPE_UNDEFINED: Code = Code::warning(
    "shape-undefined",
    "A shape refers to another of which nothing is said, so that everything conforms to it.",
    "Correct the name, or name the file that describes the shape as well.",
);
/// A component has no validator for a kind of shape.
pub const SHAPE_NO_VALIDATOR: Code = Code::warning(
    "shape-no-validator",
    "A shape uses a constraint component that has no validator for shapes of its kind. SHACL has such a constraint ignored.",
    "Give the component a sh:nodeValidator for node shapes, a sh:propertyValidator for property shapes, or a sh:validator for both.",
);
/// Shapes are imported that are not there.
pub const SHAPE_IMPORT: Code = Code::warning(
    "shape-import",
    "The shapes import others (owl:imports) that are in none of the files given, so those are not checked.",
    "Name their file with --shapes as well, or take the import out.",
);
/// A query cannot be used.
pub const SHAPE_QUERY: Code = Code::error(
    "shape-query",
    "The query of a SPARQL constraint is not SPARQL, or breaks the rules for pre-bound variables.",
    "Mend the query. MINUS, VALUES and SERVICE are forbidden, and subqueries must select ?this.",
);
/// A query failed while it ran.
pub const QUERY_FAILED: Code = Code::error(
    "validate-query-failed",
    "The query of a SPARQL constraint failed while it ran, for instance in an unknown function.",
    "Mend the query. What it should have checked has not been checked.",
);

/// Declares a code for each constraint component.
macro_rules! components {
    ($($name:ident = $id:literal, $occurs:literal, $mend:literal;)+) => {
        $(
            #[doc = $occurs]
            pub const $name: Code = Code::error($id, $occurs, $mend);
        )+
        /// All codes of SHACL shapes.
        pub const CODES: &[Code] = &[
            UNREADABLE,
            SHAPE_ILL_FORMED,
            SHAPE_UNKNOWN_TERM,
            SHAPE_UNSUPPORTED,
            SHAPE_RECURSIVE,
            SHAPE_UNDEFINED,
            SHAPE_NO_VALIDATOR,
            SHAPE_IMPORT,
            SHAPE_QUERY,
            QUERY_FAILED,
            $($name),+
        ];
    };
}

components! {
    CLASS = "validate-class", "A value is not of the class that the shape demands.",
        "Correct the value, or give the thing that it names its type.";
    DATATYPE = "validate-datatype", "A value has another datatype than the shape demands, or is ill-formed in it.",
        "Correct the cell, or the datatype in the mapping.";
    NODE_KIND = "validate-node-kind", "A value is a literal where the shape demands an IRI, or the reverse.",
        "Correct how the mapping makes the value.";
    MIN_COUNT = "validate-min-count", "A property has fewer values than the shape demands; often it is missing.",
        "Fill the cell, or add the column to the mapping.";
    MAX_COUNT = "validate-max-count", "A property has more values than the shape allows; often two rows speak of one thing.",
        "Find the rows that disagree and correct one.";
    RANGE = "validate-range", "A value is below the least or above the greatest that the shape allows, or cannot be compared.",
        "Correct the value.";
    LENGTH = "validate-length", "A text has fewer or more characters than the shape allows.",
        "Correct the text.";
    PATTERN = "validate-pattern", "A text does not match the pattern of the shape.",
        "Correct the text.";
    LANGUAGE_IN = "validate-language-in", "A text is in none of the languages that the shape allows.",
        "Give the text its right language.";
    UNIQUE_LANG = "validate-unique-lang", "A property has two texts in one language.",
        "Keep one of them, or give the other its right language.";
    EQUALS = "validate-equals", "Two properties that must have the same values differ.",
        "Correct one of the two.";
    DISJOINT = "validate-disjoint", "Two properties that must share no value share one.",
        "Correct one of the two.";
    LESS_THAN = "validate-less-than", "A value is not less than the other property's, as the shape demands.",
        "Correct one of the two; often two dates are swapped.";
    NOT = "validate-not", "A value conforms to a shape that it must not conform to.",
        "Correct the value.";
    AND = "validate-and", "A value does not conform to all of several shapes.",
        "Correct the value.";
    OR = "validate-or", "A value conforms to none of several shapes.",
        "Correct the value so that it conforms to one.";
    XONE = "validate-xone", "A value conforms to none or to more than one of several shapes.",
        "Correct the value so that it conforms to exactly one.";
    NODE = "validate-node", "A value does not conform to the shape that is demanded of it.",
        "Check the value against that shape by itself to learn what it lacks.";
    QUALIFIED = "validate-qualified", "Too few or too many values of a property conform to a shape.",
        "Add or remove such values.";
    CLOSED = "validate-closed", "A thing has a property that its shape does not allow.",
        "Remove the property, or allow it in the shape.";
    HAS_VALUE = "validate-has-value", "A property lacks a value that it must have.",
        "Add the value.";
    IN = "validate-in", "A value is not in the list of those that are allowed.",
        "Correct the value, or add it to the list if it is new.";
    SPARQL = "validate-sparql", "A query of the shapes found something wrong.",
        "See the message, which the author of the shape wrote.";
    COMPONENT = "validate-component", "A constraint component that the shapes declare found something wrong.",
        "See the message, which the author of the component wrote.";
}
