use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator};
use oxigraph::store::{StorageError, Store};
use spargebra::{SparqlParser, SparqlSyntaxError};

use super::Example;
use super::codes::{BROKEN, ROWS, SLOW};
use crate::diagnostic::{Finding, Findings};
use crate::query::{Holdings, rewrite};
use crate::uri::Base;

/// Asks a store all its examples, before it goes live, and reports those that do not give what
/// they promise.
///
/// They go the way that public queries go: what columns hold is answered from them. Each may take
/// as long as `time`, which is looked at whenever triples are read. Those whose datasets are not
/// published are not asked, and a store without examples of its own is asked none.
pub fn check(
    store: &Store,
    holdings: Holdings,
    base: &Base,
    time: Duration,
) -> Result<Findings, StorageError> {
    let mut findings = Findings::default();
    let holdings = Arc::new(holdings);
    for example in Example::published(store, base)? {
        let name = example.name();
        let (least, most) = (*example.rows.start(), *example.rows.end());
        let finding = match count(&example, store, &holdings, time) {
            Ok(rows) if example.rows.contains(&rows) => continue,
            Ok(rows) if rows > most => {
                let message =
                    format!("The example `{name}` gives more than the {most} rows it promises.");
                Finding::new(ROWS, message)
            }
            Ok(rows) => {
                let message =
                    format!("The example `{name}` gives {rows} rows; it promises {least}.");
                Finding::new(ROWS, message)
            }
            Err(Fault::Slow) => {
                let seconds = time.as_secs_f32();
                let message =
                    format!("The example `{name}` was not answered in {seconds} seconds.");
                Finding::new(SLOW, message)
            }
            Err(Fault::Broken(error)) => {
                let message = format!("The example `{name}` cannot be evaluated: {error}");
                Finding::new(BROKEN, message)
            }
        };
        findings.push(finding);
    }
    Ok(findings)
}

/// Why the rows of an example could not be counted.
enum Fault {
    Slow,
    Broken(String),
}

impl From<SparqlSyntaxError> for Fault {
    fn from(error: SparqlSyntaxError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<QueryEvaluationError> for Fault {
    fn from(error: QueryEvaluationError) -> Self {
        match error {
            QueryEvaluationError::Cancelled => Self::Slow,
            error => Self::Broken(error.to_string()),
        }
    }
}

/// How many rows or triples an example gives; one more than it promises at most is counted.
///
/// The evaluation has a thread of its own, which is left behind when its time is up: Oxigraph's
/// evaluator swallows the error of a cancellation inside a join or an aggregate and goes on, so
/// that no token ends it in time. It reads only, and ends with the process.
fn count(
    example: &Example,
    store: &Store,
    holdings: &Arc<Holdings>,
    time: Duration,
) -> Result<usize, Fault> {
    let cancel = CancellationToken::new();
    let (done, counted) = channel();
    let evaluation = (example.clone(), store.clone(), Arc::clone(holdings));
    let token = cancel.clone();
    thread::spawn(move || {
        let (example, store, holdings) = evaluation;
        let counted = evaluate(&example, &store, &holdings, &token);
        // Before the answer: the database must not be closed here while others move its folder.
        drop(store);
        // Nobody listens any more when the time was up.
        let _ = done.send(counted);
    });
    counted.recv_timeout(time).unwrap_or_else(|ended| {
        cancel.cancel();
        Err(match ended {
            RecvTimeoutError::Timeout => Fault::Slow,
            RecvTimeoutError::Disconnected => Fault::Broken("its evaluation panicked".to_owned()),
        })
    })
}

fn evaluate(
    example: &Example,
    store: &Store,
    holdings: &Holdings,
    cancel: &CancellationToken,
) -> Result<usize, Fault> {
    let enough = example.rows.end().saturating_add(1);
    let query = SparqlParser::new().parse_query(&example.query)?;
    let rewritten = rewrite(query, store, holdings, cancel)?;
    let evaluator = SparqlEvaluator::new().with_cancellation_token(cancel.clone());
    let query = rewritten.prepare(evaluator).for_query(rewritten.query);
    let counted: Result<usize, _> = match query.on_store(store).execute()? {
        QueryResults::Solutions(rows) => rows.take(enough).map(|row| row.map(|_| 1)).sum(),
        QueryResults::Graph(triples) => triples.take(enough).map(|t| t.map(|_| 1)).sum(),
        QueryResults::Boolean(_) => Ok(1),
    };
    Ok(counted?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::RdfFormat;

    fn findings(turtle: &str) -> Vec<&'static str> {
        let store = Store::new().unwrap();
        let prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> .
            @prefix dct: <http://purl.org/dc/terms/> .
            @prefix query: <http://justice.data.gov.uk/def/query/> .";
        let turtle = format!("{prefixes}\n{turtle}");
        store.load_from_slice(RdfFormat::Turtle, &turtle).unwrap();
        let findings = check(
            &store,
            Holdings::none(),
            &Base::default(),
            Duration::from_millis(300),
        )
        .unwrap();
        findings.iter().map(|finding| finding.code.id()).collect()
    }

    #[test]
    fn an_example_that_keeps_its_promise_is_no_finding() {
        let kept = "<a:b/kept> a sh:SPARQLSelectExecutable ; query:minRows 1 ;
            sh:select 'SELECT * { VALUES ?a { 1 2 } }' .";
        assert!(findings(kept).is_empty());
    }

    #[test]
    fn an_example_with_too_few_or_too_many_rows_or_that_is_broken_is_a_finding() {
        let few = "<a:b/few> a sh:SPARQLSelectExecutable ; query:minRows 3 ;
            sh:select 'SELECT * { VALUES ?a { 1 2 } }' .";
        assert_eq!(findings(few), ["example-rows"]);
        let many = "<a:b/many> a sh:SPARQLSelectExecutable ; query:maxRows 1 ;
            sh:select 'SELECT * { VALUES ?a { 1 2 } }' .";
        assert_eq!(findings(many), ["example-rows"]);
        let broken = "<a:b/broken> a sh:SPARQLSelectExecutable ; sh:select 'SELECT' .";
        assert_eq!(findings(broken), ["example-broken"]);
    }

    #[test]
    fn an_example_that_takes_too_long_is_a_warning() {
        let patterns: Vec<_> = (0..20).map(|n| format!("?s ?p{n} ?o{n}")).collect();
        let product = patterns.join(" . ");
        let slow = format!(
            "<a:b/slow> a sh:SPARQLSelectExecutable ; query:maxRows 1 ;
            sh:select 'SELECT (COUNT(*) AS ?n) {{ {product} }}' ."
        );
        assert_eq!(findings(&slow), ["example-slow"]);
    }

    #[test]
    fn an_example_of_a_dataset_that_is_not_published_is_not_asked() {
        let of_other = "<a:b/other> a sh:SPARQLSelectExecutable ; query:minRows 1 ;
            dct:requires <a:b/dataset> ; sh:select 'SELECT * { <a:b/dataset> <a:c> ?x }' .";
        assert!(findings(of_other).is_empty());
        let published =
            format!("{of_other} <a:b/dataset> a <http://purl.org/linked-data/cube#DataSet> .");
        assert_eq!(findings(&published), ["example-rows"]);
    }
}
