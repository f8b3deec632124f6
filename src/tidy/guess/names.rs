//! What the name of a file says about the series that it belongs to.

use std::path::Path;

use regex::Regex;

use crate::uri::Key;

/// The part of a name that changes from release to release: a month, a year, and what follows it.
const EDITION: &str = r"(?ix)
    (?: (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* [-_\s]? )?
    (?:19|20)\d{2}
    (?: [-_\s]? (?: q[1-4] | \d{2,4} ) )*";

/// The pattern of the names of a series: the edition in the name of one of its files is a star.
pub(super) fn pattern(release: &Path) -> String {
    let (stem, extension) = parts(release);
    match edition(&stem) {
        Some((before, after)) => format!("{before}*{after}{extension}"),
        None => format!("{stem}*{extension}"),
    }
}

/// The name of a dataset after the name of one of its files, without the edition.
///
/// ```
/// use std::path::Path;
/// use assize::tidy::guess_dataset;
///
/// let dataset = guess_dataset(Path::new("releases/cc_rdos-2025-Q4.csv"));
/// assert_eq!(dataset.as_str(), "cc-rdos");
/// ```
pub fn guess_dataset(release: &Path) -> Key {
    let (stem, _) = parts(release);
    match edition(&stem) {
        Some((before, after)) => Key::from_label(&format!("{before} {after}")),
        None => Key::from_label(&stem),
    }
}

/// A file's name without its extension, and that; the one that gzip adds is dropped.
fn parts(release: &Path) -> (String, String) {
    let name = release.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.') {
        Some((stem, extension)) => (stem.to_owned(), format!(".{extension}")),
        None => (name.to_owned(), String::new()),
    }
}

/// What stands before and behind the edition; `None` if nothing else is there.
fn edition(stem: &str) -> Option<(&str, &str)> {
    let found = Regex::new(EDITION).ok()?.find(stem)?;
    let (before, after) = (&stem[..found.start()], &stem[found.end()..]);
    let named = |text: &str| text.chars().any(char::is_alphanumeric);
    (named(before) || named(after)).then_some((before, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edition_in_a_name_becomes_a_star() {
        let cases = [
            ("cc_rdos-2025-Q4.csv", "cc_rdos-*.csv", "cc-rdos"),
            ("spend december 2025.csv", "spend *.csv", "spend"),
            (
                "ministry_of_justice-2011-03-31-junior.csv",
                "ministry_of_justice-*-junior.csv",
                "ministry-of-justice-junior",
            ),
            (
                "sentencing-2009-2019.csv.gz",
                "sentencing-*.csv",
                "sentencing",
            ),
            ("cc_rdos_tool.csv", "cc_rdos_tool*.csv", "cc-rdos-tool"),
            ("2025.csv", "2025*.csv", "2025"),
        ];
        for (name, expected, dataset) in cases {
            let path = Path::new(name);
            assert_eq!(pattern(path), expected);
            assert_eq!(guess_dataset(path).as_str(), dataset);
        }
    }
}
