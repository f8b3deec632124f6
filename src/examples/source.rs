use std::fs;
use std::path::{Path, PathBuf};

use oxrdf::Triple;
use oxttl::TurtleParser;

use super::codes::UNREADABLE;
use crate::diagnostic::{Finding, Findings, Place};
use crate::graph::{self, TripleSink};
use crate::uri::Base;

/// Examples as they are written: Turtle for the default base, whose place the publisher's takes.
pub struct Source {
    triples: Vec<Triple>,
}

/// `vocab/examples/`, for stores that were published without examples.
const BUILT_IN: &str = include_str!("../../vocab/examples/examples.ttl");

impl Source {
    /// Reads the Turtle files of a folder, in the order of their names; a folder that is not there
    /// holds none.
    pub fn read(folder: &Path, base: &Base) -> Result<Self, Findings> {
        let (mut triples, mut findings) = (Vec::new(), Findings::default());
        for path in turtle_files(folder) {
            let read = fs::read_to_string(&path);
            let name = path.to_string_lossy();
            match read.map(|text| parse(&text, base)) {
                Ok(Ok(read)) => triples.extend(read),
                Ok(Err(error)) => {
                    let message = format!("The examples are no Turtle: {error}.");
                    let line = error.location().start.line + 1;
                    let place = Place::line(name.as_ref(), line);
                    findings.push(Finding::new(UNREADABLE, message).defined_at(place));
                }
                Err(error) => {
                    let message = format!("{name} cannot be read: {error}.");
                    findings.push(Finding::new(UNREADABLE, message));
                }
            }
        }
        if findings.has_errors() {
            Err(findings)
        } else {
            Ok(Self { triples })
        }
    }

    /// The examples that are part of the program.
    pub(super) fn built_in(base: &Base) -> Self {
        let triples = parse(BUILT_IN, base);
        Self {
            // That it is Turtle is known: a test reads it.
            triples: triples.unwrap_or_default(),
        }
    }

    /// The triples.
    pub(super) fn triples(&self) -> &[Triple] {
        &self.triples
    }

    /// Writes them into a graph.
    pub fn write<S: TripleSink>(&self, sink: &mut S) -> Result<(), S::Error> {
        for triple in &self.triples {
            let terms = sink.terms();
            let triple = graph::Triple::new(
                terms.intern(triple.subject.as_ref()),
                terms.intern(triple.predicate.as_ref()),
                terms.intern(triple.object.as_ref()),
            );
            sink.triple(triple)?;
        }
        Ok(())
    }
}

fn parse(turtle: &str, base: &Base) -> Result<Vec<Triple>, oxttl::TurtleSyntaxError> {
    let turtle = turtle.replace(&format!("{}/", Base::DEFAULT), &format!("{base}/"));
    TurtleParser::new().for_slice(&turtle).collect()
}

fn turtle_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let turtle = |path: &PathBuf| path.extension().is_some_and(|e| e == "ttl");
    let mut paths: Vec<_> = paths.filter(turtle).collect();
    paths.sort();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_examples_are_turtle_for_any_base() {
        let base = Base::new("https://example.gov").unwrap();
        let source = Source::built_in(&base);
        assert!(source.triples().len() > 100);
        let text: String = source.triples().iter().map(ToString::to_string).collect();
        assert!(!text.contains(Base::DEFAULT));
    }

    #[test]
    fn a_file_that_is_no_turtle_is_a_finding_at_its_line() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.ttl"), "<a:b> a <a:c> .\n<a:b> a").unwrap();
        let findings = Source::read(folder.path(), &Base::default()).err().unwrap();
        let place = findings.iter().next().unwrap().place().unwrap().to_string();
        assert!(place.ends_with("a.ttl:2"), "{place}");
        let none = Source::read(&folder.path().join("none"), &Base::default());
        assert!(none.is_ok_and(|source| source.triples().is_empty()));
    }
}
