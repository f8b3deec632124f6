//! The codes of the integrity constraints, by their numbers in the specification.

use crate::diagnostic::Code;

/// Declares the code of each integrity constraint.
macro_rules! constraints {
    ($($name:ident = $id:literal, $occurs:literal, $mend:literal;)+) => {
        $(pub(super) const $name: Code = Code::error($id, $occurs, $mend);)+
        /// The codes of the integrity constraints of the RDF Data Cube Vocabulary.
        pub const CODES: &[Code] = &[$($name),+];
    };
}

constraints! {
    IC_1 = "validate-ic-1", "An observation belongs to no data set or to more than one (IC-1).",
        "Give each observation exactly one qb:dataSet.";
    IC_2 = "validate-ic-2", "A data set has no structure definition or more than one (IC-2).",
        "Give the data set exactly one qb:structure.";
    IC_3 = "validate-ic-3", "A structure definition declares no measure (IC-3).",
        "Declare what the figures count or measure.";
    IC_4 = "validate-ic-4", "A dimension has no rdfs:range (IC-4).",
        "Say what the values of the dimension are, such as skos:Concept.";
    IC_5 = "validate-ic-5", "A dimension whose values are concepts has no code list (IC-5).",
        "Name the code list with qb:codeList.";
    IC_6 = "validate-ic-6", "A component that is no attribute is marked as optional (IC-6).",
        "Only attributes may be optional; dimensions and measures never are.";
    IC_7 = "validate-ic-7", "A slice key belongs to no structure definition (IC-7).",
        "Name it with qb:sliceKey at the definition.";
    IC_8 = "validate-ic-8", "A slice key has a component that its structure definition lacks (IC-8).",
        "Declare the component in the definition, or take it out of the key.";
    IC_9 = "validate-ic-9", "A slice has no slice structure or more than one (IC-9).",
        "Give the slice exactly one qb:sliceStructure.";
    IC_10 = "validate-ic-10", "A slice lacks a value for a dimension of its key (IC-10).",
        "Give the slice the value that all its observations share.";
    IC_11 = "validate-ic-11", "An observation lacks a value for a dimension (IC-11).",
        "Fill the cell, or map the column that holds the dimension.";
    IC_12 = "validate-ic-12", "Two observations have the same value for every dimension (IC-12).",
        "Find the dimension that tells them apart, or remove one of the rows.";
    IC_13 = "validate-ic-13", "An observation lacks a required attribute (IC-13).",
        "Fill the cell, or declare the attribute as optional.";
    IC_14 = "validate-ic-14", "An observation lacks a measure (IC-14).",
        "Fill the cell, or mark why there is no figure, such as [c] for confidential.";
    IC_15 = "validate-ic-15", "An observation lacks the measure that its qb:measureType names (IC-15).",
        "Fill the cell, or mark why there is no figure, such as [c] for confidential.";
    IC_16 = "validate-ic-16", "An observation of a cube with a measure dimension has several measures (IC-16).",
        "Make one observation of each measure.";
    IC_17 = "validate-ic-17", "In a cube with a measure dimension a measure is missing beside others (IC-17).",
        "Add the observations of that measure, with a status where there is no figure.";
    IC_18 = "validate-ic-18", "An observation in a slice of one data set belongs to another (IC-18).",
        "Put the observation into slices of its own data set only.";
    IC_19 = "validate-ic-19", "A dimension has a value that is not in its code list (IC-19).",
        "Correct the value, or add it to the code list.";
    IC_20 = "validate-ic-20", "A dimension has a value that its hierarchy does not reach (IC-20).",
        "Correct the value, or put it below a root of the hierarchy.";
    IC_21 = "validate-ic-21", "A dimension has a value from which no root of its hierarchy is reached (IC-21).",
        "Correct the value, or put it below a root of the hierarchy.";
}
