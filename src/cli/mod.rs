//! The commands of `assize`, one file each, and what they share: exit status, reports, progress.
//!
//! This is the edge: only here is anything printed, the clock read, or an error turned into text.

mod aliases;
mod check;
mod convert;
mod csvw;
mod diff;
mod exit;
mod explain;
mod export_site;
mod init;
mod ledger;
mod output;
mod progress;
mod prune;
mod publish;
mod query;
mod register;
mod release;
mod releases;
mod report;
mod rollback;
mod schema;
mod serve;
mod session;
mod source;
mod syntax;
mod tidy;
mod validate;
mod verify;
mod worker;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub use exit::Exit;
use report::FindingsFormat;
use session::Session;

/// Publishes statistics as linked data, and serves them.
///
/// Assize turns CSV releases into RDF with stable URIs for courts and areas, checks them against
/// shapes, loads them into a store, and serves a SPARQL endpoint, documents and pages.
///
/// Exit status: 0 all is well, 1 the data or the mapping are wrong, 2 Assize could not do its work.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    /// The configuration; `assize.toml` in the working folder where it is there.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// How findings are written to standard error.
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    findings: FindingsFormat,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Arguments),
    Schema(schema::Arguments),
    Check(check::Arguments),
    Tidy(tidy::Arguments),
    Convert(convert::Arguments),
    Publish(publish::Arguments),
    Serve(serve::Arguments),
    Csvw(csvw::Arguments),
    Query(query::Arguments),
    Releases(releases::Arguments),
    Diff(diff::Arguments),
    Verify(verify::Arguments),
    Rollback(rollback::Arguments),
    Prune(prune::Arguments),
    Register(register::Arguments),
    ExportSite(export_site::Arguments),
    Ledger(ledger::Arguments),
    Explain(explain::Arguments),
    Validate(validate::Arguments),
    #[command(hide = true)]
    Worker(worker::Arguments),
}

/// Runs the command that the process's arguments name.
pub fn run() -> Exit {
    let cli = Cli::parse();
    let session = Session::new(cli.config, cli.findings);
    let ran = match cli.command {
        Command::Init(arguments) => init::run(&session, &arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Check(arguments) => check::run(&session, &arguments),
        Command::Tidy(arguments) => tidy::run(&session, &arguments),
        Command::Convert(arguments) => convert::run(&session, &arguments),
        Command::Publish(arguments) => publish::run(&session, &arguments),
        Command::Serve(arguments) => serve::run(&session, &arguments),
        Command::Csvw(arguments) => csvw::run(&session, &arguments),
        Command::Query(arguments) => query::run(&session, &arguments),
        Command::Diff(arguments) => diff::run(&session, &arguments),
        Command::Verify(arguments) => verify::run(&session, &arguments),
        Command::Releases(arguments) => releases::run(&session, &arguments),
        Command::Rollback(arguments) => rollback::run(&session, &arguments),
        Command::Prune(arguments) => prune::run(&session, &arguments),
        Command::Register(arguments) => register::run(&session, &arguments),
        Command::ExportSite(arguments) => export_site::run(&session, &arguments),
        Command::Ledger(arguments) => ledger::run(&session, &arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Validate(arguments) => validate::run(&session, &arguments),
        Command::Worker(arguments) => worker::run(&arguments),
    };
    ran.unwrap_or_else(|error| {
        if output::is_closed() {
            return Exit::Unread;
        }
        report::ended(cli.findings, &error)
    })
}
