use oxigraph::store::StorageError;
use oxrdf::{BlankNode, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Term, Triple};
use rustc_hash::FxHashSet;

use super::live::Live;
use super::read::matching;
use crate::vocab::{foaf, hydra, rdf, rdfs, skos};

/// What is said about one thing: its own triples with the blank nodes they lead to, the links to
/// it, page by page, and the names of all that is linked.
///
/// Every form of a document is made from the same triples.
pub(super) struct Document {
    /// The thing.
    pub(super) about: NamedNode,
    /// The document, which has its own URI where the thing is not a document.
    pub(super) address: NamedNode,
    /// The page, from 1.
    pub(super) page: usize,
    /// Whether another page follows.
    pub(super) more: bool,
    /// The triples of the thing and of its blank nodes; all pages but the first have none.
    pub(super) own: Vec<Triple>,
    /// The links to it of this page.
    pub(super) incoming: Vec<Triple>,
    /// The names of everything in `own` and `incoming`, and of the thing.
    pub(super) names: Vec<Triple>,
}

impl Document {
    /// How many links to the thing stand on a page.
    pub(super) const PAGE: usize = 100;
    /// The most own triples of a thing that are given; nothing that is published comes near it.
    const OWN: usize = 10_000;

    /// Reads a page of a document; `None` where the thing has no triples, or the page no links.
    pub(super) fn read(
        live: &Live,
        about: NamedNode,
        address: NamedNode,
        page: usize,
    ) -> Result<Option<Self>, StorageError> {
        let own = own_triples(live, about.as_ref())?;
        if own.is_empty() {
            return Ok(None);
        }
        let (incoming, more) = links_to(live, about.as_ref(), page)?;
        if page > 1 && incoming.is_empty() {
            return Ok(None);
        }
        let mut document = Self {
            own: if page == 1 { own } else { Vec::new() },
            names: Vec::new(),
            about,
            address,
            page,
            more,
            incoming,
        };
        document.name_all(live);
        Ok(Some(document))
    }

    /// The address of a page of this document.
    pub(super) fn page_address(&self, page: usize) -> NamedNode {
        paged(&self.address, page)
    }

    /// All triples: what is said of the document itself, the thing's own, the links and the names.
    pub(super) fn triples(&self) -> Vec<Triple> {
        let mut triples = self.of_itself();
        triples.extend_from_slice(&self.own);
        triples.extend_from_slice(&self.incoming);
        triples.extend_from_slice(&self.names);
        triples
    }

    fn of_itself(&self) -> Vec<Triple> {
        let mut triples = Vec::new();
        if self.address != self.about {
            let address = self.address.clone();
            triples.push(Triple::new(
                address,
                foaf::PRIMARY_TOPIC,
                self.about.clone(),
            ));
        }
        if self.page > 1 || self.more {
            let view = self.page_address(self.page);
            let kind = hydra::PARTIAL_COLLECTION_VIEW.into_owned();
            triples.push(Triple::new(self.address.clone(), hydra::VIEW, view.clone()));
            triples.push(Triple::new(view.clone(), rdf::TYPE, kind));
            if self.page > 1 {
                let before = self.page_address(self.page - 1);
                triples.push(Triple::new(view.clone(), hydra::PREVIOUS, before));
            }
            if self.more {
                let after = self.page_address(self.page + 1);
                triples.push(Triple::new(view, hydra::NEXT, after));
            }
        }
        triples
    }

    fn name_all(&mut self, live: &Live) {
        // The thing's own names are among its own triples, on the first page.
        let mut seen = FxHashSet::default();
        if self.page == 1 {
            seen.insert(self.about.clone());
        } else {
            seen.insert(self.about.clone());
            self.names.extend(live.names.triples(&self.about));
        }
        for triple in self.own.iter().chain(&self.incoming) {
            let object = match &triple.object {
                Term::NamedNode(iri) => Some(iri),
                Term::Literal(_) | Term::BlankNode(_) => None,
            };
            let subject = match &triple.subject {
                oxrdf::NamedOrBlankNode::NamedNode(iri) => Some(iri),
                oxrdf::NamedOrBlankNode::BlankNode(_) => None,
            };
            let linked = object.into_iter().chain(subject).chain([&triple.predicate]);
            for iri in linked {
                if seen.insert(iri.clone()) {
                    self.names.extend(live.names.triples(iri));
                }
            }
        }
    }
}

