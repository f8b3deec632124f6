use std::fs;
use std::path::{Path, PathBuf};

use super::codes;
use crate::diagnostic::{Finding, Findings};
use crate::graph::{Spans, TermGraph, TermId, Triple, path_of_url};
use crate::vocab::{owl, sh};

/// What a graph of shapes [imports](https://www.w3.org/TR/shacl/#shapes-graph).
#[derive(Default)]
pub(super) struct Imports {
    /// Files of this machine that have not been read yet.
    pub(super) files: Vec<PathBuf>,
    /// Nothing is fetched from the web: what is elsewhere and in none of the files is a warning.
    pub(super) missing: Findings,
}

impl Imports {
    /// Follows `owl:imports` one step; `read` are the files that the graph was made of.
    pub(super) fn of(graph: &TermGraph, spans: &Spans, read: &[PathBuf]) -> Self {
        let mut imports = Self::default();
        let Some(predicate) = graph.terms().get(owl::IMPORTS) else {
            return imports;
        };
        for subject in graph.subjects_of(predicate) {
            for object in graph.objects(subject, predicate) {
                imports.add(graph, spans, read, Triple::new(subject, predicate, object));
            }
        }
        imports
    }

    fn add(&mut self, graph: &TermGraph, spans: &Spans, read: &[PathBuf], import: Triple) {
        let url = graph.terms().text(import.object);
        if let Some(path) = path_of_url(url) {
            let mut known = read.iter().chain(&self.files);
            if !known.any(|other| is_same_file(other, &path)) {
                self.files.push(path);
            }
        } else if !is_here(graph, import.object) {
            let message = format!("The shapes import <{url}>, which is in no file given.");
            let finding = Finding::new(codes::SHAPE_IMPORT, message);
            self.missing.push(match spans.place(import) {
                Some(place) => finding.defined_at(place),
                None => finding,
            });
        }
    }
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    real(one).is_some_and(|path| Some(path) == real(other))
}

/// Whether a graph is about what it imports, as its own header is, or it is SHACL's vocabulary.
fn is_here(graph: &TermGraph, imported: TermId) -> bool {
    let url = graph.terms().text(imported);
    url.trim_end_matches('#') == sh::NAMESPACE.trim_end_matches('#')
        || !graph.pairs(imported).is_empty()
}
