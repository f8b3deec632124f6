use std::io::{self, Write};

use anyhow::Context;
use clap::Args;

use super::Exit;
use super::output::output;
use crate::diagnostic::Code;
use crate::mapping::nearest;

/// Says when a finding occurs and how to mend it.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The code of the finding, such as `release-ragged-row`; without one, all codes are listed.
    code: Option<String>,
}

/// The codes of every stage, in the order of the route.
const STAGES: &[&[Code]] = &[
    crate::config::CODES,
    crate::register::CODES,
    crate::release::CODES,
    crate::mapping::CODES,
    crate::tidy::CODES,
    crate::csvw::CODES,
    crate::cube::foreign::CODES,
    crate::validate::codes::CODES,
    crate::validate::cube::CODES,
    crate::validate::disclosure::CODES,
    crate::examples::CODES,
    crate::difference::CODES,
    crate::pipeline::CODES,
];

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut out = output();
    match &arguments.code {
        Some(id) => {
            let code = codes().find(|code| code.id() == id);
            let code = code.with_context(|| unknown(id))?;
            explain(&mut out, code)?;
        }
        None => list(&mut out)?,
    }
    Ok(Exit::Fine)
}

fn codes() -> impl Iterator<Item = &'static Code> {
    STAGES.iter().flat_map(|stage| stage.iter())
}

fn explain(out: &mut impl Write, code: &Code) -> io::Result<()> {
    writeln!(out, "{} ({})\n", code.id(), code.severity())?;
    writeln!(out, "{}\n\n{}", code.occurs(), code.mend())
}

fn list(out: &mut impl Write) -> io::Result<()> {
    for code in codes() {
        writeln!(out, "{:<32} {}", code.id(), code.occurs())?;
    }
    Ok(())
}

fn unknown(id: &str) -> String {
    match nearest(id, codes().map(Code::id)) {
        Some(nearest) => format!("there is no code {id}; did you mean {nearest}?"),
        None => format!("there is no code {id}; `assize explain` lists them all"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_findings_share_a_code() {
        let ids: Vec<_> = codes().map(Code::id).collect();
        let distinct: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len());
    }

    #[test]
    fn every_code_is_kebab_case_and_explained() {
        for code in codes() {
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(code.id().chars().all(kebab), "{code}");
            assert!(
                code.occurs().ends_with('.') && code.mend().ends_with('.'),
                "{code}"
            );
        }
    }
}
