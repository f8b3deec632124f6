use std::path::PathBuf;
use std::{env, fs};

use anyhow::Context;
use clap::Args;

use super::report::{FindingsFormat, Refused};
use crate::config::{Auth, Config, SecretPlace};
use crate::pipeline::Route;
use crate::store::{Credentials, Endpoints, Generations, RemoteStore, Secret};

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

    /// The store elsewhere that the configuration names; a folder on the command line goes before
    /// it.
    pub(super) fn elsewhere(&self, config: &Config) -> anyhow::Result<Option<RemoteStore>> {
        let Some(remote) = config.remote.as_ref().filter(|_| self.store.is_none()) else {
            return Ok(None);
        };
        let credentials = match &remote.auth {
            None => Credentials::None,
            Some(Auth::Token(place)) => Credentials::Token(secret(place)?),
            Some(Auth::User(name, place)) => Credentials::User {
                name: name.clone(),
                password: secret(place)?,
            },
        };
        let endpoints = Endpoints {
            query: remote.query.clone(),
            update: remote.update.clone(),
            graph_store: remote.graph_store.clone(),
            credentials,
        };
        Ok(Some(RemoteStore::new(&endpoints, config.base.as_str())?))
    }

    /// The store of a command that needs nothing else of the configuration.
    pub(super) fn open(&self, session: &Session) -> Result<Generations, Refused> {
        Ok(self.of(&session.config()?))
    }
}

/// Reads a secret where the configuration says that it is.
fn secret(place: &SecretPlace) -> anyhow::Result<Secret> {
    let text = match place {
        SecretPlace::Environment(name) => env::var(name)
            .with_context(|| format!("the environment variable {name}, which `auth` names"))?,
        SecretPlace::File(path) => fs::read_to_string(path)
            .with_context(|| format!("{}, which `auth` names", path.display()))?,
    };
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}
