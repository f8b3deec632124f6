use oxrdf::NamedNodeRef;

use crate::vocab::{csvw, rdf, xsd};

/// A [built-in datatype](https://www.w3.org/TR/tabular-metadata/#built-in-datatypes).
///
/// ```
/// use assize::csvw::Builtin;
///
/// let number = Builtin::from_name("number").unwrap();
/// assert_eq!(number.iri().as_str(), "http://www.w3.org/2001/XMLSchema#double");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin(&'static Row);

/// A line of the table of datatypes.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    name: &'static str,
    iri: NamedNodeRef<'static>,
    family: Family,
}

/// Which rules a datatype's values follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Text(Text),
    Binary(Binary),
    Boolean,
    Integer(IntegerRange),
    Decimal,
    Floating(Floating),
    Temporal(Temporal),
    Duration(Duration),
}

/// The strings and what is written like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// `anyAtomicType`: any text, white space kept.
    Any,
    /// `string`: any text, white space kept, with the cell's language.
    String,
    /// `xml`, `html`, `json`: any text, white space kept.
    Markup,
    NormalizedString,
    Token,
    Language,
    Name,
    NcName,
    NmToken,
    AnyUri,
    QName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    Base64,
    Hex,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Floating {
    Double,
    Float,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Temporal {
    Date,
    Time,
    DateTime,
    DateTimeStamp,
    GDay,
    GMonth,
    GMonthDay,
    GYear,
    GYearMonth,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Duration {
    Any,
    DayTime,
    YearMonth,
}

/// The least and greatest value of an integer type, where it has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IntegerRange {
    pub(crate) least: Option<i128>,
    pub(crate) greatest: Option<i128>,
}

const fn integer(least: Option<i128>, greatest: Option<i128>) -> Family {
    Family::Integer(IntegerRange { least, greatest })
}

const fn row(name: &'static str, iri: NamedNodeRef<'static>, family: Family) -> Row {
    Row { name, iri, family }
}

static ROWS: [Row; 49] = [
    row("string", xsd::STRING, Family::Text(Text::String)),
    row("any", xsd::ANY_ATOMIC_TYPE, Family::Text(Text::Any)),
    row(
        "anyAtomicType",
        xsd::ANY_ATOMIC_TYPE,
        Family::Text(Text::Any),
    ),
    row("anyURI", xsd::ANY_URI, Family::Text(Text::AnyUri)),
    row(
        "base64Binary",
        xsd::BASE64_BINARY,
        Family::Binary(Binary::Base64),
    ),
    row("binary", xsd::BASE64_BINARY, Family::Binary(Binary::Base64)),
    row("boolean", xsd::BOOLEAN, Family::Boolean),
    row("byte", xsd::BYTE, integer(Some(-128), Some(127))),
    row("date", xsd::DATE, Family::Temporal(Temporal::Date)),
    row(
        "dateTime",
        xsd::DATE_TIME,
        Family::Temporal(Temporal::DateTime),
    ),
    row(
        "dateTimeStamp",
        xsd::DATE_TIME_STAMP,
        Family::Temporal(Temporal::DateTimeStamp),
    ),
    row(
        "datetime",
        xsd::DATE_TIME,
        Family::Temporal(Temporal::DateTime),
    ),
    row(
        "dayTimeDuration",
        xsd::DAY_TIME_DURATION,
        Family::Duration(Duration::DayTime),
    ),
    row("decimal", xsd::DECIMAL, Family::Decimal),
    row("double", xsd::DOUBLE, Family::Floating(Floating::Double)),
    row("duration", xsd::DURATION, Family::Duration(Duration::Any)),
    row("float", xsd::FLOAT, Family::Floating(Floating::Float)),
    row("gDay", xsd::G_DAY, Family::Temporal(Temporal::GDay)),
    row("gMonth", xsd::G_MONTH, Family::Temporal(Temporal::GMonth)),
    row(
        "gMonthDay",
        xsd::G_MONTH_DAY,
        Family::Temporal(Temporal::GMonthDay),
    ),
    row("gYear", xsd::G_YEAR, Family::Temporal(Temporal::GYear)),
    row(
        "gYearMonth",
        xsd::G_YEAR_MONTH,
        Family::Temporal(Temporal::GYearMonth),
    ),
    row("hexBinary", xsd::HEX_BINARY, Family::Binary(Binary::Hex)),
    row("html", rdf::HTML, Family::Text(Text::Markup)),
    row(
        "int",
        xsd::INT,
        integer(Some(-2_147_483_648), Some(2_147_483_647)),
    ),
    row("integer", xsd::INTEGER, integer(None, None)),
    row("json", csvw::JSON, Family::Text(Text::Markup)),
    row("language", xsd::LANGUAGE, Family::Text(Text::Language)),
    row(
        "long",
        xsd::LONG,
        integer(Some(i64::MIN as i128), Some(i64::MAX as i128)),
    ),
    row("Name", xsd::NAME, Family::Text(Text::Name)),
    row("NCName", xsd::NC_NAME, Family::Text(Text::NcName)),
    row(
        "negativeInteger",
        xsd::NEGATIVE_INTEGER,
        integer(None, Some(-1)),
    ),
    row("NMTOKEN", xsd::NMTOKEN, Family::Text(Text::NmToken)),
    row(
        "nonNegativeInteger",
        xsd::NON_NEGATIVE_INTEGER,
        integer(Some(0), None),
    ),
    row(
        "nonPositiveInteger",
        xsd::NON_POSITIVE_INTEGER,
        integer(None, Some(0)),
    ),
    row(
        "normalizedString",
        xsd::NORMALIZED_STRING,
        Family::Text(Text::NormalizedString),
    ),
    row("number", xsd::DOUBLE, Family::Floating(Floating::Double)),
    row(
        "positiveInteger",
        xsd::POSITIVE_INTEGER,
        integer(Some(1), None),
    ),
    row("QName", xsd::QNAME, Family::Text(Text::QName)),
    row("short", xsd::SHORT, integer(Some(-32_768), Some(32_767))),
    row("time", xsd::TIME, Family::Temporal(Temporal::Time)),
    row("token", xsd::TOKEN, Family::Text(Text::Token)),
    row(
        "unsignedByte",
        xsd::UNSIGNED_BYTE,
        integer(Some(0), Some(255)),
    ),
    row(
        "unsignedInt",
        xsd::UNSIGNED_INT,
        integer(Some(0), Some(4_294_967_295)),
    ),
    row(
        "unsignedLong",
        xsd::UNSIGNED_LONG,
        integer(Some(0), Some(u64::MAX as i128)),
    ),
    row(
        "unsignedShort",
        xsd::UNSIGNED_SHORT,
        integer(Some(0), Some(65_535)),
    ),
    row("xml", rdf::XML_LITERAL, Family::Text(Text::Markup)),
    row(
        "yearMonthDuration",
        xsd::YEAR_MONTH_DURATION,
        Family::Duration(Duration::YearMonth),
    ),
    row("NOTATION", xsd::NOTATION, Family::Text(Text::QName)),
];

impl Builtin {
    /// `string`, which a column has that names no datatype.
    pub const STRING: Self = Self(&ROWS[0]);

    /// The datatype of a name such as `gYear` or `number`.
    pub fn from_name(name: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.name == name).map(Self)
    }

    /// Whether some built-in datatype has this IRI.
    pub fn has_iri(iri: &str) -> bool {
        ROWS.iter().any(|row| row.iri.as_str() == iri)
    }

    /// The name it was looked up by.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The datatype IRI of its literals.
    pub fn iri(self) -> NamedNodeRef<'static> {
        self.0.iri
    }

    pub(crate) fn family(self) -> Family {
        self.0.family
    }
}

impl Family {
    /// Whether lengths can be constrained: those of `string`, its sub-types and binaries. XSD also
    /// counts the characters of a URL, but
    /// [CSVW](https://www.w3.org/TR/tabular-metadata/#derived-datatypes) does not.
    pub(crate) fn has_length(self) -> bool {
        match self {
            Self::Text(text) => !matches!(text, Text::Any | Text::AnyUri | Text::QName),
            Self::Binary(_) => true,
            _ => false,
        }
    }

    /// Whether values have an order that can be constrained.
    pub(crate) fn has_order(self) -> bool {
        !matches!(self, Self::Text(_) | Self::Binary(_) | Self::Boolean)
    }

    /// Whether its numbers are written without exponents.
    pub(crate) fn is_exact(self) -> bool {
        matches!(self, Self::Integer(_) | Self::Decimal)
    }

    /// Whether the format is a number pattern.
    pub(crate) fn is_numeric(self) -> bool {
        matches!(self, Self::Integer(_) | Self::Decimal | Self::Floating(_))
    }
}
