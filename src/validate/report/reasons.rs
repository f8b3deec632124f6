use super::{Report, Result};
use crate::graph::TermId;
use crate::validate::check::Checker;
use crate::validate::shape::{Kind, ShapeIx};

/// How many reasons one shape gives.
const SHOWN: usize = 2;

impl Report<'_> {
    /// Why a value does not conform to the shapes that a constraint demands of it, in the words of
    /// their own results; nothing for constraints of other kinds.
    pub(super) fn reasons(&self, result: &Result<'_>) -> Option<String> {
        let (shapes, between) = match &result.constraint().kind {
            Kind::Node(shape) => (std::slice::from_ref(shape), ""),
            Kind::And(shapes) => (shapes.as_slice(), " "),
            Kind::Or(shapes) | Kind::Xone(shapes) => (shapes.as_slice(), " Or: "),
            _ => return None,
        };
        let value = result.violation.value?;
        let ids = self.shapes_ids();
        let checker = Checker::new(&self.shapes.all, &self.shapes.graph, self.graph, &ids);
        let each = shapes.iter();
        let reasons: Vec<_> = each
            .map(|shape| self.reason(&checker, *shape, value))
            .filter(|reason| !reason.is_empty())
            .collect();
        (!reasons.is_empty()).then(|| reasons.join(between))
    }

    fn reason(&self, checker: &Checker<'_>, shape: ShapeIx, value: TermId) -> String {
        let violations = checker.results_of(shape, value);
        let shown = violations.iter().take(SHOWN);
        let sentences = shown.map(|violation| Result::new(self, violation).message());
        sentences.collect::<Vec<_>>().join(" ")
    }

    /// The number in the data of each term of the shapes.
    fn shapes_ids(&self) -> Vec<TermId> {
        let terms = self.shapes.graph.terms();
        let known = |id| self.graph.terms().get(terms.term(id));
        terms.ids().filter_map(known).collect()
    }
}
