use std::collections::BTreeMap;
use std::path::Path;

use super::circle;
use super::codes;
use super::date::Span;
use super::definition::Reuse;
use super::normal;
use super::registers::{Register, Registers};
use super::thing::{Label, LabelRole, Thing};
use crate::diagnostic::{Finding, Findings, Place};

/// Looks for what no single line shows: codes and labels that two members bear at one time, two
/// names to show, successors that go in a circle.
///
/// `dir` is where the registers were read from; findings name the files below it.
pub fn check(registers: &Registers, dir: &Path) -> Findings {
    let mut findings = Findings::default();
    for register in registers.iter() {
        let mut check = Check {
            register,
            dir,
            findings: &mut findings,
        };
        check.codes();
        check.labels();
        for thing in register.things() {
            check.names(thing);
        }
        check.circles();
    }
    findings
}

struct Check<'c> {
    register: &'c Register,
    dir: &'c Path,
    findings: &'c mut Findings,
}

/// A code or label of a member, when it holds, and where it stands.
#[derive(Clone, Copy)]
struct Claim<'r> {
    thing: &'r Thing,
    span: Span,
    line: u64,
}

impl Check<'_> {
    fn place(&self, file: &str, line: u64) -> Place {
        let path = self.dir.join(self.register.concept()).join(file);
        Place::line(path.display().to_string(), line)
    }

    fn codes(&mut self) {
        let mut claims: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for thing in self.register.things() {
            for notation in &thing.notations {
                let scheme = self
                    .register
                    .definition()
                    .scheme
                    .get(notation.scheme.as_str());
                if scheme.is_none_or(|scheme| scheme.reuse == Reuse::Never) {
                    let name = (notation.scheme.as_str(), notation.code.as_str());
                    claims.entry(name).or_default().push(claim(
                        thing,
                        notation.span,
                        notation.line,
                    ));
                }
            }
        }
        for ((scheme, code), claims) in &claims {
            for (first, second) in clashes(claims) {
                let message = format!(
                    "{} and {} both bear the {scheme} {code} at the same time.",
                    first.thing.key, second.thing.key
                );
                let finding = Finding::new(codes::CODE_CLASH, message);
                let finding = finding.at(self.place("codes.csv", second.line));
                self.findings
                    .push(finding.related(self.place("codes.csv", first.line)));
            }
        }
    }

    fn labels(&mut self) {
        let mut claims: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for thing in self.register.things() {
            for label in &thing.labels {
                let name = (thing.types.first(), normal::exact(&label.text));
                claims
                    .entry(name)
                    .or_default()
                    .push(claim(thing, label.span, label.line));
            }
        }
        let mut settled = vec![false; self.register.namesakes.len()];
        for ((_, label), claims) in &claims {
            for (first, second) in clashes(claims) {
                let (one, other) = (&first.thing.key, &second.thing.key);
                let mut namesakes = self.register.namesakes.iter();
                match namesakes.position(|pair| pair.are(one, other, label)) {
                    Some(at) => settled[at] = true,
                    None => self.label_clash(label, first, second),
                }
            }
        }
        self.idle_namesakes(&settled);
    }

    fn label_clash(&mut self, label: &str, first: Claim<'_>, second: Claim<'_>) {
        let message = format!(
            "{} and {} are both called “{label}” at the same time.",
            first.thing.key, second.thing.key
        );
        let finding = Finding::new(codes::LABEL_CLASH, message);
        let finding = finding.at(self.place("labels.csv", second.line));
        self.findings
            .push(finding.related(self.place("labels.csv", first.line)));
    }

    /// Lines of `namesakes.csv` that settle nothing any more.
    fn idle_namesakes(&mut self, settled: &[bool]) {
        for (pair, _) in self
            .register
            .namesakes
            .iter()
            .zip(settled)
            .filter(|(_, settled)| !**settled)
        {
            let message = "These two do not bear this label at the same time.";
            let finding = Finding::new(codes::NAMESAKES, message);
            let place = self.place("namesakes.csv", pair.line);
            self.findings.push(finding.at(place));
        }
    }

    fn names(&mut self, thing: &Thing) {
        let preferred = |l: &&Label| l.role == LabelRole::Preferred;
        let names: Vec<_> = thing.labels.iter().filter(preferred).collect();
        if !names.iter().any(|label| label.language == "en") {
            let message = format!("{} has no preferred label in English.", thing.key);
            let file = format!("{}.csv", self.register.concept());
            let place = self.place(&file, thing.line);
            self.findings
                .push(Finding::new(codes::TWO_NAMES, message).at(place));
        }
        for (at, name) in names.iter().enumerate() {
            let twin =
                |other: &&&Label| other.language == name.language && other.span.overlaps(name.span);
            if let Some(other) = names[..at].iter().find(twin) {
                let message = format!(
                    "{} has two names to show: “{}” and “{}”.",
                    thing.key, other.text, name.text
                );
                let place = self.place("labels.csv", name.line);
                self.findings
                    .push(Finding::new(codes::TWO_NAMES, message).at(place));
            }
        }
    }

    /// Each circle of successors is told once, at its first line, with the other lines beside it.
    fn circles(&mut self) {
        for circle in circle::of(self.register) {
            let names: Vec<_> = circle.members.iter().map(|key| key.as_str()).collect();
            let message = format!("The successors of {} lead in a circle.", listed(&names));
            let mut places = circle
                .lines
                .iter()
                .map(|line| self.place("successors.csv", *line));
            let mut finding = Finding::new(codes::CYCLE, message);
            finding = places.next().into_iter().fold(finding, Finding::at);
            for place in places {
                finding = finding.related(place);
            }
            self.findings.push(finding);
        }
    }
}

/// Names as a sentence lists them: `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A claim holds when its own dates say so, else as long as the member lives.
fn claim(thing: &Thing, own: Span, line: u64) -> Claim<'_> {
    let span = Span {
        from: own.from.or(thing.life.from),
        to: own.to.or(thing.life.to),
    };
    Claim { thing, span, line }
}

/// The pairs of different members whose claims meet in time.
fn clashes<'k, 'r>(claims: &'k [Claim<'r>]) -> impl Iterator<Item = (Claim<'r>, Claim<'r>)> + 'k {
    claims.iter().enumerate().flat_map(|(at, second)| {
        let meets = |first: &&Claim<'r>| {
            first.thing.key != second.thing.key && first.span.overlaps(second.span)
        };
        claims[..at]
            .iter()
            .filter(meets)
            .map(|first| (*first, *second))
    })
}
