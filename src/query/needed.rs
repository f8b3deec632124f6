use oxrdf::Variable;
use rustc_hash::FxHashSet;

/// The variables whose values count for what stands around a pattern.
#[derive(Clone, Debug)]
pub(super) enum Needed {
    /// All of them.
    All,
    /// These at most.
    Only(FxHashSet<Variable>),
}

impl Needed {
    pub(super) fn only<'v>(variables: impl IntoIterator<Item = &'v Variable>) -> Self {
        Self::Only(variables.into_iter().cloned().collect())
    }

    /// These ones too.
    pub(super) fn and<'v>(&self, variables: impl IntoIterator<Item = &'v Variable>) -> Self {
        match self {
            Self::All => Self::All,
            Self::Only(all) => {
                let mut all = all.clone();
                all.extend(variables.into_iter().cloned());
                Self::Only(all)
            }
        }
    }

    pub(super) fn has(&self, variable: &Variable) -> bool {
        match self {
            Self::All => true,
            Self::Only(all) => all.contains(variable),
        }
    }
}
