use super::accounting::Fate;

/// What became of the cells of a row, to be told as one.
#[derive(Debug, Default)]
pub(super) struct Fates {
    worst: Option<Fate>,
}

impl Fates {
    pub(super) fn add(&mut self, fate: Fate) {
        let rank = |fate: &Fate| match fate {
            Fate::Excluded(_) => 0,
            Fate::Observed => 1,
            Fate::Queued(_) => 2,
            Fate::Faulty => 3,
        };
        if self
            .worst
            .as_ref()
            .is_none_or(|worst| rank(worst) < rank(&fate))
        {
            self.worst = Some(fate);
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        if let Some(fate) = other.worst {
            self.add(fate);
        }
    }

    /// Whether nothing keeps an observation from being made.
    pub(super) fn allow(&self) -> bool {
        !matches!(self.worst, Some(Fate::Queued(_) | Fate::Faulty))
    }

    pub(super) fn of_row(self) -> Fate {
        self.worst
            .unwrap_or_else(|| Fate::Excluded("no cell of figures".to_owned()))
    }
}
