use std::path::PathBuf;

use super::report::FindingsFormat;
use crate::config::Config;
use crate::diagnostic::Findings;

/// What all commands are told: the configuration, and how to report.
pub(super) struct Session {
    config: Option<PathBuf>,
    /// How findings are written.
    pub(super) findings: FindingsFormat,
}

impl Session {
    pub(super) fn new(config: Option<PathBuf>, findings: FindingsFormat) -> Self {
        Self { config, findings }
    }

    /// The configuration, read when a command asks for it.
    pub(super) fn config(&self) -> Result<Config, Findings> {
        Config::read(self.config.as_deref())
    }
}
