//! Any bytes as metadata: findings, no panic. What can be read is used to convert a small table.

#![no_main]

use assize_fuzz::csvw::{Options, Purpose, TableGroup, convert};
use assize_fuzz::diagnostic::Findings;
use assize_fuzz::graph::TripleList;
use libfuzzer_sys::fuzz_target;

const CSV: &[u8] = b"a,b,c\n1,2025-01-31,x;y\n,\"\",z\n-1.5e3,12:00:00Z,\n";

fuzz_target!(|text: &str| {
    let mut findings = Findings::default();
    let Some(group) = TableGroup::parse("m.json", text, &mut findings) else {
        assert!(findings.has_errors());
        return;
    };
    let options = Options {
        purpose: Purpose::Validate,
        source: "t.csv".into(),
    };
    for table in &group.tables {
        let mut triples = TripleList::default();
        let _ = convert(table, CSV, &options, &mut triples, &mut findings);
    }
});
