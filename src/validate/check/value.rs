use std::cmp::Ordering;

use oxrdf::TermRef;

use super::Checker;
use super::plan::Ready;
use crate::graph::TermId;
use crate::validate::shape::{Allowed, Kind, NodeKind, Range, ShapeIx};
use crate::validate::value::{compare, is_well_formed, matches_range};
use crate::vocab::rdf;

/// Constraints that can be decided for each value by itself.
impl Checker<'_> {
    pub(super) fn accepts(
        &self,
        shape: ShapeIx,
        constraint: usize,
        kind: &Kind,
        value: TermId,
    ) -> bool {
        let ready = &self.plans[shape.index()].ready[constraint];
        self.is_accepted(kind, ready, value)
    }

    pub(super) fn is_accepted(&self, kind: &Kind, ready: &Ready, value: TermId) -> bool {
        let terms = self.graph.terms();
        match kind {
            Kind::Class(_) => self.is_instance(ready, value),
            Kind::Datatype(datatype) => {
                let wanted = terms.text(self.id(*datatype));
                let is = terms.datatype(value).filter(|iri| iri.as_str() == wanted);
                is.is_some_and(|datatype| is_well_formed(datatype, terms.text(value)))
            }
            Kind::NodeKind(kinds) => self.is_of_kind(*kinds, value),
            Kind::Range(range, limit) => self.is_within(*range, self.id(*limit), value),
            Kind::MinLength(least) => self.length(value).is_some_and(|n| *least <= n),
            // A blank node has no length, so a limit can never hold for it.
            Kind::MaxLength(most) => self.length(value).is_some_and(|n| n <= *most),
            Kind::Pattern(pattern) => self.string(value).is_some_and(|t| pattern.is_match(t)),
            Kind::LanguageIn(ranges) => terms
                .language(value)
                .is_some_and(|tag| ranges.iter().any(|range| matches_range(tag, range))),
            Kind::In(_) => matches!(ready, Ready::Members(set) if set.contains(&value)),
            Kind::Not(shape) => !self.conforms(*shape, value),
            Kind::Node(shape) => self.conforms(*shape, value),
            Kind::And(shapes) => shapes.iter().all(|shape| self.conforms(*shape, value)),
            Kind::Or(shapes) => shapes.iter().any(|shape| self.conforms(*shape, value)),
            Kind::Xone(shapes) => {
                let conforming = shapes.iter().filter(|shape| self.conforms(**shape, value));
                conforming.count() == 1
            }
            // The others are about all values together, and are checked elsewhere.
            _ => true,
        }
    }

    fn is_instance(&self, ready: &Ready, value: TermId) -> bool {
        let Some(is_a) = self.graph.terms().get(rdf::TYPE) else {
            return false;
        };
        let Ready::Classes(classes) = ready else {
            return false;
        };
        let mut types = self.graph.objects(value, is_a);
        types.any(|class| classes.binary_search(&class).is_ok())
    }

    fn is_of_kind(&self, kinds: NodeKind, value: TermId) -> bool {
        let allowed = match self.graph.terms().term(value) {
            TermRef::NamedNode(_) => kinds.iri,
            TermRef::BlankNode(_) => kinds.blank,
            TermRef::Literal(_) => kinds.literal,
        };
        allowed == Allowed::Yes
    }

    fn is_within(&self, range: Range, limit: TermId, value: TermId) -> bool {
        let order = compare(self.graph.terms(), value, limit);
        match range {
            Range::MinExclusive => order == Some(Ordering::Greater),
            Range::MinInclusive => order.is_some_and(Ordering::is_ge),
            Range::MaxExclusive => order == Some(Ordering::Less),
            Range::MaxInclusive => order.is_some_and(Ordering::is_le),
        }
    }

    /// The text of an IRI or a literal; a blank node has none.
    fn string(&self, value: TermId) -> Option<&str> {
        let terms = self.graph.terms();
        let has_text = terms.is_iri(value) || terms.is_literal(value);
        has_text.then(|| terms.text(value))
    }

    /// In characters, not bytes: `Tŷ` has two.
    fn length(&self, value: TermId) -> Option<u64> {
        self.string(value).map(|text| text.chars().count() as u64)
    }
}
