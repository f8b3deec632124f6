//! What a long list of findings comes to, a line for each kind, so that the first screen says it all.

use std::io::{self, Write};

use super::{Code, Findings, Place, Severity};

/// A list that is no longer needs no summary: it nearly fits on a screen as it is.
const SHORT: usize = 4;
/// Nor does one that stands for no more than these: it can be read through.
const FEW: u64 = 50;
/// How many kinds are listed.
const LISTED: usize = 12;
/// How many characters of a message are shown.
const WIDTH: usize = 100;

/// Findings of one code that one line of a mapping or a shape cares about.
struct Kind<'f> {
    code: Code,
    severity: Severity,
    definition: Option<&'f Place>,
    /// What the first of them says.
    message: &'f str,
    count: u64,
}

/// Writes a line for each kind of finding, the most frequent errors first; nothing where there are
/// few findings anyway.
pub(super) fn write(out: &mut impl Write, findings: &Findings) -> io::Result<()> {
    let kinds = kinds(findings);
    let occurrences: u64 = kinds.iter().map(|kind| kind.count).sum();
    if findings.iter().len() <= SHORT || occurrences <= FEW {
        return Ok(());
    }
    let width = kinds.iter().map(|kind| grouped(kind.count).len()).max();
    for kind in kinds.iter().take(LISTED) {
        let (count, width) = (grouped(kind.count), width.unwrap_or_default());
        let message = cut(kind.message);
        writeln!(
            out,
            "{count:>width$} × {}[{}]: {message}",
            kind.severity, kind.code
        )?;
    }
    if let Some(more) = kinds.len().checked_sub(LISTED).filter(|more| *more > 0) {
        writeln!(out, "… and {more} more kinds")?;
    }
    writeln!(out)
}

fn kinds(findings: &Findings) -> Vec<Kind<'_>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    for finding in findings {
        let is_same = |kind: &&mut Kind<'_>| {
            kind.code == finding.code
                && kind.severity == finding.severity
                && kind.definition == finding.definition.as_ref()
        };
        match kinds.iter_mut().find(is_same) {
            Some(kind) => kind.count += finding.count,
            None => kinds.push(Kind {
                code: finding.code,
                severity: finding.severity,
                definition: finding.definition.as_ref(),
                message: &finding.message,
                count: finding.count,
            }),
        }
    }
    for (code, more) in findings.left_out() {
        if let Some(kind) = kinds.iter_mut().find(|kind| kind.code == code) {
            kind.count += more;
        }
    }
    let is_warning = |kind: &Kind<'_>| kind.severity == Severity::Warning;
    kinds.sort_by_key(|kind| (is_warning(kind), std::cmp::Reverse(kind.count)));
    kinds
}

fn cut(message: &str) -> String {
    match message.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", message[..at].trim_end()),
        None => message.to_owned(),
    }
}

/// A number with its thousands set apart.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::Finding;
    use super::*;

    const BAD: Code = Code::error("test-bad", "Occurs in tests.", "Mend it.");
    const ODD: Code = Code::warning("test-odd", "Occurs in tests.", "Look at it.");

    fn summary(findings: &[Finding]) -> String {
        let mut collected = Findings::default();
        collected.extend(findings.iter().cloned());
        let mut out = Vec::new();
        write(&mut out, &collected).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn errors_come_first_and_the_most_frequent_before_others() {
        let odd = Finding::new(ODD, "This is odd.").with_count(9_999);
        let bad = |line| Finding::new(BAD, "This is bad.").defined_at(Place::line("a.ttl", line));
        let findings = [odd, bad(1), bad(2).with_count(1_000), bad(1), bad(2)];
        let expected = "1,001 × error[test-bad]: This is bad.
    2 × error[test-bad]: This is bad.
9,999 × warning[test-odd]: This is odd.

";
        assert_eq!(summary(&findings), expected);
    }

    #[test]
    fn a_few_findings_are_their_own_summary() {
        assert_eq!(summary(&[Finding::new(BAD, "This is bad.")]), "");
    }
}
