use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::io::BufReader;

use oxigraph::store::{StorageError, Store};
use oxrdf::{GraphNameRef, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Triple};
use oxrdfio::RdfSerializer;
use oxttl::{NTriplesParser, NTriplesSerializer};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::ExportError;
use super::files::Files;
use super::links::Links;
use super::table::{Labels, Listed, page};
use crate::register::ledger::Ledger;
use crate::serve::Form;
use crate::uri::Base;
use crate::vocab::qb;

/// Observations with more than this many in one document get documents of longer keys.
const LARGEST: u32 = 1_000;
/// The most documents of one dataset.
const DOCUMENTS: usize = 20_000;

/// How many keys name a document of observations, for each dataset: as few as make all documents
/// small, or else as many as make no more documents than a folder should hold.
pub(super) fn depths(
    store: &Store,
    base: &Base,
    ledger: &Ledger,
) -> Result<BTreeMap<String, usize>, ExportError> {
    let mut depths = BTreeMap::new();
    for (path, _) in ledger.entries().filter(|(path, _)| path.is_pattern()) {
        let mut parts = path.as_str().split('/').skip(2);
        if let Some(dataset) = parts.next() {
            let keys = parts.count();
            let depth = depth(store, base, dataset, keys)?;
            depths.insert(dataset.to_owned(), depth);
        }
    }
    Ok(depths)
}

fn depth(store: &Store, base: &Base, dataset: &str, keys: usize) -> Result<usize, ExportError> {
    // Counts of what is told apart by a number: it does not grow with the length of keys, and of
    // a depth with too many documents nothing is kept.
    let mut counts = vec![Some(FxHashMap::<u64, u32>::default()); keys.saturating_sub(1)];
    for iri in observations(store, base, dataset) {
        let iri = iri?;
        let Some(path) = below(base, dataset, &iri) else {
            continue;
        };
        let ends = path.match_indices('/').map(|(at, _)| at);
        for (count, end) in counts.iter_mut().zip(ends) {
            if let Some(documents) = count {
                *documents
                    .entry(FxBuildHasher.hash_one(&path[..end]))
                    .or_default() += 1;
                if documents.len() > DOCUMENTS {
                    *count = None;
                }
            }
        }
    }
    let small = |count: &Option<FxHashMap<u64, u32>>| {
        let largest = count
            .as_ref()
            .and_then(|documents| documents.values().max());
        largest.is_some_and(|largest| *largest <= LARGEST)
    };
    let allowed = counts.iter().take_while(|count| count.is_some()).count();
    let found = counts.iter().position(small).map(|at| at + 1);
    Ok(found.unwrap_or(allowed).max(1))
}

/// The observations of a dataset, in no order.
fn observations(
    store: &Store,
    base: &Base,
    dataset: &str,
) -> impl Iterator<Item = Result<String, StorageError>> + use<> {
    let dataset = base.dataset(dataset);
    let graph = Some(GraphNameRef::DefaultGraph);
    let quads = store.quads_for_pattern(
        None,
        Some(qb::DATA_SET),
        Some(dataset.as_ref().into()),
        graph,
    );
    quads.filter_map(|quad| match quad.map(|quad| quad.subject) {
        Ok(NamedOrBlankNode::NamedNode(iri)) => Some(Ok(iri.into_string())),
        Ok(NamedOrBlankNode::BlankNode(_)) => None,
        Err(error) => Some(Err(error)),
    })
}

fn below<'i>(base: &Base, dataset: &str, iri: &'i str) -> Option<&'i str> {
    let path = iri.strip_prefix(base.as_str())?.strip_prefix("/data/")?;
    path.strip_prefix(dataset)?.strip_prefix('/')
}

/// Writes the documents of the observations of a dataset.
///
/// Each observation is first added to the file that it belongs to, so that no more than the largest
/// document is ever held.
pub(super) fn write(
    store: &Store,
    base: &Base,
    dataset: &str,
    files: &Files,
    links: &Links,
) -> Result<u64, ExportError> {
    let mut documents = BTreeSet::new();
    let mut count = 0;
    for iri in observations(store, base, dataset) {
        let iri = iri?;
        let path = iri.strip_prefix(base.as_str()).unwrap_or(&iri);
        if let Some(document) = links.observations(path) {
            let file = format!("{document}.nt");
            files.append(&file, &triples_of(store, &iri, &file)?)?;
            documents.insert(document);
            count += 1;
        }
    }
    let mut labels = Labels::new(store);
    for document in &documents {
        write_forms(document, base, files, links, &mut labels)?;
    }
    let title = labels.of(&base.dataset(dataset))?;
    let title = format!("{title}: observations");
    let entries = documents.iter().map(|document| {
        let keys = document.splitn(3, '/').last().unwrap_or_default();
        Listed::link(format!("/{document}.html"), keys.replace('/', ", "))
    });
    let file = format!("data/{dataset}/observations/index.html");
    let listed = page(&title, entries.collect(), &[])?;
    files.write(&file, links.rewrite(&file, &listed).as_bytes())?;
    Ok(count)
}

fn triples_of(store: &Store, iri: &str, file: &str) -> Result<Vec<u8>, ExportError> {
    let subject = NamedOrBlankNodeRef::from(NamedNodeRef::new_unchecked(iri));
    let graph = Some(GraphNameRef::DefaultGraph);
    let mut writer = NTriplesSerializer::new().for_writer(Vec::new());
    for quad in store.quads_for_pattern(Some(subject), None, None, graph) {
        let triple = Triple::from(quad?);
        let written = writer.serialize_triple(&triple);
        written.map_err(ExportError::file(file.as_ref()))?;
    }
    Ok(writer.finish())
}

fn write_forms(
    document: &str,
    base: &Base,
    files: &Files,
    links: &Links,
    labels: &mut Labels<'_>,
) -> Result<(), ExportError> {
    let file = format!("{document}.nt");
    let path = files.path(&file)?;
    let failed = |error| ExportError::file(&path)(error);
    let text = std::fs::File::open(&path).map_err(failed)?;
    let mut triples = Vec::new();
    for triple in NTriplesParser::new().for_reader(BufReader::new(text)) {
        triples.push(triple.map_err(|error| failed(std::io::Error::other(error)))?);
    }
    triples.sort_by_cached_key(Triple::to_string);
    for form in Form::ALL {
        if let Some(format) = form.rdf() {
            let mut writer = RdfSerializer::from_format(format).for_writer(Vec::new());
            for triple in &triples {
                writer.serialize_triple(triple).map_err(failed)?;
            }
            let bytes = writer.finish().map_err(failed)?;
            files.write(&format!("{document}.{}", form.suffix()), &bytes)?;
        }
    }
    let title = document.trim_start_matches("data/").replace('/', ", ");
    let rows = Listed::observations(&triples, base, labels)?;
    let file = format!("{document}/index.html");
    let html = page(&title, rows, &[document])?;
    files.write(&file, links.rewrite(&file, &html).as_bytes())
}
