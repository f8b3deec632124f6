//! [XML Schema datatypes](https://www.w3.org/TR/xmlschema11-2/).

super::terms! { "http://www.w3.org/2001/XMLSchema#":
    /// `string`
    STRING = "string";
    /// `boolean`
    BOOLEAN = "boolean";
    /// `integer`
    INTEGER = "integer";
    /// `decimal`
    DECIMAL = "decimal";
    /// `double`
    DOUBLE = "double";
    /// `date`
    DATE = "date";
    /// `duration`
    DURATION = "duration";
    /// `dateTime`
    DATE_TIME = "dateTime";
    /// `gYear`
    G_YEAR = "gYear";
    /// `gYearMonth`
    G_YEAR_MONTH = "gYearMonth";
    /// `anyURI`
    ANY_URI = "anyURI";
    /// `token`
    TOKEN = "token";
    /// `int`
    INT = "int";
    /// `float`
    FLOAT = "float";
    /// `long`
    LONG = "long";
    /// `short`
    SHORT = "short";
    /// `byte`
    BYTE = "byte";
    /// `nonNegativeInteger`
    NON_NEGATIVE_INTEGER = "nonNegativeInteger";
    /// `positiveInteger`
    POSITIVE_INTEGER = "positiveInteger";
    /// `unsignedLong`
    UNSIGNED_LONG = "unsignedLong";
    /// `unsignedInt`
    UNSIGNED_INT = "unsignedInt";
    /// `unsignedShort`
    UNSIGNED_SHORT = "unsignedShort";
    /// `unsignedByte`
    UNSIGNED_BYTE = "unsignedByte";
    /// `nonPositiveInteger`
    NON_POSITIVE_INTEGER = "nonPositiveInteger";
    /// `negativeInteger`
    NEGATIVE_INTEGER = "negativeInteger";
    /// `dayTimeDuration`
    DAY_TIME_DURATION = "dayTimeDuration";
    /// `yearMonthDuration`
    YEAR_MONTH_DURATION = "yearMonthDuration";
    /// `dateTimeStamp`
    DATE_TIME_STAMP = "dateTimeStamp";
    /// `time`
    TIME = "time";
    /// `gDay`
    G_DAY = "gDay";
    /// `gMonth`
    G_MONTH = "gMonth";
    /// `gMonthDay`
    G_MONTH_DAY = "gMonthDay";
    /// `hexBinary`
    HEX_BINARY = "hexBinary";
    /// `base64Binary`
    BASE64_BINARY = "base64Binary";
    /// `QName`
    QNAME = "QName";
    /// `NOTATION`
    NOTATION = "NOTATION";
    /// `normalizedString`
    NORMALIZED_STRING = "normalizedString";
    /// `language`
    LANGUAGE = "language";
    /// `Name`
    NAME = "Name";
    /// `NCName`
    NC_NAME = "NCName";
    /// `NMTOKEN`
    NMTOKEN = "NMTOKEN";
    /// `anyAtomicType`
    ANY_ATOMIC_TYPE = "anyAtomicType";
}
