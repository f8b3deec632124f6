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
}
