//! [Disclosure](https://analysisfunction.civilservice.gov.uk/policy-store/): small counts that
//! should have been suppressed, and suppressed ones that a total gives away.
//!
//! Whatever has no figure counts as suppressed, whichever mark it bears.
//!
//! This finds what a threshold and a total can show. It does not promise that nobody can be
//! recognised: it knows nothing of other tables, of differences between releases, or of what a
//! reader knows already.

mod absent;
mod codes;
mod primary;
mod secondary;

pub use codes::CODES;

use oxrdf::{NamedNode, NamedNodeRef};

use crate::diagnostic::Findings;
use crate::graph::{Origins, TermGraph};

/// The rule of one data set.
///
/// ```
/// use assize::validate::disclosure::{Rule, Zero};
/// use oxrdf::NamedNode;
///
/// let cases = NamedNode::new("http://example.com/def/measure/cases")?;
/// let rule = Rule::new(5, vec![cases]).with_zero(Zero::Harmless);
/// assert_eq!(rule.threshold, 5);
/// # Ok::<_, oxrdf::IriParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rule {
    /// Counts below this must be suppressed.
    pub threshold: u64,
    /// The measures it holds for.
    pub measures: Vec<NamedNode>,
    /// Whether zero counts as small.
    pub zero: Zero,
    /// The dimensions that have totals, for suppression that a total undoes.
    pub totals: Vec<Total>,
}

/// Whether a count of zero says something about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zero {
    /// It does not, and may be shown.
    Harmless,
    /// It must be suppressed like any small count.
    Small,
}

/// A dimension one of whose values is the sum of the others.
#[derive(Clone, Debug)]
pub struct Total {
    /// The dimension.
    pub dimension: NamedNode,
    /// The value that stands for all.
    pub total: NamedNode,
}

impl Rule {
    /// A rule for some measures, for which zero is harmless and no dimension has totals.
    pub fn new(threshold: u64, measures: Vec<NamedNode>) -> Self {
        Self {
            threshold,
            measures,
            zero: Zero::Harmless,
            totals: Vec::new(),
        }
    }

    /// Says how zero is judged.
    #[must_use]
    pub fn with_zero(mut self, zero: Zero) -> Self {
        self.zero = zero;
        self
    }

    /// Adds a dimension with a total.
    #[must_use]
    pub fn with_total(mut self, dimension: NamedNode, total: NamedNode) -> Self {
        self.totals.push(Total { dimension, total });
        self
    }
}

/// Checks the observations of a data set against a rule.
pub fn check(
    graph: &TermGraph,
    origins: &Origins,
    data_set: NamedNodeRef<'_>,
    rule: &Rule,
) -> Findings {
    let mut findings = Findings::default();
    absent::check(graph, data_set, rule, &mut findings);
    primary::check(graph, origins, data_set, rule, &mut findings);
    secondary::check(graph, origins, data_set, rule, &mut findings);
    findings
}
