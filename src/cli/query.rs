use std::fs;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use oxigraph::sparql::{CancellationToken, QueryResults, SparqlEvaluator};
use oxrdfio::{RdfFormat, RdfSerializer};
use sparesults::{QueryResultsFormat, QueryResultsSerializer};
use spargebra::SparqlParser;

use super::output::output;
use super::session::StoreArgument;
use super::{Exit, Session};
use crate::examples::Example;
use crate::query::{Holdings, rewrite};

/// Asks the live data a SPARQL query.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The query; `-` reads it from standard input.
    #[arg(required_unless_present_any = ["file", "example"])]
    query: Option<String>,

    /// The file that holds the query.
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    file: Option<PathBuf>,

    /// The name of a stored example, as `/sparql` shows them.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["query", "file"])]
    example: Option<String>,

    #[command(flatten)]
    store: StoreArgument,

    /// Instead of asking, tells which way the query goes: from the columns of cubes or by the store
    #[arg(long)]
    explain: bool,

    /// How the answer is written: csv for solutions and turtle for graphs where not given.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

/// The formats of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Tsv,
    Json,
    Xml,
    Turtle,
    Ntriples,
    Jsonld,
    Rdfxml,
}

pub(super) fn run(session: &Session, arguments: &Arguments) -> anyhow::Result<Exit> {
    let text = match &arguments.example {
        Some(name) => arguments.stored(session, name)?,
        None => arguments.text()?,
    };
    let query = match SparqlParser::new().parse_query(&text) {
        Ok(query) => query,
        Err(error) => {
            writeln!(io::stderr(), "assize: the query cannot be read: {error}")?;
            return Ok(Exit::Wrong);
        }
    };
    let store = arguments.store.open(session)?;
    let live = store.live()?;
    let (database, holdings) = (live.open()?, Holdings::of(&live)?);
    let rewritten = rewrite(query, &database, &holdings, &CancellationToken::new())?;
    if arguments.explain {
        write!(output(), "{}", rewritten.explanation())?;
        return Ok(Exit::Fine);
    }
    let evaluator = rewritten.prepare(SparqlEvaluator::new());
    let query = evaluator.for_query(rewritten.query);
    let results = query.on_store(&database).execute()?;
    write(output(), results, arguments.format)?;
    Ok(Exit::Fine)
}

impl Arguments {
    /// The query of a stored example.
    fn stored(&self, session: &Session, name: &str) -> anyhow::Result<String> {
        let config = session.config()?;
        let database = self.store.of(&config).live()?.open()?;
        let examples = Example::of(&database, &config.base)?;
        let found = examples.iter().find(|example| example.name() == name);
        let example = found.with_context(|| {
            let names: Vec<_> = examples.iter().map(Example::name).collect();
            format!("there is no example {name}; there are {}", names.join(", "))
        })?;
        Ok(example.query.clone())
    }

    fn text(&self) -> anyhow::Result<String> {
        match (&self.query, &self.file) {
            (_, Some(file)) => fs::read_to_string(file)
                .with_context(|| format!("{} cannot be read", file.display())),
            (Some(dash), None) if dash == "-" => {
                let mut text = String::new();
                io::stdin().read_to_string(&mut text)?;
                Ok(text)
            }
            (Some(query), None) => Ok(query.clone()),
            (None, None) => bail!("no query was given"),
        }
    }
}

impl Format {
    fn of_solutions(self) -> anyhow::Result<QueryResultsFormat> {
        Ok(match self {
            Self::Csv => QueryResultsFormat::Csv,
            Self::Tsv => QueryResultsFormat::Tsv,
            Self::Json => QueryResultsFormat::Json,
            Self::Xml => QueryResultsFormat::Xml,
            _ => bail!("the query gives solutions: choose csv, tsv, json or xml"),
        })
    }

    fn of_graphs(self) -> anyhow::Result<RdfFormat> {
        Ok(match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::Ntriples => RdfFormat::NTriples,
            Self::Jsonld => RdfFormat::JsonLd {
                profile: oxrdfio::JsonLdProfileSet::default(),
            },
            Self::Rdfxml => RdfFormat::RdfXml,
            _ => bail!("the query gives a graph: choose turtle, ntriples, jsonld or rdfxml"),
        })
    }
}

fn write(out: impl Write, results: QueryResults<'_>, format: Option<Format>) -> anyhow::Result<()> {
    match results {
        QueryResults::Solutions(solutions) => {
            let format = format.unwrap_or(Format::Csv).of_solutions()?;
            let serializer = QueryResultsSerializer::from_format(format);
            let variables = solutions.variables().to_vec();
            let mut writer = serializer.serialize_solutions_to_writer(out, variables)?;
            for solution in solutions {
                writer.serialize(&solution?)?;
            }
            writer.finish()?.flush()?;
        }
        QueryResults::Boolean(answer) => write_boolean(out, answer, format)?,
        QueryResults::Graph(triples) => {
            let format = format.unwrap_or(Format::Turtle).of_graphs()?;
            let mut writer = RdfSerializer::from_format(format).for_writer(out);
            for triple in triples {
                writer.serialize_triple(&triple?)?;
            }
            writer.finish()?.flush()?;
        }
    }
    Ok(())
}

/// SPARQL has no CSV for an answer to ASK: without a format it is one word.
fn write_boolean(mut out: impl Write, answer: bool, format: Option<Format>) -> anyhow::Result<()> {
    match format {
        None => writeln!(out, "{answer}")?,
        Some(format) => {
            let serializer = QueryResultsSerializer::from_format(format.of_solutions()?);
            serializer
                .serialize_boolean_to_writer(out, answer)?
                .flush()?;
        }
    }
    Ok(())
}
