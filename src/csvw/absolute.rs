use oxiri::Iri;

use super::metadata::expand_prefix;
use super::web::without_fragment;

/// A URI template that does not depend on the URL of its table: with a prefix written out, or with
/// a relative start resolved.
///
/// A template that begins with a variable stays as it is; only its values tell what it is.
///
/// ```
/// use assize::csvw::absolute_template;
/// use oxiri::Iri;
///
/// let table = Iri::parse("http://example.org/data/cases.csv".to_owned())?;
/// assert_eq!(absolute_template("#obs/{court}", &table), "http://example.org/data/cases.csv#obs/{court}");
/// assert_eq!(absolute_template("id/{court}", &table), "http://example.org/data/id/{court}");
/// assert_eq!(absolute_template("qb:dataSet", &table), "http://purl.org/linked-data/cube#dataSet");
/// # Ok::<_, oxiri::IriParseError>(())
/// ```
pub fn absolute_template(template: &str, table: &Iri<String>) -> String {
    let (start, rest) = template.split_at(template.find('{').unwrap_or(template.len()));
    if start.is_empty() && !rest.is_empty() {
        return template.to_owned();
    }
    if let Some(expanded) = expand_prefix(start) {
        return expanded + rest;
    }
    if start.starts_with('#') {
        return format!("{}{template}", without_fragment(table.as_str()));
    }
    match table.resolve(start) {
        Ok(resolved) => resolved.into_inner() + rest,
        Err(_) => template.to_owned(),
    }
}
