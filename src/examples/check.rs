use std::time::Duration;

use oxigraph::store::StorageError;

use super::codes::{BROKEN, ROWS, SLOW};
use super::{Example, Lookup};
use crate::diagnostic::{Finding, Findings};
use crate::uri::Base;

/// Why the rows of an example could not be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its time was up.
    Slow,
    /// It cannot be evaluated, for this reason.
    Broken(String),
}

/// How many rows or triples an example gives; it need not be told how many more than it promises
/// at most.
pub type Count = Result<usize, Fault>;

/// Checks that the examples of a store that goes live give what they promise, and reports those
/// that do not.
///
/// `count` asks them and gives a count for each; each may take as long as `time`. Those whose
/// datasets are not published are not asked, and a store without examples of its own is asked none.
pub fn check<L: Lookup, E: From<StorageError>>(
    store: &L,
    base: &Base,
    time: Duration,
    count: impl FnOnce(&[Example]) -> Result<Vec<Count>, E>,
) -> Result<Findings, E> {
    let mut findings = Findings::default();
    let examples = Example::published(store, base)?;
    if examples.is_empty() {
        return Ok(findings);
    }
    for (example, count) in examples.iter().zip(count(&examples)?) {
        findings.extend(judge(example, count, time));
    }
    Ok(findings)
}

fn judge(example: &Example, count: Count, time: Duration) -> Option<Finding> {
    let name = example.name();
    let (least, most) = (*example.rows.start(), *example.rows.end());
    Some(match count {
        Ok(rows) if example.rows.contains(&rows) => return None,
        Ok(rows) if rows > most => {
            let message =
                format!("The example `{name}` gives more than the {most} rows it promises.");
            Finding::new(ROWS, message)
        }
        Ok(rows) => {
            let message = format!("The example `{name}` gives {rows} rows; it promises {least}.");
            Finding::new(ROWS, message)
        }
        Err(Fault::Slow) => {
            let seconds = time.as_secs_f32();
            let message = format!("The example `{name}` was not answered in {seconds} seconds.");
            Finding::new(SLOW, message)
        }
        Err(Fault::Broken(error)) => {
            let message = format!("The example `{name}` cannot be evaluated: {error}");
            Finding::new(BROKEN, message)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::RdfFormat;
    use oxigraph::store::Store;

    /// The codes of what is found when each example is counted so.
    fn findings(turtle: &str, count: &Count) -> Vec<&'static str> {
        let store = Store::new().unwrap();
        let prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> .
            @prefix dct: <http://purl.org/dc/terms/> .
            @prefix query: <http://justice.data.gov.uk/def/query/> .";
        let turtle = format!("{prefixes}\n{turtle}");
        store.load_from_slice(RdfFormat::Turtle, &turtle).unwrap();
        let counts = |examples: &[Example]| {
            Ok::<_, StorageError>(examples.iter().map(|_| count.clone()).collect())
        };
        let time = Duration::from_secs(1);
        let findings = check(&store, &Base::default(), time, counts).unwrap();
        findings.iter().map(|finding| finding.code.id()).collect()
    }

    const TWO_OR_THREE: &str = "<a:b/kept> a sh:SPARQLSelectExecutable ; query:minRows 2 ;
        query:maxRows 3 ; sh:select 'SELECT * { VALUES ?a { 1 2 } }' .";

    #[test]
    fn an_example_that_keeps_its_promise_is_no_finding() {
        assert!(findings(TWO_OR_THREE, &Ok(2)).is_empty());
        assert!(findings(TWO_OR_THREE, &Ok(3)).is_empty());
    }

    #[test]
    fn an_example_with_too_few_or_too_many_rows_or_that_is_broken_is_a_finding() {
        assert_eq!(findings(TWO_OR_THREE, &Ok(1)), ["example-rows"]);
        assert_eq!(findings(TWO_OR_THREE, &Ok(4)), ["example-rows"]);
        let broken = Err(Fault::Broken("expected one of".to_owned()));
        assert_eq!(findings(TWO_OR_THREE, &broken), ["example-broken"]);
    }

    #[test]
    fn an_example_that_takes_too_long_is_a_warning() {
        assert_eq!(findings(TWO_OR_THREE, &Err(Fault::Slow)), ["example-slow"]);
    }

    #[test]
    fn an_example_of_a_dataset_that_is_not_published_is_not_asked() {
        let of_other = "<a:b/other> a sh:SPARQLSelectExecutable ; query:minRows 1 ;
            dct:requires <a:b/dataset> ; sh:select 'SELECT * { <a:b/dataset> <a:c> ?x }' .";
        assert!(findings(of_other, &Ok(0)).is_empty());
        let published =
            format!("{of_other} <a:b/dataset> a <http://purl.org/linked-data/cube#DataSet> .");
        assert_eq!(findings(&published, &Ok(0)), ["example-rows"]);
    }
}
