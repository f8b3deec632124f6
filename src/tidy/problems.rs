use crate::diagnostic::{Finding, Findings, Place};

/// Faults of cells, one for each distinct value, with the rows that have it counted.
#[derive(Debug, Default)]
pub(super) struct Problems {
    all: Vec<Problem>,
}

#[derive(Debug)]
struct Problem {
    finding: Finding,
    rows: u64,
    more: Vec<Place>,
}

/// How many further rows a finding names.
const NAMED: usize = 2;

impl Problems {
    /// Keeps a finding whose rows are yet to be counted; its position.
    pub(super) fn add(&mut self, finding: Finding) -> usize {
        self.all.push(Problem {
            finding,
            rows: 0,
            more: Vec::new(),
        });
        self.all.len() - 1
    }

    /// Counts a row that has a problem.
    pub(super) fn count(&mut self, problem: usize, place: impl FnOnce() -> Place) {
        let problem = &mut self.all[problem];
        problem.rows += 1;
        if problem.rows > 1 && problem.more.len() < NAMED {
            problem.more.push(place());
        }
    }

    /// Gives all findings away, in the order in which they came up.
    pub(super) fn report(self, findings: &mut Findings) {
        for problem in self.all {
            let mut finding = problem.finding.with_count(problem.rows.max(1));
            for place in problem.more {
                finding = finding.related(place.with_label("also here"));
            }
            findings.push(finding);
        }
    }
}
