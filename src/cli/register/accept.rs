use std::io::Write;
use std::path::Path;

use chrono::NaiveDate;
use clap::Args;

use super::load;
use crate::cli::output::output;
use crate::cli::{Exit, Session};
use crate::diagnostic::Findings;
use crate::register::{Acceptance, PartialDate, Span, accept};
use crate::uri::Key;

/// Records that a label means a member, with who said so, when and why.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The register, such as `court`.
    register: String,

    /// The label as it stands in the data.
    label: String,

    /// The key of the member that it means.
    key: String,

    /// The first day, month or year in which it means that.
    #[arg(long, value_name = "DATE")]
    from: Option<PartialDate>,

    /// The last day, month or year in which it means that.
    #[arg(long, value_name = "DATE")]
    to: Option<PartialDate>,

    #[command(flatten)]
    signed: Signed,

    /// Why it means that.
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "another spelling of the same"
    )]
    why: String,
}

/// Who decides.
#[derive(Clone, Debug, Args)]
pub(super) struct Signed {
    /// Who says so; the user's name where not given.
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
}

impl Signed {
    fn name(&self) -> String {
        let user = || std::env::var("USER").ok();
        let name = self.who.clone().or_else(user);
        name.unwrap_or_else(|| "unknown".to_owned())
    }
}

pub(super) fn run(session: &Session, dir: &Path, arguments: &Arguments) -> anyhow::Result<Exit> {
    let key = match Key::new(&arguments.key) {
        Ok(key) => key,
        Err(error) => anyhow::bail!("{error}"),
    };
    let span = Span {
        from: arguments.from,
        to: arguments.to,
    };
    let decision = Decision {
        concept: &arguments.register,
        label: &arguments.label,
        key: &key,
        span,
        why: &arguments.why,
    };
    decide(session, dir, &arguments.signed, &decision)
}

/// What was decided.
pub(super) struct Decision<'a> {
    pub(super) concept: &'a str,
    pub(super) label: &'a str,
    pub(super) key: &'a Key,
    pub(super) span: Span,
    pub(super) why: &'a str,
}

/// Writes a decision with today's date, or reports why it is refused.
pub(super) fn decide(
    session: &Session,
    dir: &Path,
    signed: &Signed,
    decision: &Decision<'_>,
) -> anyhow::Result<Exit> {
    let registers = load(dir)?;
    let acceptance = Acceptance {
        concept: decision.concept,
        label: decision.label,
        key: decision.key,
        span: decision.span,
        who: &signed.name(),
        when: today(),
        why: decision.why,
    };
    match accept(&registers, dir, &acceptance)? {
        Ok(()) => {
            let (label, concept, key) = (decision.label, decision.concept, decision.key);
            writeln!(output(), "“{label}” now means {concept} {key}")?;
            Ok(Exit::Fine)
        }
        Err(refusal) => {
            let mut findings = Findings::default();
            findings.push(refusal);
            Ok(session.findings.report(&findings)?)
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the edge: an acceptance records the day on which it was given"
)]
fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}
