use oxigraph::store::StorageError;
use oxrdf::{
    Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, TermRef, Triple,
    TripleRef,
};
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::live::Live;
use super::order;
use super::statement::Statement;
use crate::vocab::{dcat, dct, foaf, hydra, prov, rdf, spdx, xsd};

/// What is said about one thing: its own triples with the blank nodes they lead to, the links to
/// it, page by page, and the names of all that is linked.
///
/// Every form of a document is made from the same triples.
pub(super) struct Document<'l> {
    /// The thing.
    pub(super) about: NamedNode,
    /// The document, which has its own URI where the thing is not a document.
    pub(super) address: NamedNode,
    /// The page, from 1.
    pub(super) page: usize,
    /// Whether another page follows.
    pub(super) more: bool,
    /// The triples of the thing and of its blank nodes; all pages but the first have none.
    own: Vec<Statement<'l>>,
    /// The links to it of this page.
    incoming: Vec<Statement<'l>>,
    /// The blank nodes and the like that are described in `own`.
    parts: Parts,
}

type Parts = FxHashSet<NamedOrBlankNode>;

impl<'l> Document<'l> {
    /// How many links to the thing stand on a page.
    pub(super) const PAGE: usize = 100;
    /// The last page: a page is reached by passing over those before it, so that later ones cost
    /// more. Who wants all of a longer list asks a query, or takes the dataset.
    const PAGES: usize = 100;
    /// The most own triples of a thing that are given; nothing that is published comes near it.
    const OWN: usize = 10_000;

    /// Reads a page of a document; `None` where the thing has no triples, or the page no links.
    pub(super) fn read(
        live: &'l Live,
        about: NamedNode,
        address: NamedNode,
        page: usize,
    ) -> Result<Option<Self>, StorageError> {
        let (mut own, mut parts) = own_triples(live, about.as_ref())?;
        if own.is_empty() {
            return Ok(None);
        }
        let versions = live.revisions.of_observation(&about, &own);
        let versions = versions.map_err(StorageError::Io)?.into_iter();
        let rows = live.source_rows.of_observation(&live.columns, &about);
        own.extend(versions.chain(rows).map(Statement::Read));
        let (incoming, more) = links_to(live, about.as_ref(), page)?;
        if page > 1 && incoming.is_empty() {
            return Ok(None);
        }
        if page > 1 {
            own.clear();
            parts.clear();
        }
        Ok(Some(Self {
            about,
            address,
            page,
            more,
            own,
            incoming,
            parts,
        }))
    }

    /// The address of a page of this document.
    pub(super) fn page_address(&self, page: usize) -> NamedNode {
        paged(&self.address, page)
    }

    /// The URI of a page as a thing of its own: the document itself is all of them.
    fn view(&self, page: usize) -> NamedNode {
        NamedNode::new_unchecked(format!("{}?page={page}", self.address.as_str()))
    }

    /// The triples of the thing and of its blank nodes; all pages but the first have none.
    pub(super) fn own(&self) -> impl Iterator<Item = TripleRef<'_>> {
        self.own.iter().map(Statement::as_ref)
    }

    /// The links to it of this page.
    pub(super) fn incoming(&self) -> impl Iterator<Item = TripleRef<'_>> {
        self.incoming.iter().map(Statement::as_ref)
    }

    /// All triples but those of the document itself, each once: the thing's own, the links and the
    /// names of everything in them.
    pub(super) fn triples<'a>(&'a self, live: &'a Live) -> impl Iterator<Item = TripleRef<'a>> {
        let of_others = |link: &TripleRef<'_>| !self.describes(link.subject);
        let about = self.own().chain(self.incoming().filter(of_others));
        about.chain(self.names(live))
    }

    /// Whether all that is said of a node is among the own triples.
    fn describes(&self, node: NamedOrBlankNodeRef<'_>) -> bool {
        let is_about = self.page == 1 && node == NamedOrBlankNodeRef::from(&self.about);
        is_about || !self.parts.is_empty() && self.parts.contains(&node.into_owned())
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

    /// The names of everything that is linked and not described, each once.
    fn names<'a>(&'a self, live: &'a Live) -> impl Iterator<Item = TripleRef<'a>> {
        let statements = self.own.len() + self.incoming.len();
        let mut seen = FxHashSet::with_capacity_and_hasher(2 * statements, FxBuildHasher);
        seen.insert(self.about.as_str());
        seen.extend(self.parts.iter().map(|part| text(part.as_ref())));
        // On the first page its names are among its own triples.
        let about = (self.page > 1).then_some(self.about.as_ref());
        let own = self.own().flat_map(|triple| {
            let object = match triple.object {
                TermRef::NamedNode(iri) => Some(iri),
                TermRef::Literal(_) | TermRef::BlankNode(_) => None,
            };
            [object, Some(triple.predicate)]
        });
        let incoming = self.incoming().flat_map(|triple| {
            let subject = match triple.subject {
                NamedOrBlankNodeRef::NamedNode(iri) => Some(iri),
                NamedOrBlankNodeRef::BlankNode(_) => None,
            };
            [subject, Some(triple.predicate)]
        });
        let linked = own.chain(incoming).flatten();
        let linked = linked.filter(move |iri| seen.insert(iri.as_str()));
        let named = about.into_iter().chain(linked);
        named.flat_map(|iri| live.names.triples(iri))
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
pub(super) fn part_of<'t>(
    about: NamedNodeRef<'_>,
    object: TermRef<'t>,
) -> Option<NamedOrBlankNodeRef<'t>> {
    match object {
        TermRef::BlankNode(node) => Some(node.into()),
        TermRef::NamedNode(iri) => {
            let rest = iri.as_str().strip_prefix(about.as_str())?;
            rest.starts_with('#').then(|| iri.into())
        }
        TermRef::Literal(_) => None,
    }
}

