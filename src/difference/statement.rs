use std::cmp::Ordering;

use oxrdf::Term;

/// One line of N-Quads in the default graph, as its three terms are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Statement<'l> {
    /// The subject, in its brackets.
    pub(super) subject: &'l str,
    /// The predicate, without its brackets.
    pub(super) predicate: &'l str,
    /// The object as it is written.
    pub(super) object: &'l str,
}

impl<'l> Statement<'l> {
    /// Takes a line apart, with or without its end; `None` if it is no statement.
    pub(super) fn parse(line: &'l str) -> Option<Self> {
        let line = line.trim_end().strip_suffix(" .")?;
        let (subject, rest) = line.split_once(' ')?;
        let (predicate, object) = rest.split_once(' ')?;
        Some(Self {
            subject,
            predicate: iri(predicate)?,
            object,
        })
    }
}

/// The IRI of a term, if it is one.
pub(super) fn iri(term: &str) -> Option<&str> {
    term.strip_prefix('<')?.strip_suffix('>')
}

/// The text of a literal; `None` for anything else.
pub(super) fn literal(term: &str) -> Option<String> {
    let quoted = term.starts_with('"').then_some(term)?;
    if !quoted.contains('\\') {
        let end = quoted.rfind('"').filter(|end| *end > 0)?;
        return Some(quoted[1..end].to_owned());
    }
    match quoted.parse().ok()? {
        Term::Literal(literal) => Some(literal.value().to_owned()),
        Term::NamedNode(_) | Term::BlankNode(_) => None,
    }
}

/// What people read of a term: the text of a literal, or the IRI.
pub(super) fn shown(term: &str) -> String {
    let text = literal(term).or_else(|| iri(term).map(str::to_owned));
    text.unwrap_or_else(|| term.to_owned())
}

/// Compares two IRIs as their lines compare, in which a bracket ends each.
pub(super) fn compare_iris(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let shared = a.len().min(b.len());
    let end = |iri: &[u8]| iri.get(shared).copied().unwrap_or(b'>');
    let ends = || end(a).cmp(&end(b));
    a[..shared].cmp(&b[..shared]).then_with(ends)
}
