use super::profile::Profile;
use super::totals::is_total;
use crate::register::{Match, Register, Registers};

/// How well the labels of a column match the members of a register.
#[derive(Clone, Copy)]
pub(super) struct Fit<'r> {
    pub(super) register: &'r Register,
    pub(super) matched: usize,
    pub(super) looked_at: usize,
    /// Whether the column has sums beside the things that the register knows.
    pub(super) totals: bool,
}

/// So many distinct labels tell enough.
const LABELS: usize = 500;

/// The register that knows most labels of a column, if it knows nine in ten.
pub(super) fn best<'r>(profile: &Profile, registers: &'r Registers) -> Option<Fit<'r>> {
    let fits = registers.iter().map(|register| fit(profile, register));
    let good = fits.filter(|fit| 10 * fit.matched >= 9 * fit.looked_at && fit.matched >= 2);
    good.max_by_key(|fit| (fit.matched, fit.register.things().len()))
}

/// Sums over the things of a register need not be in it.
fn fit<'r>(profile: &Profile, register: &'r Register) -> Fit<'r> {
    let known = |label: &str| matches!(register.lookup(label, None), Match::Found { .. });
    let (mut matched, mut looked_at, mut totals) = (0, 0, false);
    for label in profile.values.keys().take(LABELS) {
        if known(label) {
            (matched, looked_at) = (matched + 1, looked_at + 1);
        } else if is_total(label) {
            totals = true;
        } else {
            looked_at += 1;
        }
    }
    Fit {
        register,
        matched,
        looked_at,
        totals,
    }
}

/// Whether things of one register lie in things of another.
pub(super) fn lies_within(inner: &Register, outer: &Register) -> bool {
    inner
        .things()
        .iter()
        .any(|thing| thing.within(outer.concept()).is_some())
}
