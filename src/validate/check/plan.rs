use std::cell::RefCell;

use rustc_hash::FxHashSet;

use super::Checker;
use crate::graph::{TermGraph, TermId};
use crate::validate::classes;
use crate::validate::path::Route;
use crate::validate::shape::{Kind, Name, Shape};

/// What is worked out once about a shape before its first node is checked.
pub(super) struct Plan {
    pub(super) route: Option<Route>,
    /// Beside the constraints.
    pub(super) ready: Vec<Ready>,
    quick: Option<Quick>,
}

/// The sets that a constraint looks values up in.
pub(super) enum Ready {
    Nothing,
    /// In order.
    Classes(Vec<TermId>),
    Members(FxHashSet<TermId>),
}

/// Advice for whoever changes this: most nodes of most shapes are right, so the way to say "right"
/// must be short. It serves property shapes with a single predicate whose constraints are counts
/// and questions about one value; the answer for a value that was right once is a bit. It must
/// never say that a node conforms when the long way would find something; it may leave the answer
/// to the long way whenever it likes.
struct Quick {
    predicate: TermId,
    least: u64,
    most: u64,
    right: RefCell<Bits>,
}

#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn has(&self, id: TermId) -> bool {
        let at = id.index();
        self.0
            .get(at / 64)
            .is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    fn set(&mut self, id: TermId) {
        let at = id.index();
        if at / 64 >= self.0.len() {
            self.0.resize(at / 64 + 1, 0);
        }
        self.0[at / 64] |= 1 << (at % 64);
    }
}

impl Plan {
    pub(super) fn new(shape: &Shape, graph: &TermGraph, id: &impl Fn(Name) -> TermId) -> Self {
        let ready = shape
            .constraints
            .iter()
            .map(|c| Ready::new(&c.kind, graph, id));
        Self {
            route: shape.path.as_ref().map(|path| path.bind(id)),
            ready: ready.collect(),
            quick: Quick::new(shape, id),
        }
    }
}

impl Ready {
    fn new(kind: &Kind, graph: &TermGraph, id: &impl Fn(Name) -> TermId) -> Self {
        let ids = |names: &[Name]| names.iter().map(|name| id(*name)).collect();
        match kind {
            Kind::Class(class) => {
                let classes = classes::with_subclasses(graph, id(*class));
                Self::Classes(classes.into_iter().collect())
            }
            Kind::In(names) | Kind::Closed(names) => Self::Members(ids(names)),
            _ => Self::Nothing,
        }
    }
}

impl Quick {
    fn new(shape: &Shape, id: &impl Fn(Name) -> TermId) -> Option<Self> {
        let predicate = shape.path.as_ref()?.predicate()?;
        let mut quick = Self {
            predicate: id(predicate),
            least: 0,
            most: u64::MAX,
            right: RefCell::default(),
        };
        for constraint in &shape.constraints {
            match &constraint.kind {
                Kind::MinCount(count) => quick.least = *count,
                Kind::MaxCount(count) => quick.most = *count,
                kind if kind.is_about_a_value() => {}
                _ => return None,
            }
        }
        Some(quick)
    }
}

impl Checker<'_> {
    /// Whether a node conforms, where that can be said the short way.
    pub(super) fn surely_conforms(&self, shape: &Shape, plan: &Plan, focus: TermId) -> bool {
        let Some(quick) = &plan.quick else {
            return false;
        };
        let pairs = self.graph.pairs_of(focus, quick.predicate);
        let count = pairs.len() as u64;
        let mut values = pairs.iter().map(|pair| pair.object);
        (quick.least..=quick.most).contains(&count)
            && values.all(|value| self.is_right(shape, plan, quick, value))
    }

    fn is_right(&self, shape: &Shape, plan: &Plan, quick: &Quick, value: TermId) -> bool {
        if quick.right.borrow().has(value) {
            return true;
        }
        let mut constraints = shape.constraints.iter().zip(&plan.ready);
        let is_right = constraints.all(|(constraint, ready)| {
            !constraint.kind.is_about_a_value() || self.is_accepted(&constraint.kind, ready, value)
        });
        if is_right {
            quick.right.borrow_mut().set(value);
        }
        is_right
    }
}
