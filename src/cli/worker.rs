use std::fs::File;
use std::io::{self, BufReader};
use std::os::fd::AsFd;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use oxrdf::{IriParseError, NamedNode};

use super::Exit;
use crate::query::Holdings;
use crate::serve::{Services, Settings, work};
use crate::store::Generations;

/// Evaluates queries for `assize serve`, which starts it; it is not for people.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder of the store.
    #[arg(long)]
    store: PathBuf,

    /// The generation to read.
    #[arg(long)]
    generation: u64,

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

/// Reads an IRI of the command line.
pub(super) fn iri(text: &str) -> Result<NamedNode, IriParseError> {
    NamedNode::new(text)
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let generations = Generations::at(&arguments.store).all()?;
    let mut generations = generations.into_iter();
    let generation = generations.find(|generation| generation.number() == arguments.generation);
    let generation = generation.context("the generation is gone")?;
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
