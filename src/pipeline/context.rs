use std::collections::BTreeSet;

use super::Route;
use crate::diagnostic::Findings;
use crate::graph::{GraphBuilder, Origins, TermGraph};
use crate::register;
use crate::register::ledger::{LedgerPath, described, write_tombstones};

/// What all datasets share: the registers with their vocabulary, the tombstones and the examples.
///
/// It is written and checked once; every release of a publication goes on from a copy of the
/// registers' graph.
pub(super) struct Context {
    registers: GraphBuilder,
    whole: GraphBuilder,
    of_registers: BTreeSet<LedgerPath>,
    described: BTreeSet<LedgerPath>,
    findings: Findings,
}

impl Context {
    pub(super) fn of(route: &Route) -> Self {
        let base = &route.config.base;
        let mut registers = GraphBuilder::default();
        let Ok(()) = register::write_rdf(&route.registers, base, &mut registers);
        // Not for the releases: what examples and tombstones name is theirs to describe.
        let mut whole = registers.clone();
        let Ok(()) = write_tombstones(&route.ledger, base, &mut whole);
        let Ok(()) = route.examples.write(&mut whole);
        let mut graph = whole.clone().finish();
        let nowhere = Origins::default();
        let mut findings = register::check(&route.registers, &route.config.registers);
        findings.append(route.shapes.validate(&mut graph, &nowhere).findings());
        Self {
            of_registers: described(&registers.clone().finish(), base),
            described: described(&graph, base),
            registers,
            whole,
            findings,
        }
    }

    /// The graph to which a release is added.
    pub(super) fn builder(&self) -> GraphBuilder {
        self.registers.clone()
    }

    /// The URIs that the registers describe.
    pub(super) fn of_registers(&self) -> &BTreeSet<LedgerPath> {
        &self.of_registers
    }

    /// The URIs that any of it describes.
    pub(super) fn described(&self) -> &BTreeSet<LedgerPath> {
        &self.described
    }

    /// What is wrong with it by itself, whatever releases are added.
    pub(super) fn findings(&self) -> Findings {
        self.findings.clone()
    }

    /// All of it.
    pub(super) fn graph(&self) -> TermGraph {
        self.whole.clone().finish()
    }
}
