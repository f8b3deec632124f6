use std::convert::Infallible;
use std::fmt;

use super::{Dictionary, Triple, TripleSink};

/// Triples in memory, in the order in which they came.
///
/// Shown, it is [N-Triples](https://www.w3.org/TR/n-triples/).
#[derive(Default)]
pub struct TripleList {
    terms: Dictionary,
    triples: Vec<Triple>,
}

impl TripleList {
    /// The terms that the triples are made of.
    pub fn dictionary(&self) -> &Dictionary {
        &self.terms
    }

    /// The triples.
    pub fn triples(&self) -> &[Triple] {
        &self.triples
    }
}

impl TripleSink for TripleList {
    type Error = Infallible;

    fn terms(&mut self) -> &mut Dictionary {
        &mut self.terms
    }

    fn triple(&mut self, triple: Triple) -> Result<(), Infallible> {
        self.triples.push(triple);
        Ok(())
    }
}

impl fmt::Display for TripleList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for triple in &self.triples {
            let subject = self.terms.term(triple.subject);
            let predicate = self.terms.term(triple.predicate);
            writeln!(
                f,
                "{subject} {predicate} {} .",
                self.terms.term(triple.object)
            )?;
        }
        Ok(())
    }
}
