use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;

use super::Exit;
use crate::diagnostic::human::Colour;
use crate::diagnostic::{Findings, human, json, sarif, short};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FindingsFormat {
    /// Drawn, with the lines concerned.
    Human,
    /// One line each.
    Short,
    /// One JSON object each, one a line.
    Json,
    /// SARIF 2.1.0: annotations for code review.
    Sarif,
}

impl FindingsFormat {
    /// Writes findings to standard error, and tells how the command ends because of them.
    pub(super) fn report(self, findings: &Findings) -> io::Result<Exit> {
        let mut out = io::stderr().lock();
        match self {
            Self::Human => human::write(&mut out, findings, colour())?,
            Self::Short => short::write(&mut out, findings)?,
            Self::Json => json::write(&mut out, findings)?,
            Self::Sarif => sarif::write(&mut out, findings)?,
        }
        Ok(if findings.has_errors() {
            Exit::Wrong
        } else {
            Exit::Fine
        })
    }
}

/// Colours only where a person looks and has not asked for none (<https://no-color.org>).
fn colour() -> Colour {
    let asked_for_none = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stderr().is_terminal() && !asked_for_none {
        Colour::Always
    } else {
        Colour::Never
    }
}

/// Findings that end a command: what it was given is wrong.
#[derive(Debug, thiserror::Error)]
#[error("what was given is wrong")]
pub(super) struct Refused(pub(super) Findings);

/// Says why a command ended early.
pub(super) fn ended(format: FindingsFormat, error: &anyhow::Error) -> Exit {
    if let Some(Refused(findings)) = error.downcast_ref() {
        return format.report(findings).unwrap_or(Exit::Failed);
    }
    // When standard error cannot be written either, only the exit status is left to tell.
    let _told = writeln!(io::stderr(), "assize: {error:#}");
    Exit::Failed
}
