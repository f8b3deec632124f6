use crate::diagnostic::{Code, Finding, Severity};

/// What is wrong with a text, and which key of its column cares.
pub(super) struct CellFault {
    pub(super) finding: Box<Finding>,
    pub(super) key: &'static str,
    pub(super) of_register: bool,
}

impl CellFault {
    pub(super) fn new(code: Code, key: &'static str, message: impl Into<String>) -> Self {
        Self {
            finding: Box::new(Finding::new(code, message)),
            key,
            of_register: false,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.finding.help = Some(help.into());
        self
    }

    pub(super) fn error(mut self) -> Self {
        self.finding.severity = Severity::Error;
        self
    }
}