/// What is described with a catalogue, because portals fetch one document: its datasets, their
/// distributions, and what these point to that has no document of its own.
fn listed(triple: TripleRef<'_>) -> Option<NamedOrBlankNodeRef<'_>> {
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
    let is_followed = FOLLOWED.contains(&triple.predicate);
    match triple.object {
        TermRef::NamedNode(iri) if is_followed => Some(iri.into()),
        _ => None,
    }
}

/// The triples of a thing and, in turn, of its parts: what matters most first.
fn own_triples<'l>(
    live: &'l Live,
    about: NamedNodeRef<'_>,
) -> Result<(Vec<Statement<'l>>, Parts), StorageError> {
    let mut statements = of_subject(live, about.into())?;
    let mut parts = Parts::default();
    let mut at = 0;
    let is_catalogue = statements.iter().map(Statement::as_ref).any(|triple| {
        triple.predicate == rdf::TYPE && triple.object == TermRef::from(dcat::CATALOG)
    });
    // A catalogue that were cut short would lack datasets.
    let most = if is_catalogue {
        usize::MAX
    } else {
        Document::OWN
    };
    while at < statements.len() && statements.len() < most {
        let triple = statements[at].as_ref();
        let part = part_of(about, triple.object);
        let part = part.or_else(|| listed(triple).filter(|_| is_catalogue));
        let part = part.filter(|part| *part != about.into());
        if let Some(part) = part.map(NamedOrBlankNodeRef::into_owned)
            && !parts.contains(&part)
        {
            statements.extend(of_subject(live, part.as_ref())?);
            parts.insert(part);
        }
        at += 1;
    }
    Ok((statements, parts))
}

fn of_subject<'l>(
    live: &'l Live,
    subject: NamedOrBlankNodeRef<'_>,
) -> Result<Vec<Statement<'l>>, StorageError> {
    let found = live.store.matching(Some(subject), None, None);
    let mut statements = Vec::with_capacity(found.size_hint().0);
    for statement in found.take(Document::OWN) {
        statements.push(as_published(statement?));
    }
    statements.sort_unstable_by(|a, b| order::of_triples(a.as_ref(), b.as_ref()));
    Ok(statements)
}

/// The triple with the datatype that was published: the store keeps every whole number as
/// `xsd:integer`, but portals ask of sizes that they are of the datatype that DCAT gives them.
fn as_published(statement: Statement<'_>) -> Statement<'_> {
    let triple = statement.as_ref();
    if triple.predicate == dcat::BYTE_SIZE
        && let TermRef::Literal(size) = triple.object
    {
        let size = Literal::new_typed_literal(size.value(), xsd::NON_NEGATIVE_INTEGER);
        let subject = triple.subject.into_owned();
        return Statement::Read(Triple::new(subject, triple.predicate, size));
    }
    statement
}

/// The links to a thing on a page, and whether there are more.
fn links_to<'l>(
    live: &'l Live,
    about: NamedNodeRef<'_>,
    page: usize,
) -> Result<(Vec<Statement<'l>>, bool), StorageError> {
    if page > Document::PAGES {
        return Ok((Vec::new(), false));
    }
    let found = live.store.matching(None, None, Some(about.into()));
    let of_others = found.filter(|statement| {
        let subject = statement
            .as_ref()
            .map(|statement| statement.as_ref().subject);
        match subject {
            Ok(NamedOrBlankNodeRef::NamedNode(iri)) => part_of(about, iri.into()).is_none(),
            Ok(NamedOrBlankNodeRef::BlankNode(_)) => false,
            Err(_) => true,
        }
    });
    let rest = of_others.skip((page - 1) * Document::PAGE);
    // To collect results makes room step by step, and moves all links each time.
    let mut links = Vec::with_capacity(Document::PAGE + 1);
    for link in rest.take(Document::PAGE + 1) {
        links.push(link?);
    }
    let more = links.len() > Document::PAGE && page < Document::PAGES;
    links.truncate(Document::PAGE);
    links.sort_by(|a, b| {
        let (a, b) = (a.as_ref(), b.as_ref());
        let predicates = a.predicate.cmp(&b.predicate);
        predicates.then_with(|| text(a.subject).cmp(text(b.subject)))
    });
    Ok((links, more))
}

fn text(node: NamedOrBlankNodeRef<'_>) -> &str {
    match node {
        NamedOrBlankNodeRef::NamedNode(iri) => iri.as_str(),
        NamedOrBlankNodeRef::BlankNode(blank) => blank.as_str(),
    }
}
