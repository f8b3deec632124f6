//! What points from one register into another, or from a table to members that another one has.

use std::path::Path;

use super::codes;
use super::registers::{Register, Registers};
use super::thing::Thing;
use crate::diagnostic::{Finding, Findings, Place};
use crate::uri::Key;

/// Finds what points to something that is not there; done when all registers are read.
pub(super) fn check(registers: &Registers, dir: &Path, findings: &mut Findings) {
    for register in registers.iter() {
        let mut check = Check {
            registers,
            register,
            dir,
            findings,
        };
        check.namesakes();
        for thing in register.things() {
            check.relations(thing);
            check.types(thing);
        }
    }
}

struct Check<'c> {
    registers: &'c Registers,
    register: &'c Register,
    dir: &'c Path,
    findings: &'c mut Findings,
}

impl Check<'_> {
    fn missing(&mut self, file: &str, line: u64, message: String) {
        let path = self.dir.join(self.register.concept()).join(file);
        let place = Place::line(path.display().to_string(), line);
        let finding = Finding::new(codes::UNKNOWN_KEY, message);
        self.findings.push(finding.at(place));
    }

    fn relations(&mut self, thing: &Thing) {
        for relation in &thing.relations {
            let (concept, target) = (&relation.concept, &relation.target);
            let there = self.registers.get(concept);
            if there.is_none_or(|register| register.thing(target).is_none()) {
                let message = format!(
                    "`{}` lies in the {concept} {target}, which is not there.",
                    thing.key
                );
                self.missing("relations.csv", relation.line, message);
            }
        }
    }

    fn types(&mut self, thing: &Thing) {
        let Some(concept) = self.register.definition().types.as_deref() else {
            return;
        };
        let Some(types) = self.registers.get(concept) else {
            return;
        };
        let missing = |key: &&Key| types.thing(key).is_none();
        for key in thing.types.iter().filter(missing) {
            let message = format!("`{}` is a {concept} {key}, which is not there.", thing.key);
            self.missing(
                &format!("{}.csv", self.register.concept()),
                thing.line,
                message,
            );
        }
    }

    fn namesakes(&mut self) {
        for namesakes in &self.register.namesakes {
            let missing = |key: &&Key| self.register.thing(key).is_none();
            let missing: Vec<_> = namesakes.pair.iter().filter(missing).collect();
            for key in missing {
                let message = format!("The register has no `{key}`.");
                self.missing("namesakes.csv", namesakes.line, message);
            }
        }
    }
}
