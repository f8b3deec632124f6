//! Any bytes as a table: read whole and read a few bytes at a time, they give the same triples and
//! as many findings.

#![no_main]

use std::io::{self, Read};

use assize_fuzz::csvw::{Options, Purpose, TableGroup, convert};
use assize_fuzz::diagnostic::Findings;
use assize_fuzz::graph::TripleList;
use libfuzzer_sys::fuzz_target;

const METADATA: &str = r##"{
  "@context": "http://www.w3.org/ns/csvw", "url": "http://example.org/t.csv",
  "tableSchema": {
    "aboutUrl": "#{a}-{_row}",
    "columns": [
      {"name": "a", "titles": "a"},
      {"name": "b", "titles": "b", "datatype": {"base": "decimal", "format": "#,##0.0#"}, "separator": ";"},
      {"name": "c", "titles": "c", "valueUrl": "{+c}", "null": ["", "-"]}
    ]
  }
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

fn run(bytes: &[u8], size: usize) -> (String, u64) {
    let mut findings = Findings::default();
    let group = TableGroup::parse("m.json", METADATA, &mut findings).expect("the metadata are right");
    let options = Options {
        purpose: Purpose::Validate,
        source: "t.csv".into(),
    };
    let mut triples = TripleList::default();
    let _ = convert(&group.tables[0], Dribble(bytes, size), &options, &mut triples, &mut findings);
    (triples.to_string(), findings.errors())
}

fuzz_target!(|bytes: &[u8]| {
    assert_eq!(run(bytes, 3), run(bytes, usize::MAX));
});
