use std::path::Path;
use std::sync::OnceLock;

use super::context::Context;
use super::orders::{OrderBook, order};
use super::{Order, convert, orders};
use crate::config::Config;
use crate::diagnostic::Findings;
use crate::examples;
use crate::mapping::Mapping;
use crate::register::Registers;
use crate::register::ledger::Ledger;
use crate::tidy::CodeLists;
use crate::uri::Key;
use crate::validate::Shapes;

/// All that releases are converted and checked with: configuration, registers, code lists, shapes.
pub struct Route {
    pub(super) config: Config,
    pub(super) registers: Registers,
    pub(super) ledger: Ledger,
    pub(super) code_lists: CodeLists,
    pub(super) shapes: Shapes,
    pub(super) examples: examples::Source,
    context: OnceLock<Context>,
}

impl Route {
    /// Reads everything that the configuration names; the faults of all of it are collected.
    pub fn open(config: Config) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        let mut kept = |faults| findings.append(faults);
        let registers = Registers::load(&config.registers).map_err(&mut kept);
        let ledger = Ledger::read(&config.ledger).map_err(&mut kept);
        let code_lists = CodeLists::read(&config.code_lists).map_err(&mut kept);
        let shapes =
            Shapes::read_for_base(&convert::turtle_files(&config.shapes), config.base.as_str())
                .map_err(&mut kept);
        let examples = examples::Source::read(&config.examples, &config.base).map_err(&mut kept);
        match (registers, ledger, code_lists, shapes, examples) {
            (Ok(registers), Ok(ledger), Ok(code_lists), Ok(shapes), Ok(examples)) => Ok(Self {
                config,
                registers,
                ledger,
                code_lists,
                shapes,
                examples,
                context: OnceLock::new(),
            }),
            _ => Err(findings),
        }
    }

    /// What the route was opened with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What all datasets share, made when it is first asked for.
    pub(super) fn context(&self) -> &Context {
        self.context.get_or_init(|| Context::of(self))
    }

    /// The frozen code lists.
    pub fn code_lists(&self) -> &CodeLists {
        &self.code_lists
    }

    /// The registers.
    pub fn registers(&self) -> &Registers {
        &self.registers
    }

    /// The order for one release, or for the CSVW metadata of a cube. What is not given is told by the file's name: the mapping by the
    /// `file` patterns of all mappings, the edition by what stands in place of a pattern's `*`.
    pub fn order(
        &self,
        release: &Path,
        mapping: Option<&Path>,
        edition: Option<&Key>,
    ) -> Result<Order, Findings> {
        let mut findings = Findings::default();
        if let Some(path) = mapping {
            let mapping = Mapping::read(path)?;
            let order = order(release.to_owned(), mapping, edition, &mut findings);
            return order.ok_or(findings);
        }
        let book = OrderBook::read(&self.config, &mut findings);
        let order = if orders::is_metadata(release) {
            book.foreign(release, edition, &self.config.base, &mut findings)
        } else {
            book.order(release, edition, &mut findings)
        };
        order.ok_or(findings)
    }

    /// The orders for everything in the folder of releases that a mapping is for.
    pub fn orders(&self) -> Result<Vec<Order>, Findings> {
        let mut findings = Findings::default();
        let book = OrderBook::read(&self.config, &mut findings);
        let orders = book.all_in(&self.config.releases, &self.config.base, &mut findings);
        if findings.has_errors() {
            Err(findings)
        } else {
            Ok(orders)
        }
    }
}
