//! The digests of small graphs in their
//! [canonical form](https://www.w3.org/TR/rdf-canon/#dfn-canonical-n-quads-form) (RDFC-1.0), which
//! are the same however blank nodes are called and in whatever order the triples stand.

use std::io;

use sophia::api::prelude::*;
use sophia::c14n::C14nError;
use sophia::c14n::rdfc10::normalize;
use sophia::inmem::dataset::LightDataset;
use sophia::turtle::parser::nq;
use thiserror::Error;

use crate::digest::{Digest, Hashing};
use crate::graph::{Part, TermId};
use crate::vocab::{qb, rdf};

/// Why a graph has no canonical form.
#[derive(Debug, Error)]
pub(super) enum NotCanonical {
    /// It is no N-Quads.
    #[error("it is no N-Quads: {0}")]
    Syntax(String),
    /// Its blank nodes are too much alike, or a term has no canonical text.
    #[error("it has no canonical form: {0}")]
    Form(String),
}

impl From<NotCanonical> for io::Error {
    fn from(error: NotCanonical) -> Self {
        Self::other(error)
    }
}

/// The digest of a small graph, given as N-Quads in any order.
pub(super) fn digest(quads: &str) -> Result<Digest, NotCanonical> {
    let dataset = nq::parse_str(quads).collect_quads();
    let dataset: LightDataset = dataset.map_err(|error| NotCanonical::Syntax(error.to_string()))?;
    let mut hashing = Hashing::new(io::sink());
    let normalized = normalize(&dataset, &mut hashing);
    normalized.map_err(|error: C14nError<_>| NotCanonical::Form(error.to_string()))?;
    Ok(hashing.finish().1)
}

/// The digest of what a release says of anything but observations.
pub(super) fn of_structure(release: Part<'_>) -> Result<Digest, NotCanonical> {
    let terms = release.graph.terms();
    let observation = terms.get(rdf::TYPE).zip(terms.get(qb::OBSERVATION));
    let is_observation = |subject: &TermId| {
        let mut pairs = release.graph.pairs(*subject).iter();
        pairs.any(|pair| observation == Some((pair.predicate, pair.object)))
    };
    let triples = release.iter(|subjects| subjects.retain(|subject| !is_observation(subject)));
    let mut quads = String::new();
    for triple in triples {
        let (Some(subject), Some(predicate)) =
            (terms.subject(triple.subject), terms.iri(triple.predicate))
        else {
            continue;
        };
        let object = terms.term(triple.object).to_string();
        let (subject, predicate) = (subject.to_string(), predicate.to_string());
        quads.extend([&subject, " ", &predicate, " ", &object, " .\n"]);
    }
    digest(&quads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_blank_nodes_and_the_order_do_not_matter() {
        let [one, other] = [
            "_:a <http://a/p> _:b .\n_:b <http://a/p> \"1\" .\n",
            "_:y <http://a/p> \"1\" .\n_:x <http://a/p> _:y .\n",
        ]
        .map(|quads| digest(quads).unwrap());
        assert_eq!(one, other);
        let another = digest("_:y <http://a/p> \"2\" .\n_:x <http://a/p> _:y .\n");
        assert_ne!(one, another.unwrap());
    }

    #[test]
    fn without_blank_nodes_it_is_the_digest_of_the_sorted_text() {
        let text = "<http://a/1> <http://a/p> \"x\" .\n<http://a/2> <http://a/p> \"y\" .\n";
        assert_eq!(digest(text).unwrap(), Digest::of(text.as_bytes()));
    }

    #[test]
    fn what_is_no_graph_has_no_digest() {
        assert!(matches!(digest("x"), Err(NotCanonical::Syntax(_))));
    }
}
