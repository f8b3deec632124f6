use std::path::PathBuf;

use clap::Args;

use super::report::{FindingsFormat, Refused};
use crate::config::Config;
use crate::pipeline::Route;
use crate::store::Generations;

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
    pub(super) fn config(&self) -> Result<Config, Refused> {
        Config::read(self.config.as_deref()).map_err(Refused)
    }

    /// Registers, code lists and shapes as the configuration names them.
    pub(super) fn route(&self) -> Result<Route, Refused> {
        Route::open(self.config()?).map_err(Refused)
    }
}

/// Which store a command works on.
#[derive(Debug, Args)]
pub(super) struct StoreArgument {
    /// The folder of the store; the configuration's where not given.
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
}

impl StoreArgument {
    /// The store, opened by nobody yet.
    pub(super) fn of(&self, config: &Config) -> Generations {
        Generations::at(self.store.as_ref().unwrap_or(&config.store))
    }

    /// The store of a command that needs nothing else of the configuration.
    pub(super) fn open(&self, session: &Session) -> Result<Generations, Refused> {
        Ok(self.of(&session.config()?))
    }
}
