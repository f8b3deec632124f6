//! [CSV on the Web](https://www.w3.org/ns/csvw).

super::terms! { "http://www.w3.org/ns/csvw#":
    /// `TableGroup`
    TABLE_GROUP = "TableGroup";
    /// `Table`
    TABLE_CLASS = "Table";
    /// `Row`
    ROW_CLASS = "Row";
    /// `Cell`
    CELL = "Cell";
    /// `table`
    TABLE = "table";
    /// `row`
    ROW = "row";
    /// `rownum`
    ROWNUM = "rownum";
    /// `url`
    URL = "url";
    /// `describes`
    DESCRIBES = "describes";
    /// `title`
    TITLE = "title";
    /// `note`
    NOTE = "note";
    /// `JSON`
    JSON = "JSON";
}
