//! [The Shapes Constraint Language](https://www.w3.org/TR/shacl/).

super::terms! { "http://www.w3.org/ns/shacl#":
    /// `Shape`
    SHAPE = "Shape";
    /// `NodeShape`
    NODE_SHAPE = "NodeShape";
    /// `PropertyShape`
    PROPERTY_SHAPE = "PropertyShape";
    /// `path`
    PATH = "path";
    /// `property`
    PROPERTY = "property";
    /// `node`
    NODE = "node";
    /// `targetClass`
    TARGET_CLASS = "targetClass";
    /// `targetNode`
    TARGET_NODE = "targetNode";
    /// `targetSubjectsOf`
    TARGET_SUBJECTS_OF = "targetSubjectsOf";
    /// `targetObjectsOf`
    TARGET_OBJECTS_OF = "targetObjectsOf";
    /// `target`
    TARGET = "target";
    /// `severity`
    SEVERITY = "severity";
    /// `message`
    MESSAGE = "message";
    /// `deactivated`
    DEACTIVATED = "deactivated";
    /// `name`
    NAME = "name";
    /// `description`
    DESCRIPTION = "description";
    /// `order`
    ORDER = "order";
    /// `group`
    GROUP = "group";
    /// `defaultValue`
    DEFAULT_VALUE = "defaultValue";
    /// `class`
    CLASS = "class";
    /// `datatype`
    DATATYPE = "datatype";
    /// `nodeKind`
    NODE_KIND = "nodeKind";
    /// `BlankNode`
    BLANK_NODE = "BlankNode";
    /// `IRI`
    IRI = "IRI";
    /// `Literal`
    LITERAL = "Literal";
    /// `BlankNodeOrIRI`
    BLANK_NODE_OR_IRI = "BlankNodeOrIRI";
    /// `BlankNodeOrLiteral`
    BLANK_NODE_OR_LITERAL = "BlankNodeOrLiteral";
    /// `IRIOrLiteral`
    IRI_OR_LITERAL = "IRIOrLiteral";
    /// `minCount`
    MIN_COUNT = "minCount";
    /// `maxCount`
    MAX_COUNT = "maxCount";
    /// `minExclusive`
    MIN_EXCLUSIVE = "minExclusive";
    /// `minInclusive`
    MIN_INCLUSIVE = "minInclusive";
    /// `maxExclusive`
    MAX_EXCLUSIVE = "maxExclusive";
    /// `maxInclusive`
    MAX_INCLUSIVE = "maxInclusive";
    /// `minLength`
    MIN_LENGTH = "minLength";
    /// `maxLength`
    MAX_LENGTH = "maxLength";
    /// `pattern`
    PATTERN = "pattern";
    /// `flags`
    FLAGS = "flags";
    /// `languageIn`
    LANGUAGE_IN = "languageIn";
    /// `uniqueLang`
    UNIQUE_LANG = "uniqueLang";
    /// `equals`
    EQUALS = "equals";
    /// `disjoint`
    DISJOINT = "disjoint";
    /// `lessThan`
    LESS_THAN = "lessThan";
    /// `lessThanOrEquals`
    LESS_THAN_OR_EQUALS = "lessThanOrEquals";
    /// `not`
    NOT = "not";
    /// `and`
    AND = "and";
    /// `or`
    OR = "or";
    /// `xone`
    XONE = "xone";
    /// `qualifiedValueShape`
    QUALIFIED_VALUE_SHAPE = "qualifiedValueShape";
    /// `qualifiedMinCount`
    QUALIFIED_MIN_COUNT = "qualifiedMinCount";
    /// `qualifiedMaxCount`
    QUALIFIED_MAX_COUNT = "qualifiedMaxCount";
    /// `qualifiedValueShapesDisjoint`
    QUALIFIED_VALUE_SHAPES_DISJOINT = "qualifiedValueShapesDisjoint";
    /// `closed`
    CLOSED = "closed";
    /// `ignoredProperties`
    IGNORED_PROPERTIES = "ignoredProperties";
    /// `hasValue`
    HAS_VALUE = "hasValue";
    /// `in`
    IN = "in";
    /// `sparql`
    SPARQL = "sparql";
    /// `inversePath`
    INVERSE_PATH = "inversePath";
    /// `alternativePath`
    ALTERNATIVE_PATH = "alternativePath";
    /// `zeroOrMorePath`
    ZERO_OR_MORE_PATH = "zeroOrMorePath";
    /// `oneOrMorePath`
    ONE_OR_MORE_PATH = "oneOrMorePath";
    /// `zeroOrOnePath`
    ZERO_OR_ONE_PATH = "zeroOrOnePath";
    /// `ValidationReport`
    VALIDATION_REPORT = "ValidationReport";
    /// `ValidationResult`
    VALIDATION_RESULT = "ValidationResult";
    /// `conforms`
    CONFORMS = "conforms";
    /// `result`
    RESULT = "result";
    /// `focusNode`
    FOCUS_NODE = "focusNode";
    /// `resultPath`
    RESULT_PATH = "resultPath";
    /// `value`
    VALUE = "value";
    /// `resultMessage`
    RESULT_MESSAGE = "resultMessage";
    /// `resultSeverity`
    RESULT_SEVERITY = "resultSeverity";
    /// `sourceShape`
    SOURCE_SHAPE = "sourceShape";
    /// `sourceConstraint`
    SOURCE_CONSTRAINT = "sourceConstraint";
    /// `sourceConstraintComponent`
    SOURCE_CONSTRAINT_COMPONENT = "sourceConstraintComponent";
    /// `detail`
    DETAIL = "detail";
    /// `shapesGraphWellFormed`
    SHAPES_GRAPH_WELL_FORMED = "shapesGraphWellFormed";
    /// `shapesGraph`
    SHAPES_GRAPH = "shapesGraph";
    /// `suggestedShapesGraph`
    SUGGESTED_SHAPES_GRAPH = "suggestedShapesGraph";
    /// `entailment`
    ENTAILMENT = "entailment";
    /// `Violation`
    VIOLATION = "Violation";
    /// `Warning`
    WARNING = "Warning";
    /// `Info`
    INFO = "Info";
    /// `ConstraintComponent`
    CONSTRAINT_COMPONENT = "ConstraintComponent";
    /// `parameter`
    PARAMETER = "parameter";
    /// `Parameter`
    PARAMETER_CLASS = "Parameter";
    /// `optional`
    OPTIONAL = "optional";
    /// `labelTemplate`
    LABEL_TEMPLATE = "labelTemplate";
    /// `validator`
    VALIDATOR = "validator";
    /// `nodeValidator`
    NODE_VALIDATOR = "nodeValidator";
    /// `propertyValidator`
    PROPERTY_VALIDATOR = "propertyValidator";
    /// `SPARQLConstraint`
    SPARQL_CONSTRAINT = "SPARQLConstraint";
    /// `SPARQLAskValidator`
    SPARQL_ASK_VALIDATOR = "SPARQLAskValidator";
    /// `SPARQLSelectValidator`
    SPARQL_SELECT_VALIDATOR = "SPARQLSelectValidator";
    /// `Validator`
    VALIDATOR_CLASS = "Validator";
    /// `select`
    SELECT = "select";
    /// `ask`
    ASK = "ask";
    /// `prefixes`
    PREFIXES = "prefixes";
    /// `declare`
    DECLARE = "declare";
    /// `prefix`
    PREFIX = "prefix";
    /// `namespace`
    NAMESPACE_PROPERTY = "namespace";
    /// `PrefixDeclaration`
    PREFIX_DECLARATION = "PrefixDeclaration";
    /// `rule`
    RULE = "rule";
    /// `js`
    JS = "js";
    /// `jsFunctionName`
    JS_FUNCTION_NAME = "jsFunctionName";
    /// `expression`
    EXPRESSION = "expression";
    /// `values`
    VALUES = "values";
    /// `targetShape`
    TARGET_SHAPE = "targetShape";
    /// `SPARQLExecutable`
    SPARQL_EXECUTABLE = "SPARQLExecutable";
    /// `PropertyGroup`
    PROPERTY_GROUP = "PropertyGroup";
    /// `NodeKind`
    NODE_KIND_CLASS = "NodeKind";
    /// `Severity`
    SEVERITY_CLASS = "Severity";
    /// `ResultAnnotation`
    RESULT_ANNOTATION = "ResultAnnotation";
    /// `resultAnnotation`
    RESULT_ANNOTATION_PROPERTY = "resultAnnotation";
    /// `ClassConstraintComponent`
    CLASS_CONSTRAINT_COMPONENT = "ClassConstraintComponent";
    /// `DatatypeConstraintComponent`
    DATATYPE_CONSTRAINT_COMPONENT = "DatatypeConstraintComponent";
    /// `NodeKindConstraintComponent`
    NODE_KIND_CONSTRAINT_COMPONENT = "NodeKindConstraintComponent";
    /// `MinCountConstraintComponent`
    MIN_COUNT_CONSTRAINT_COMPONENT = "MinCountConstraintComponent";
    /// `MaxCountConstraintComponent`
    MAX_COUNT_CONSTRAINT_COMPONENT = "MaxCountConstraintComponent";
    /// `MinExclusiveConstraintComponent`
    MIN_EXCLUSIVE_CONSTRAINT_COMPONENT = "MinExclusiveConstraintComponent";
    /// `MinInclusiveConstraintComponent`
    MIN_INCLUSIVE_CONSTRAINT_COMPONENT = "MinInclusiveConstraintComponent";
    /// `MaxExclusiveConstraintComponent`
    MAX_EXCLUSIVE_CONSTRAINT_COMPONENT = "MaxExclusiveConstraintComponent";
    /// `MaxInclusiveConstraintComponent`
    MAX_INCLUSIVE_CONSTRAINT_COMPONENT = "MaxInclusiveConstraintComponent";
    /// `MinLengthConstraintComponent`
    MIN_LENGTH_CONSTRAINT_COMPONENT = "MinLengthConstraintComponent";
    /// `MaxLengthConstraintComponent`
    MAX_LENGTH_CONSTRAINT_COMPONENT = "MaxLengthConstraintComponent";
    /// `PatternConstraintComponent`
    PATTERN_CONSTRAINT_COMPONENT = "PatternConstraintComponent";
    /// `LanguageInConstraintComponent`
    LANGUAGE_IN_CONSTRAINT_COMPONENT = "LanguageInConstraintComponent";
    /// `UniqueLangConstraintComponent`
    UNIQUE_LANG_CONSTRAINT_COMPONENT = "UniqueLangConstraintComponent";
    /// `EqualsConstraintComponent`
    EQUALS_CONSTRAINT_COMPONENT = "EqualsConstraintComponent";
    /// `DisjointConstraintComponent`
    DISJOINT_CONSTRAINT_COMPONENT = "DisjointConstraintComponent";
    /// `LessThanConstraintComponent`
    LESS_THAN_CONSTRAINT_COMPONENT = "LessThanConstraintComponent";
    /// `LessThanOrEqualsConstraintComponent`
    LESS_THAN_OR_EQUALS_CONSTRAINT_COMPONENT = "LessThanOrEqualsConstraintComponent";
    /// `NotConstraintComponent`
    NOT_CONSTRAINT_COMPONENT = "NotConstraintComponent";
    /// `AndConstraintComponent`
    AND_CONSTRAINT_COMPONENT = "AndConstraintComponent";
    /// `OrConstraintComponent`
    OR_CONSTRAINT_COMPONENT = "OrConstraintComponent";
    /// `XoneConstraintComponent`
    XONE_CONSTRAINT_COMPONENT = "XoneConstraintComponent";
    /// `NodeConstraintComponent`
    NODE_CONSTRAINT_COMPONENT = "NodeConstraintComponent";
    /// `PropertyConstraintComponent`
    PROPERTY_CONSTRAINT_COMPONENT = "PropertyConstraintComponent";
    /// `QualifiedMinCountConstraintComponent`
    QUALIFIED_MIN_COUNT_CONSTRAINT_COMPONENT = "QualifiedMinCountConstraintComponent";
    /// `QualifiedMaxCountConstraintComponent`
    QUALIFIED_MAX_COUNT_CONSTRAINT_COMPONENT = "QualifiedMaxCountConstraintComponent";
    /// `ClosedConstraintComponent`
    CLOSED_CONSTRAINT_COMPONENT = "ClosedConstraintComponent";
    /// `HasValueConstraintComponent`
    HAS_VALUE_CONSTRAINT_COMPONENT = "HasValueConstraintComponent";
    /// `InConstraintComponent`
    IN_CONSTRAINT_COMPONENT = "InConstraintComponent";
    /// `SPARQLConstraintComponent`
    SPARQL_CONSTRAINT_COMPONENT = "SPARQLConstraintComponent";
}
