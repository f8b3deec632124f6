use oxigraph::store::StorageError;
use oxrdf::{
    Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, Triple,
};
use rustc_hash::FxHashSet;

use super::live::Live;
use super::read::matching;
use crate::vocab::{dcat, dct, foaf, hydra, prov, rdf, rdfs, skos, spdx, xsd};

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
    /// The last page: a page is reached by passing over those before it, so that later ones cost
    /// more. Who wants all of a longer list asks a query, or takes the dataset.
    const PAGES: usize = 100;
    /// The most own triples of a thing that are given; nothing that is published comes near it.
    const OWN: usize = 10_000;

    /// Reads a page of a document; `None` where the thing has no triples, or the page no links.
    pub(super) fn read(
        live: &Live,
        about: NamedNode,
        address: NamedNode,
        page: usize,
    ) -> Result<Option<Self>, StorageError> {
        let mut own = own_triples(live, about.as_ref())?;
        if own.is_empty() {
            return Ok(None);
        }
        let versions = live.revisions.of_observation(&about, &own);
        own.extend(versions.map_err(StorageError::Io)?);
        own.extend(live.source_rows.of_observation(&live.columns, &about));
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

    /// The URI of a page as a thing of its own: the document itself is all of them.
    fn view(&self, page: usize) -> NamedNode {
        NamedNode::new_unchecked(format!("{}?page={page}", self.address.as_str()))
    }

    /// All triples but those of the document itself: the thing's own, the links and the names.
    pub(super) fn triples(&self) -> impl Iterator<Item = &Triple> {
        let about = self.own.iter().chain(&self.incoming);
        about.chain(&self.names)
    }

    /// What is said of the document itself.
    pub(super) fn of_itself(&self) -> Vec<Triple> {
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
            let view = self.view(self.page);
            let kind = hydra::PARTIAL_COLLECTION_VIEW.into_owned();
            triples.push(Triple::new(self.address.clone(), hydra::VIEW, view.clone()));
            triples.push(Triple::new(view.clone(), rdf::TYPE, kind));
            if self.page > 1 {
                let before = self.view(self.page - 1);
                triples.push(Triple::new(view.clone(), hydra::PREVIOUS, before));
            }
            if self.more {
                let after = self.view(self.page + 1);
                triples.push(Triple::new(view, hydra::NEXT, after));
            }
        }
        triples
    }

    fn name_all(&mut self, live: &Live) {
        let mut names = Vec::new();
        let mut seen = FxHashSet::from_iter([&self.about]);
        if self.page > 1 {
            // On the first page they are among its own triples.
            names.extend(live.names.triples(&self.about));
        }
        for triple in self.own.iter().chain(&self.incoming) {
            let object = match &triple.object {
                Term::NamedNode(iri) => Some(iri),
                Term::Literal(_) | Term::BlankNode(_) => None,
            };
            let subject = match &triple.subject {
                NamedOrBlankNode::NamedNode(iri) => Some(iri),
                NamedOrBlankNode::BlankNode(_) => None,
            };
            let linked = object.into_iter().chain(subject).chain([&triple.predicate]);
            for iri in linked {
                if seen.insert(iri) {
                    names.extend(live.names.triples(iri));
                }
            }
        }
        self.names = names;
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

/// A blank node, or a node whose IRI is the thing's with a fragment: they are described with it,
/// for there is nowhere else to look.
pub(super) fn part_of(about: NamedNodeRef<'_>, object: &Term) -> Option<NamedOrBlankNode> {
    match object {
        Term::BlankNode(node) => Some(node.clone().into()),
        Term::NamedNode(iri) => {
            let rest = iri.as_str().strip_prefix(about.as_str())?;
            rest.starts_with('#').then(|| iri.clone().into())
        }
        Term::Literal(_) => None,
    }
}

/// What is described with a catalogue, because portals fetch one document: its datasets, their
/// distributions, and what these point to that has no document of its own.
fn listed(triple: &Triple) -> Option<NamedOrBlankNode> {
    const FOLLOWED: [NamedNodeRef<'static>; 17] = [
        dcat::DATASET,
        dcat::SERVICE,
        dcat::ENDPOINT_URL,
        dcat::DISTRIBUTION,
        dcat::HAS_VERSION,
        dcat::LANDING_PAGE,
        dcat::MEDIA_TYPE,
        dcat::COMPRESS_FORMAT,
        dct::FORMAT,
        dct::LICENSE,
        dct::PUBLISHER,
        dct::SPATIAL,
        dct::TEMPORAL,
        foaf::HOMEPAGE,
        prov::WAS_GENERATED_BY,
        spdx::CHECKSUM,
        spdx::ALGORITHM,
    ];
    let is_followed = FOLLOWED
        .iter()
        .any(|followed| triple.predicate == *followed);
    match &triple.object {
        Term::NamedNode(iri) if is_followed => Some(iri.clone().into()),
        _ => None,
    }
}

/// The triples of a thing and, in turn, of its parts: what matters most first.
fn own_triples(live: &Live, about: NamedNodeRef<'_>) -> Result<Vec<Triple>, StorageError> {
    let mut triples = of_subject(live, about.into())?;
    let mut seen = FxHashSet::<NamedOrBlankNode>::default();
    let mut at = 0;
    let is_catalogue = triples.iter().any(|triple| {
        triple.predicate == rdf::TYPE && triple.object == Term::from(dcat::CATALOG.into_owned())
    });
    // A catalogue that were cut short would lack datasets.
    let most = if is_catalogue {
        usize::MAX
    } else {
        Document::OWN
    };
    while at < triples.len() && triples.len() < most {
        let listed = listed(&triples[at]).filter(|_| is_catalogue);
        if let Some(part) = part_of(about, &triples[at].object).or(listed)
            && seen.insert(part.clone())
        {
            triples.extend(of_subject(live, part.as_ref())?);
        }
        at += 1;
    }
    Ok(triples)
}

fn of_subject(live: &Live, subject: NamedOrBlankNodeRef<'_>) -> Result<Vec<Triple>, StorageError> {
    let quads = matching(&live.store, Some(subject), None, None).take(Document::OWN);
    let triples = quads.map(|quad| quad.map(|quad| as_published(quad.into())));
    let mut triples = triples.collect::<Result<Vec<_>, _>>()?;
    triples.sort_by(|a, b| {
        let rank = rank(a.predicate.as_ref()).cmp(&rank(b.predicate.as_ref()));
        rank.then_with(|| a.predicate.cmp(&b.predicate))
    });
    // Most properties have one value, whose text need not be made to sort it.
    for values in triples.chunk_by_mut(|a, b| a.predicate == b.predicate) {
        if values.len() > 1 {
            values.sort_by_cached_key(|triple| triple.object.to_string());
        }
    }
    Ok(triples)
}

/// The triple with the datatype that was published: the store keeps every whole number as
/// `xsd:integer`, but portals ask of sizes that they are of the datatype that DCAT gives them.
fn as_published(mut triple: Triple) -> Triple {
    if triple.predicate == dcat::BYTE_SIZE
        && let Term::Literal(size) = &triple.object
    {
        let size = Literal::new_typed_literal(size.value(), xsd::NON_NEGATIVE_INTEGER);
        triple.object = size.into();
    }
    triple
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
    if page > Document::PAGES {
        return Ok((Vec::new(), false));
    }
    let quads = matching(&live.store, None, None, Some(about.into()));
    let of_itself = format!("{}#", about.as_str());
    let from_things = quads.filter(|quad| match quad.as_ref().map(|quad| &quad.subject) {
        Ok(NamedOrBlankNode::NamedNode(iri)) => !iri.as_str().starts_with(&of_itself),
        Ok(NamedOrBlankNode::BlankNode(_)) => false,
        Err(_) => true,
    });
    let rest = from_things.skip((page - 1) * Document::PAGE);
    let read: Result<Vec<_>, _> = rest.take(Document::PAGE + 1).collect();
    let mut triples: Vec<_> = read?.into_iter().map(Triple::from).collect();
    let more = triples.len() > Document::PAGE && page < Document::PAGES;
    triples.truncate(Document::PAGE);
    triples.sort_by_cached_key(|triple| (triple.predicate.clone(), triple.subject.to_string()));
    Ok((triples, more))
}
