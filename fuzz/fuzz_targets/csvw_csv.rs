//! Any bytes as a table: read whole and read a few bytes at a time, they give the same triples and
//! as many findings. The first byte chooses the dialect.

#![no_main]

use std::io::{self, Read};

use assize_fuzz::csvw::{Options, Purpose, TableGroup, convert};
use assize_fuzz::diagnostic::Findings;
use assize_fuzz::graph::TripleList;
use libfuzzer_sys::fuzz_target;

/// The dialects, in turn.
const DIALECTS: [&str; 4] = [
    "{}",
    r#"{"delimiter": "||", "quoteChar": "'", "doubleQuote": false, "commentPrefix": "//", "trim": true}"#,
    r#"{"skipRows": 1, "headerRowCount": 2, "skipColumns": 1, "skipBlankRows": true, "lineTerminators": [";\n", ";"]}"#,
    r#"{"encoding": "utf-16le", "header": false, "trim": "start", "quoteChar": null}"#,
];

const SCHEMA: &str = r##"{
  "aboutUrl": "#{a}-{_row}",
  "columns": [
    {"name": "a", "titles": "a"},
    {"name": "b", "titles": "b", "datatype": {"base": "decimal", "format": "#,##0.0#"}, "separator": ";"},
    {"name": "c", "titles": "c", "valueUrl": "{+c}", "null": ["", "-"]}
  ]
}"##;

/// Gives as many bytes at a time as its number says.
struct Dribble<'b>(&'b [u8], usize);

impl Read for Dribble<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(self.0.len()).min(out.len());
        out[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

fn run(dialect: &str, bytes: &[u8], size: usize) -> (String, u64) {
    let metadata = format!(
        r#"{{"@context": "http://www.w3.org/ns/csvw", "url": "http://example.org/t.csv", "dialect": {dialect}, "tableSchema": {SCHEMA}}}"#
    );
    let mut findings = Findings::default();
    let group =
        TableGroup::parse("m.json", &metadata, &mut findings).expect("the metadata are right");
    let options = Options {
        purpose: Purpose::Validate,
        source: "t.csv".into(),
    };
    let mut triples = TripleList::default();
    let _ = convert(
        &group.tables[0],
        Dribble(bytes, size),
        &options,
        &mut triples,
        &mut findings,
    );
    (triples.to_string(), findings.errors())
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let dialect = DIALECTS[usize::from(*first) % DIALECTS.len()];
    assert_eq!(run(dialect, bytes, 3), run(dialect, bytes, usize::MAX));
});
