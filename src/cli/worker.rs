use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader};
use std::os::fd::AsFd;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use oxrdf::{IriParseError, NamedNode};

use super::Exit;
use crate::query::Holdings;
use crate::serve::{Services, Settings, Workers, work};
use crate::store::Generations;
use crate::uri::Base;

/// Evaluates queries for `assize serve` and `assize publish`, which start it; it is not for people.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of the store.
    #[arg(long)]
    store: PathBuf,

    /// The generation to read.
    #[arg(long)]
    generation: u64,

    /// The generation is still being built.
    #[arg(long)]
    unfinished: bool,

    /// How many bytes of memory evaluation may take.
    #[arg(long)]
    memory: u64,

    /// The process that reads the answers.
    #[arg(long)]
    parent: u32,

    /// The base for relative IRIs in queries.
    #[arg(long)]
    base: String,

    /// Another endpoint that queries may ask.
    #[arg(long, value_parser = iri)]
    allow_service: Vec<NamedNode>,
}

/// Workers of a store, which are this program, called by another name and with more arguments.
pub(super) fn workers(
    store: &Generations,
    base: &Base,
    more: impl IntoIterator<Item = OsString>,
) -> anyhow::Result<Workers> {
    let program = env::current_exe().context("this program cannot find its own file")?;
    let arguments = ["worker", "--base", base.as_str(), "--store"];
    let mut arguments: Vec<OsString> = arguments.map(Into::into).into();
    arguments.push(store.folder().into());
    arguments.extend(more);
    Ok(Workers::new(program, arguments))
}

/// Reads an IRI of the command line.
pub(super) fn iri(text: &str) -> Result<NamedNode, IriParseError> {
    NamedNode::new(text)
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let store = Generations::at(&arguments.store);
    let generation = if arguments.unfinished {
        store.unfinished(arguments.generation)?
    } else {
        let generation = store.generation(arguments.generation)?;
        generation.context("the generation is gone")?
    };
    let (store, holdings) = (generation.open()?, Holdings::of(&generation)?);
    let settings = Settings {
        base: arguments.base.clone(),
        services: Services::new(arguments.allow_service.iter().cloned()),
        memory: arguments.memory,
        parent: arguments.parent,
    };
    // Messages are no lines: standard output as Rust has it would look for line ends in them.
    let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    work(&store, &holdings, &settings, BufReader::new(input), output)?;
    Ok(Exit::Fine)
}
