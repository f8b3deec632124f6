use std::rc::Rc;

use oxrdf::Variable;
use rustc_hash::FxHashSet;

use super::fold::{Fold, is_fold};

/// The variables whose values count for what stands around a pattern.
#[derive(Clone)]
pub(super) enum Needed {
    /// All of them.
    All,
    /// These at most.
    Only(FxHashSet<Variable>),
    /// These at most, and totals over those of the fold: solutions that agree in what is needed may
    /// stand as one.
    Folded(FxHashSet<Variable>, Rc<Fold>),
}

impl Needed {
    pub(super) fn only<'v>(variables: impl IntoIterator<Item = &'v Variable>) -> Self {
        Self::Only(variables.into_iter().cloned().collect())
    }

    /// These ones too; what is needed itself is no longer only totalled.
    pub(super) fn and<'v>(&self, variables: impl IntoIterator<Item = &'v Variable>) -> Self {
        let with = |all: &FxHashSet<Variable>| {
            let mut all = all.clone();
            all.extend(variables.into_iter().cloned());
            all
        };
        match self {
            Self::All => Self::All,
            Self::Only(all) => Self::Only(with(all)),
            Self::Folded(all, fold) => {
                let needed = Self::Folded(with(all), Rc::clone(fold));
                let is_apart = fold.variables().all(|totalled| !needed.has_value(totalled));
                if is_apart { needed } else { needed.unfolded() }
            }
        }
    }

    /// Whether a variable is needed, for its values or for totals over them.
    pub(super) fn has(&self, variable: &Variable) -> bool {
        let is_totalled = match self {
            Self::All | Self::Only(_) => false,
            Self::Folded(_, fold) => {
                is_fold(variable) || fold.variables().any(|totalled| totalled == variable)
            }
        };
        is_totalled || self.has_value(variable)
    }

    /// Whether the values of a variable are needed.
    pub(super) fn has_value(&self, variable: &Variable) -> bool {
        match self {
            Self::All => true,
            Self::Only(all) | Self::Folded(all, _) => all.contains(variable),
        }
    }

    /// The same for a pattern whose solutions may not be folded.
    pub(super) fn unfolded(&self) -> Self {
        match self {
            Self::Folded(all, fold) => {
                Self::Only(all.iter().chain(fold.variables()).cloned().collect())
            }
            needed => needed.clone(),
        }
    }

    /// How solutions may be folded.
    pub(super) fn fold(&self) -> Option<&Rc<Fold>> {
        match self {
            Self::All | Self::Only(_) => None,
            Self::Folded(_, fold) => Some(fold),
        }
    }
}
