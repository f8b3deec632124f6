use super::{Compiler, prefixes};
use crate::graph::Triple;
use crate::validate::codes;
use crate::validate::path::Path;
use crate::validate::shape::{Activity, Kind, Name, Shape};
use crate::validate::sparql::{Form, Prepared, Query, QueryError};
use crate::vocab::{sh, xsd};

/// Reads the constraints of a shape that are queries.
pub(super) fn read_all(compiler: &mut Compiler<'_>, shape: &mut Shape) {
    let triples: Vec<_> = compiler.triples(shape.node.0, sh::SPARQL).collect();
    for triple in triples {
        if let Some(query) = constraint(compiler, shape.path.as_ref(), triple) {
            super::add(shape, triple, Kind::Sparql(Box::new(query)));
        }
    }
}

fn constraint(compiler: &mut Compiler<'_>, path: Option<&Path>, triple: Triple) -> Option<Query> {
    let node = triple.object;
    if compiler.graph.terms().is_literal(node) {
        compiler.fault(
            triple,
            "sh:sparql must be a node with a query, not a literal.",
        );
        return None;
    }
    if compiler.activity(node) == Activity::Deactivated {
        return None;
    }
    let Some(select) = compiler.only(node, sh::SELECT) else {
        compiler.fault(triple, "A SPARQL constraint must have a query (sh:select).");
        return None;
    };
    let values = ["this".to_owned()];
    let prepared = prepare(compiler, path, select, Form::Select, &values)?;
    Some(Query {
        source: Name(node),
        messages: compiler.messages(node),
        prepared,
    })
}

pub(super) fn prepare(
    compiler: &mut Compiler<'_>,
    path: Option<&Path>,
    source: Triple,
    form: Form,
    values: &[String],
) -> Option<Prepared> {
    let terms = compiler.graph.terms();
    if terms.datatype(source.object) != Some(xsd::STRING) {
        compiler.fault(source, "A query must be a plain text.");
        return None;
    }
    let text = terms.text(source.object).to_owned();
    let prefixes = prefixes::of(compiler, source.subject);
    let prepared = match path {
        Some(path) => {
            let path = path.as_sparql(compiler.graph.terms()).to_string();
            with_path(&text, &path, &prefixes, form, values)
        }
        None if fill_path(&text, "") != text => Err(QueryError::NoPath),
        None => Prepared::new(&text, &prefixes, form, values),
    };
    prepared
        .map_err(|error| {
            let message = format!("This query cannot be used: {error}.");
            compiler.report(codes::SHAPE_QUERY, Some(source), source.subject, message);
        })
        .ok()
}

/// Prepares a query in which the path stands for
/// [`$PATH`](https://www.w3.org/TR/shacl/#sparql-constraints-prebound).
///
/// It may stand only where a predicate does. A single predicate is an IRI, which is legal elsewhere
/// too; what is a path whatever its predicate is legal nowhere else.
fn with_path(
    text: &str,
    path: &str,
    prefixes: &[(String, String)],
    form: Form,
    values: &[String],
) -> Result<Prepared, QueryError> {
    let prepared = Prepared::new(&fill_path(text, path), prefixes, form, values)?;
    let as_path = fill_path(text, &format!("(^(^({path})))"));
    match Prepared::new(&as_path, prefixes, form, values) {
        Ok(_) => Ok(prepared),
        Err(_) => Err(QueryError::MisplacedPath),
    }
}

/// Puts the path of the shape where the query says `$PATH` or `?PATH`.
fn fill_path(query: &str, path: &str) -> String {
    let mut filled = String::new();
    let mut rest = query;
    while let Some(at) = rest.find("PATH") {
        let after = &rest[at + "PATH".len()..];
        let is_longer = after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let is_variable = !is_longer && rest[..at].ends_with(['$', '?']);
        if is_variable {
            filled.push_str(&rest[..at - 1]);
            filled.push_str(path);
        } else {
            filled.push_str(&rest[..at + "PATH".len()]);
        }
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::fill_path;

    #[test]
    fn the_path_goes_where_the_query_says_so() {
        let query = "SELECT $this { $this $PATH ?v . ?v ?PATH $PATHS }";
        let filled = "SELECT $this { $this <http://p> ?v . ?v <http://p> $PATHS }";
        assert_eq!(fill_path(query, "<http://p>"), filled);
    }
}
