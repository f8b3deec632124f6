use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::accept::{Decision, Signed, decide};
use super::load;
use super::matching::lines;
use crate::cli::output::output;
use crate::cli::{Exit, Session};
use crate::register::{Match, Question, Register, Span};
use crate::uri::Key;

/// Walks through labels that mean no one member, and asks a person about each.
///
/// The answer is the number of a suggestion, a key, nothing to leave the label open, or `q` to stop.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The register, such as `court`.
    register: String,

    /// The file with the labels, one a line.
    file: PathBuf,

    #[command(flatten)]
    signed: Signed,
}

/// What a person answered.
enum Reply {
    Member(Key),
    Open,
    Stop,
}

pub(super) fn run(session: &Session, dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    if arguments.file == Path::new("-") {
        bail!("the answers come from standard input, so the labels must come from a file");
    }
    let registers = load(dir)?;
    let Some(register) = registers.get(&arguments.register) else {
        bail!("there is no register `{}`", arguments.register);
    };
    let mut labels: Vec<_> = lines(&arguments.file)?.collect::<Result<_, _>>()?;
    labels.sort();
    labels.dedup();
    let mut open = 0;
    for label in &labels {
        let found = register.find(&Question::new(label));
        if found.key().is_some() || label.trim().is_empty() {
            continue;
        }
        show(label, &found)?;
        match reply(register, &found)? {
            Reply::Member(key) => {
                let decision = Decision {
                    concept: register.concept(),
                    label,
                    key: &key,
                    span: Span::default(),
                    why: "settled in review",
                };
                decide(session, dir, &arguments.signed, &decision)?;
            }
            Reply::Open => open += 1,
            Reply::Stop => break,
        }
    }
    writeln!(output(), "{open} left open")?;
    Ok(Exit::Fine)
}

fn show(label: &str, found: &Match<'_>) -> io::Result<()> {
    let mut out = output();
    let what = match found {
        Match::Ambiguous { .. } => "may mean several",
        _ => "means none",
    };
    writeln!(out, "\n“{label}” {what}")?;
    for (number, suggestion) in (1..).zip(found.suggestions()) {
        let reasons: Vec<_> = suggestion.reasons.iter().map(ToString::to_string).collect();
        let (key, name) = (&suggestion.thing.key, suggestion.label);
        writeln!(out, "  {number}  {key}  {name} ({})", reasons.join(", "))?;
    }
    Ok(())
}

/// Asks until the answer is one; the end of the input stops.
fn reply(register: &Register, found: &Match<'_>) -> io::Result<Reply> {
    loop {
        let mut out = output();
        write!(out, "number, key, empty to leave open, q to stop: ")?;
        out.flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(Reply::Stop);
        }
        let answer = line.trim();
        let number: Option<usize> = answer.parse().ok();
        let chosen = number.and_then(|n| found.suggestions().get(n.checked_sub(1)?));
        let key = Key::new(answer)
            .ok()
            .filter(|key| register.thing(key).is_some());
        match (answer, chosen, key) {
            ("", ..) => return Ok(Reply::Open),
            ("q", ..) => return Ok(Reply::Stop),
            (_, Some(suggestion), _) => return Ok(Reply::Member(suggestion.thing.key.clone())),
            (_, None, Some(key)) => return Ok(Reply::Member(key)),
            (_, None, None) => writeln!(out, "`{answer}` is no number above and no key")?,
        }
    }
}
