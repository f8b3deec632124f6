//! Queries that mean no good.

use std::iter;

/// What must become of an attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is refused before anything is evaluated.
    Refused,
    /// It is ended at a limit, before or after its answer has begun; or it ends by itself, with
    /// the whole answer.
    Ended,
}

/// A hostile query.
pub(crate) struct Attack {
    pub(crate) name: &'static str,
    pub(crate) query: String,
    pub(crate) fate: Fate,
}

fn ended(name: &'static str, query: impl Into<String>) -> Attack {
    Attack {
        name,
        query: query.into(),
        fate: Fate::Ended,
    }
}

fn refused(name: &'static str, query: impl Into<String>) -> Attack {
    Attack {
        name,
        query: query.into(),
        fate: Fate::Refused,
    }
}

/// All attacks.
pub(crate) fn attacks() -> Vec<Attack> {
    let triples = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l";
    let values: Vec<_> = (0..12).map(values).collect();
    let bomb = (0..40).fold("\"0123456789abcdef\"".to_owned(), |text, _| {
        format!("REPLACE({text}, \".\", \"$0$0\")")
    });
    let brackets = |open: &str, close: &str| open.repeat(10_000) + "1" + &close.repeat(10_000);
    vec![
        ended(
            "cross product, counted",
            format!("SELECT (COUNT(*) AS ?n) {{ {triples} }}"),
        ),
        ended(
            "cross product, sorted",
            format!("SELECT * {{ {triples} }} ORDER BY ?a ?f ?l"),
        ),
        ended(
            "cross product, streamed",
            format!("SELECT * {{ {triples} }}"),
        ),
        ended(
            "cross product, distinct",
            format!("SELECT DISTINCT ?a ?f ?l {{ {triples} }}"),
        ),
        ended(
            "closure path",
            "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b }",
        ),
        ended("string bomb", format!("SELECT (STRLEN({bomb}) AS ?n) {{}}")),
        ended(
            "VALUES product",
            format!("SELECT (COUNT(*) AS ?n) {{ {} }}", values.join(" ")),
        ),
        ended(
            "regex backtracking",
            format!(
                "ASK {{ FILTER(REGEX(\"{}!\", \"^(a+)+$\")) }}",
                "a".repeat(10_000)
            ),
        ),
        refused(
            "10,000 brackets",
            format!("ASK {{ FILTER({}) }}", brackets("(", ")")),
        ),
        refused("10,000 groups", format!("ASK {{ {} }}", brackets("{", "}"))),
        refused(
            "10 MB of query",
            format!("ASK {{}} #{}", "x".repeat(10 << 20)),
        ),
        refused(
            "SERVICE to loopback",
            "SELECT * { SERVICE <http://127.0.0.1:22/> { ?s ?p ?o } }",
        ),
        refused("LOAD", "LOAD <file:///etc/passwd>"),
        refused(
            "FROM a file",
            "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o } LIMIT x",
        ),
    ]
}

fn values(number: usize) -> String {
    let numbers = iter::repeat_n("1", 100).collect::<Vec<_>>().join(" ");
    format!("VALUES ?v{number} {{ {numbers} }}")
}
