use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use super::BuildError;

/// A line of a source dump, by heading.
#[derive(Clone, Debug)]
pub(super) struct Record {
    headings: Rc<HashMap<String, usize>>,
    cells: Vec<String>,
}

impl Record {
    /// A cell without white space around it; empty where the source has no such column.
    pub(super) fn get(&self, heading: &str) -> &str {
        let at = self.headings.get(heading);
        at.and_then(|at| self.cells.get(*at))
            .map_or("", String::as_str)
    }

    /// A cell with runs of white space made single.
    pub(super) fn tidy(&self, heading: &str) -> String {
        tidy(self.get(heading))
    }
}

/// Runs of white space made single.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a CSV or TSV file as the publishers left it: byte order marks and NUL bytes are dropped,
/// ragged rows are taken as they are.
pub(super) fn read(path: &Path) -> Result<Vec<Record>, BuildError> {
    let unreadable = |reason: String| BuildError::Unreadable {
        path: path.display().to_string(),
        reason,
    };
    let bytes = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8_lossy(&bytes).replace('\0', "");
    let text = text.trim_start_matches('\u{feff}');
    let tabs = path.extension().is_some_and(|ext| ext == "tsv");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if tabs { b'\t' } else { b',' })
        .quoting(!tabs)
        .flexible(true)
        .from_reader(text.as_bytes());
    let headings = reader
        .headers()
        .map_err(|error| unreadable(error.to_string()))?;
    let headings = headings
        .iter()
        .enumerate()
        .map(|(at, name)| (tidy(name), at));
    let headings = Rc::new(headings.collect::<HashMap<_, _>>());
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(error.to_string()))?;
        let cells = record.iter().map(|cell| cell.trim().to_owned()).collect();
        let headings = Rc::clone(&headings);
        records.push(Record { headings, cells });
    }
    Ok(records)
}
