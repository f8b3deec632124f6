use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use serde::Serialize;

use super::load;
use crate::cli::Exit;
use crate::cli::output::output;
use crate::register::{Match, PartialDate, Question, Suggestion};

/// Reads one label a line and prints what each means, one JSON object a line.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The register, such as `court`.
    register: String,

    /// The file with the labels; `-` is standard input.
    #[arg(default_value = "-")]
    file: PathBuf,

    /// The day, month or year for which the labels are meant.
    #[arg(long, value_name = "DATE")]
    as_at: Option<PartialDate>,

    /// The only type that a member may have, such as `crown-court`.
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
}

pub(super) fn run(dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    let registers = load(dir)?;
    let Some(register) = registers.get(&arguments.register) else {
        bail!("there is no register `{}`", arguments.register);
    };
    let mut out = output();
    for line in lines(&arguments.file)? {
        let line = line?;
        let question = Question {
            period: arguments.as_at.map(Into::into),
            kind: arguments.kind.as_deref(),
            ..Question::new(&line)
        };
        serde_json::to_writer(&mut out, &Answer::new(&line, &register.find(&question)))?;
        writeln!(out)?;
    }
    Ok(Exit::Fine)
}

/// The lines of a file, or of standard input for `-`.
pub(super) fn lines(file: &Path) -> anyhow::Result<io::Lines<Box<dyn BufRead>>> {
    let reader: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let file =
            File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
        Box::new(BufReader::new(file))
    };
    Ok(reader.lines())
}

/// One line of the answer.
#[derive(Serialize)]
struct Answer<'a> {
    input: &'a str,
    key: Option<&'a str>,
    how: &'static str,
    suggestions: Vec<Suggested<'a>>,
}

#[derive(Serialize)]
struct Suggested<'a> {
    key: &'a str,
    label: &'a str,
    score: u8,
    reasons: Vec<String>,
}

impl<'a> Answer<'a> {
    fn new(input: &'a str, found: &Match<'a>) -> Self {
        let how = match found {
            Match::Found { how, .. } => how.as_str(),
            Match::Ambiguous { .. } => "ambiguous",
            Match::None { .. } => "none",
        };
        Self {
            input,
            key: found.key().map(crate::uri::Key::as_str),
            how,
            suggestions: found.suggestions().iter().map(Suggested::new).collect(),
        }
    }
}

impl<'a> Suggested<'a> {
    fn new(suggestion: &Suggestion<'a>) -> Self {
        Self {
            key: suggestion.thing.key.as_str(),
            label: suggestion.label,
            score: suggestion.score,
            reasons: suggestion.reasons.iter().map(ToString::to_string).collect(),
        }
    }
}