/// The address of a page of a document or list.
pub(super) fn paged(address: &NamedNode, page: usize) -> NamedNode {
    if page == 1 {
        address.clone()
    } else {
        NamedNode::new_unchecked(format!("{}?page={page}", address.as_str()))
    }
}

/// The triples of a thing and, in turn, of the blank nodes and the parts of it that they lead to:
/// what matters most first.
fn own_triples(live: &Live, about: NamedNodeRef<'_>) -> Result<Vec<Triple>, StorageError> {
    let mut triples = of_subject(live, about.into())?;
    let mut seen = FxHashSet::<BlankNode>::default();
    let mut parts = FxHashSet::<NamedNode>::default();
    let mut at = 0;
    while at < triples.len() && triples.len() < Document::OWN {
        match &triples[at].object {
            Term::BlankNode(node) if seen.insert(node.clone()) => {
                let node = node.clone();
                triples.extend(of_subject(live, node.as_ref().into())?);
            }
            Term::NamedNode(part) if is_part(about, part.as_ref()) => {
                let part = part.clone();
                if parts.insert(part.clone()) {
                    triples.extend(of_subject(live, part.as_ref().into())?);
                }
            }
            _ => {}
        }
        at += 1;
    }
    Ok(triples)
}

/// Whether a node is described with a thing because its URI is the thing's with a fragment.
fn is_part(about: NamedNodeRef<'_>, node: NamedNodeRef<'_>) -> bool {
    let rest = node.as_str().strip_prefix(about.as_str());
    rest.is_some_and(|rest| rest.starts_with('#'))
}

fn of_subject(live: &Live, subject: NamedOrBlankNodeRef<'_>) -> Result<Vec<Triple>, StorageError> {
    let quads = matching(&live.store, Some(subject), None, None).take(Document::OWN);
    let triples: Result<Vec<_>, _> = quads.map(|quad| quad.map(Triple::from)).collect();
    let mut triples = triples?;
    triples.sort_by_cached_key(|t| {
        (
            rank(t.predicate.as_ref()),
            t.predicate.clone(),
            t.object.to_string(),
        )
    });
    Ok(triples)
}

/// Types and names come first wherever a thing is described.
fn rank(predicate: NamedNodeRef<'_>) -> u8 {
    const FIRST: [NamedNodeRef<'static>; 4] =
        [rdf::TYPE, skos::PREF_LABEL, rdfs::LABEL, rdfs::COMMENT];
    let at = FIRST.iter().position(|first| *first == predicate);
    at.map_or(u8::MAX, |at| u8::try_from(at).unwrap_or(u8::MAX))
}

/// The links to a thing on a page, and whether there are more.
fn links_to(
    live: &Live,
    about: NamedNodeRef<'_>,
    page: usize,
) -> Result<(Vec<Triple>, bool), StorageError> {
    let quads = matching(&live.store, None, None, Some(about.into()));
    let from_things = quads.filter(|quad| !matches!(quad, Ok(q) if q.subject.is_blank_node()));
    let rest = from_things.skip((page - 1) * Document::PAGE);
    let page: Result<Vec<_>, _> = rest.take(Document::PAGE + 1).collect();
    let mut triples: Vec<_> = page?.into_iter().map(Triple::from).collect();
    let more = triples.len() > Document::PAGE;
    triples.truncate(Document::PAGE);
    triples.sort_by(|a, b| {
        (&a.predicate, a.subject.to_string()).cmp(&(&b.predicate, b.subject.to_string()))
    });
    Ok((triples, more))
}
