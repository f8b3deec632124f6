//! [The RDF Data Cube Vocabulary](https://www.w3.org/TR/vocab-data-cube/).

/// The specification; `#ic-12` names its twelfth integrity constraint.
pub const SPECIFICATION: &str = "https://www.w3.org/TR/vocab-data-cube/#";

super::terms! { "http://purl.org/linked-data/cube#":
    /// `DataSet`
    DATA_SET_CLASS = "DataSet";
    /// `Observation`
    OBSERVATION = "Observation";
    /// `DataStructureDefinition`
    DATA_STRUCTURE_DEFINITION = "DataStructureDefinition";
    /// `ComponentSpecification`
    COMPONENT_SPECIFICATION = "ComponentSpecification";
    /// `DimensionProperty`
    DIMENSION_PROPERTY = "DimensionProperty";
    /// `MeasureProperty`
    MEASURE_PROPERTY = "MeasureProperty";
    /// `AttributeProperty`
    ATTRIBUTE_PROPERTY = "AttributeProperty";
    /// `CodedProperty`
    CODED_PROPERTY = "CodedProperty";
    /// `dataSet`
    DATA_SET = "dataSet";
    /// `structure`
    STRUCTURE = "structure";
    /// `component`
    COMPONENT = "component";
    /// `componentProperty`
    COMPONENT_PROPERTY = "componentProperty";
    /// `dimension`
    DIMENSION = "dimension";
    /// `measure`
    MEASURE = "measure";
    /// `attribute`
    ATTRIBUTE = "attribute";
    /// `measureType`
    MEASURE_TYPE = "measureType";
    /// `componentRequired`
    COMPONENT_REQUIRED = "componentRequired";
    /// `componentAttachment`
    COMPONENT_ATTACHMENT = "componentAttachment";
    /// `order`
    ORDER = "order";
    /// `codeList`
    CODE_LIST = "codeList";
    /// `concept`
    CONCEPT = "concept";
    /// `Slice`
    SLICE_CLASS = "Slice";
    /// `slice`
    SLICE = "slice";
    /// `SliceKey`
    SLICE_KEY_CLASS = "SliceKey";
    /// `sliceKey`
    SLICE_KEY = "sliceKey";
    /// `sliceStructure`
    SLICE_STRUCTURE = "sliceStructure";
    /// `observation`
    OBSERVATION_PROPERTY = "observation";
    /// `ObservationGroup`
    OBSERVATION_GROUP = "ObservationGroup";
    /// `HierarchicalCodeList`
    HIERARCHICAL_CODE_LIST = "HierarchicalCodeList";
    /// `hierarchyRoot`
    HIERARCHY_ROOT = "hierarchyRoot";
    /// `parentChildProperty`
    PARENT_CHILD_PROPERTY = "parentChildProperty";
}
