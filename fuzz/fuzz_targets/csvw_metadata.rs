//! Any text as metadata: findings, no panic. Every reference in them leads to a small table or back
//! to the metadata themselves.

#![no_main]

use std::io::Cursor;

use assize_fuzz::csvw::{Fetch, FetchError, Input, Mode, Processor, Response};
use assize_fuzz::diagnostic::Findings;
use assize_fuzz::graph::TripleList;
use libfuzzer_sys::fuzz_target;
use oxiri::Iri;

const CSV: &[u8] = b"a,b,c\n1,2025-01-31,x;y\n,\"\",z\n-1.5e3,12:00:00Z,\n";

/// Answers every URL, with the metadata or the table.
struct Web<'m>(&'m str);

impl Fetch for Web<'_> {
    fn fetch(&self, url: &Iri<String>) -> Result<Response, FetchError> {
        Ok(if url.path().ends_with(".csv") {
            Response::new("t.csv", CSV)
        } else {
            Response::new("m.json", Cursor::new(self.0.to_owned()))
        })
    }
}

fuzz_target!(|text: &str| {
    let web = Web(text);
    let processor = Processor::new(&web);
    let input = Input {
        url: Iri::parse("http://example.org/m.json".to_owned()).expect("it is a URL"),
        metadata: None,
    };
    for mode in [Mode::Standard, Mode::Minimal] {
        let mut findings = Findings::default();
        let mut triples = TripleList::default();
        let converted = processor.convert(&input, mode, &mut triples, &mut findings);
        assert!(converted.is_ok() || findings.has_errors());
    }
    processor.validate(&input, &mut Findings::default());
});
