//! What is changed in terms on their way to a store elsewhere and back.

use oxrdf::vocab::xsd;
use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use oxsdatatypes::{DayTimeDuration, Decimal, YearMonthDuration};

/// Gives blank nodes IRIs, by [skolemization](https://www.w3.org/TR/rdf11-concepts/#section-skolemization):
/// a graph that is sent in pieces, some of them twice, keeps its nodes apart and together.
#[derive(Clone, Debug)]
pub(super) struct Skolem {
    prefix: String,
}

impl Skolem {
    pub(super) fn below(base: &str) -> Self {
        Self {
            prefix: format!("{base}/.well-known/genid/"),
        }
    }

    /// The triple as it is sent.
    pub(super) fn replace(&self, quad: Quad) -> Triple {
        let subject = match quad.subject {
            NamedOrBlankNode::BlankNode(node) => self.iri(&node).into(),
            named @ NamedOrBlankNode::NamedNode(_) => named,
        };
        let object = match quad.object {
            Term::BlankNode(node) => self.iri(&node).into(),
            other => other,
        };
        Triple::new(subject, quad.predicate, object)
    }

    /// A term as it stands in a query.
    pub(super) fn sent(&self, term: &Term) -> String {
        match term {
            Term::BlankNode(node) => self.iri(node).to_string(),
            other => other.to_string(),
        }
    }

    /// The triple as it was before it was sent.
    pub(super) fn restored(&self, triple: Triple) -> Triple {
        let subject = match self.restore(triple.subject.clone().into()) {
            Term::BlankNode(node) => node.into(),
            _ => triple.subject,
        };
        Triple::new(subject, triple.predicate, self.restore(triple.object))
    }

    fn iri(&self, node: &BlankNode) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{}", self.prefix, node.as_str()))
    }

    /// The term as it was before it was sent.
    pub(super) fn restore(&self, term: Term) -> Term {
        match term {
            Term::NamedNode(iri) => {
                let label = iri.as_str().strip_prefix(&self.prefix);
                match label.map(BlankNode::new) {
                    Some(Ok(node)) => node.into(),
                    _ => iri.into(),
                }
            }
            Term::Literal(literal) => mended(literal).into(),
            Term::BlankNode(_) => term,
        }
    }
}

/// Undoes what Virtuoso does to literals beyond choosing another lexical form of the same value.
///
/// - A boolean comes back as `1` or `0`, which are forms of it; `true` and `false` are the
///   canonical ones, which all other stores give.
/// - A duration comes back as its bare number of months, or, with a decimal point, of seconds.
fn mended(literal: Literal) -> Literal {
    let value = literal.value();
    let text = match literal.datatype() {
        xsd::BOOLEAN => match value {
            "1" => Some("true".to_owned()),
            "0" => Some("false".to_owned()),
            _ => None,
        },
        xsd::DURATION => duration(value),
        _ => None,
    };
    match text {
        Some(text) => Literal::new_typed_literal(text, literal.datatype()),
        None => literal,
    }
}

fn duration(number: &str) -> Option<String> {
    if let Ok(months) = number.parse::<i64>() {
        return Some(YearMonthDuration::new(months).to_string());
    }
    let seconds: Decimal = number.parse().ok()?;
    Some(DayTimeDuration::new(seconds).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend(value: &str, datatype: oxrdf::NamedNodeRef<'_>) -> String {
        mended(Literal::new_typed_literal(value, datatype))
            .value()
            .to_owned()
    }

    #[test]
    fn what_virtuoso_makes_of_literals_is_undone() {
        assert_eq!(mend("1", xsd::BOOLEAN), "true");
        assert_eq!(mend("false", xsd::BOOLEAN), "false");
        assert_eq!(mend("3", xsd::DURATION), "P3M");
        assert_eq!(mend("14", xsd::DURATION), "P1Y2M");
        assert_eq!(mend("86400.0", xsd::DURATION), "P1D");
        assert_eq!(mend("604800.0", xsd::DURATION), "P7D");
        assert_eq!(mend("P1Y", xsd::DURATION), "P1Y");
        assert_eq!(mend("1", xsd::INTEGER), "1");
    }

    #[test]
    fn a_blank_node_comes_back_as_itself() {
        let skolem = Skolem::below("http://example.com");
        let node = BlankNode::new("b7").unwrap();
        let p = NamedNode::new("http://example.com/p").unwrap();
        let quad = Quad::new(
            node.clone(),
            p,
            node.clone(),
            oxrdf::GraphName::DefaultGraph,
        );
        let sent = skolem.replace(quad);
        assert!(
            sent.to_string()
                .starts_with("<http://example.com/.well-known/genid/b7>")
        );
        assert_eq!(skolem.restore(sent.object), Term::from(node));
    }
}
