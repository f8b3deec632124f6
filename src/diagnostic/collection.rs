use super::{Code, Finding, Place, Severity};

/// All the findings of a run.
///
/// Every finding is counted. Of one code only the first [`Findings::KEPT_PER_CODE`] are kept whole,
/// so that a release that is wrong in every row is reported in bounded memory; the rest are
/// counted, and reports say how many were left out.
///
/// ```
/// use assize::diagnostic::{Code, Finding, Findings};
///
/// const NOTE: Code = Code::warning("release-note", "A note was kept.", "Nothing to do.");
/// let mut findings = Findings::default();
/// findings.push(Finding::new(NOTE, "Kept one note."));
/// assert_eq!(findings.warnings(), 1);
/// assert!(!findings.has_errors());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    tallies: Vec<Tally>,
}

/// How often a code at one severity occurred.
#[derive(Clone, Debug)]
struct Tally {
    code: Code,
    severity: Severity,
    found: u64,
}

impl Findings {
    /// How many findings of one code and severity are kept whole.
    pub const KEPT_PER_CODE: u64 = 1_000;

    /// Adds a finding, in the order of the work.
    pub fn push(&mut self, finding: Finding) {
        let tally = self.tally(finding.code, finding.severity);
        tally.found += 1;
        if tally.found <= Self::KEPT_PER_CODE {
            self.kept.push(finding);
        }
    }

    fn tally(&mut self, code: Code, severity: Severity) -> &mut Tally {
        let found = |t: &Tally| t.code == code && t.severity == severity;
        let at = self.tallies.iter().position(found).unwrap_or_else(|| {
            self.tallies.push(Tally {
                code,
                severity,
                found: 0,
            });
            self.tallies.len() - 1
        });
        &mut self.tallies[at]
    }

    /// Adds all findings of another collection after these.
    pub fn append(&mut self, other: Self) {
        for finding in other.kept {
            self.push(finding);
        }
        for tally in &other.tallies {
            let kept = tally.found.min(Self::KEPT_PER_CODE);
            self.tally(tally.code, tally.severity).found += tally.found - kept;
        }
    }

    /// Names the definition that cares, where a finding does not name its own.
    #[must_use]
    pub fn defined_at(mut self, place: &Place) -> Self {
        for finding in &mut self.kept {
            finding.definition.get_or_insert_with(|| place.clone());
        }
        self
    }

    /// The findings that were kept whole, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.kept.iter()
    }

    /// The codes with findings that were counted but not kept, and how many of each.
    pub fn left_out(&self) -> impl Iterator<Item = (Code, u64)> + '_ {
        self.tallies.iter().filter_map(|t| {
            let more = t.found.saturating_sub(Self::KEPT_PER_CODE);
            (more > 0).then_some((t.code, more))
        })
    }

    /// How many errors there are, those not kept included.
    pub fn errors(&self) -> u64 {
        self.count(Severity::Error)
    }

    /// How many warnings there are, those not kept included.
    pub fn warnings(&self) -> u64 {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> u64 {
        let of = self.tallies.iter().filter(|t| t.severity == severity);
        of.map(|t| t.found).sum()
    }

    /// Whether anything keeps the data from being published.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Extend<Finding> for Findings {
    fn extend<T: IntoIterator<Item = Finding>>(&mut self, findings: T) {
        for finding in findings {
            self.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAD: Code = Code::error("test-bad", "Occurs in tests.", "Mend it.");

    fn many(n: u64) -> Findings {
        let mut findings = Findings::default();
        findings.extend((0..n).map(|i| Finding::new(BAD, format!("number {i}"))));
        findings
    }

    #[test]
    fn all_are_counted_and_the_first_are_kept() {
        let findings = many(Findings::KEPT_PER_CODE + 5);
        assert_eq!(findings.errors(), Findings::KEPT_PER_CODE + 5);
        assert_eq!(findings.iter().count() as u64, Findings::KEPT_PER_CODE);
        assert_eq!(findings.left_out().collect::<Vec<_>>(), [(BAD, 5)]);
    }

    #[test]
    fn appending_keeps_the_first_even_if_there_are_too_many() {
        let mut findings = Findings::default();
        findings.append(many(Findings::KEPT_PER_CODE + 5));
        assert_eq!(findings.iter().count() as u64, Findings::KEPT_PER_CODE);
        assert_eq!(findings.errors(), Findings::KEPT_PER_CODE + 5);
    }

    #[test]
    fn appending_loses_no_count() {
        let mut findings = many(Findings::KEPT_PER_CODE + 5);
        findings.append(many(Findings::KEPT_PER_CODE + 7));
        assert_eq!(findings.errors(), 2 * Findings::KEPT_PER_CODE + 12);
    }
}
