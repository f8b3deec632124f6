use askama::Template;
use oxigraph::store::Store;
use oxrdf::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use rustc_hash::FxHashMap;

use super::ExportError;
use crate::serve::Form;
use crate::uri::Base;
use crate::vocab::{dct, qb, rdf, rdfs, skos};

/// A page that only an export has: things with what is said of them.
#[derive(Template)]
#[template(path = "export.html")]
struct Page<'a> {
    language: &'static str,
    title: &'a str,
    entries: Vec<Listed>,
    forms: Vec<(&'static str, String)>,
}

/// A thing on such a page.
pub(super) struct Listed {
    /// The path below the base, by which a link finds it in the page.
    anchor: String,
    href: Option<String>,
    text: String,
    facts: Vec<Fact>,
}

/// What is said of it.
struct Fact {
    property: String,
    value: String,
    href: Option<String>,
}

/// Draws a page.
pub(super) fn page(
    title: &str,
    entries: Vec<Listed>,
    documents: &[&str],
) -> Result<String, ExportError> {
    let data = Form::ALL.into_iter().filter(|form| *form != Form::Html);
    let forms = documents.iter().flat_map(|document| {
        let address = move |form: Form| format!("/{document}.{}", form.suffix());
        data.clone().map(move |form| (form.name(), address(form)))
    });
    let page = Page {
        language: "en",
        title,
        entries,
        forms: forms.collect(),
    };
    page.render().map_err(|error| ExportError::Page {
        path: title.to_owned(),
        reason: error.to_string(),
    })
}

impl Listed {
    /// A link without more words.
    pub(super) fn link(href: String, text: String) -> Self {
        Self {
            anchor: href.clone(),
            href: Some(href),
            text,
            facts: Vec::new(),
        }
    }

    /// The observations that triples describe, which stand together by subject.
    pub(super) fn observations(
        triples: &[Triple],
        base: &Base,
        labels: &mut Labels<'_>,
    ) -> Result<Vec<Self>, ExportError> {
        let mut listed = Vec::<Self>::new();
        for triple in triples {
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
                continue;
            };
            let path = door(base, subject.as_str());
            if listed.last().is_none_or(|last| last.anchor != path) {
                listed.push(Self {
                    text: path
                        .splitn(4, '/')
                        .last()
                        .unwrap_or(path)
                        .replace('/', ", "),
                    anchor: path.to_owned(),
                    href: None,
                    facts: Vec::new(),
                });
            }
            let apart = [rdf::TYPE, qb::DATA_SET];
            if let Some(last) = listed.last_mut()
                && !apart.contains(&triple.predicate.as_ref())
            {
                last.facts.push(Fact::of(triple, base, labels)?);
            }
        }
        Ok(listed)
    }
}

impl Fact {
    fn of(triple: &Triple, base: &Base, labels: &mut Labels<'_>) -> Result<Self, ExportError> {
        let (value, href) = match &triple.object {
            Term::NamedNode(iri) => {
                let href = door(base, iri.as_str()).to_owned();
                (labels.of(iri)?, Some(href))
            }
            Term::Literal(literal) => (literal.value().to_owned(), None),
            Term::BlankNode(node) => (node.to_string(), None),
        };
        Ok(Self {
            property: labels.of(&triple.predicate)?,
            value,
            href,
        })
    }
}

fn door<'i>(base: &Base, iri: &'i str) -> &'i str {
    iri.strip_prefix(base.as_str()).unwrap_or(iri)
}

/// The English names of things, looked up when they are needed.
pub(super) struct Labels<'s> {
    store: &'s Store,
    known: FxHashMap<NamedNode, String>,
}

impl<'s> Labels<'s> {
    /// More names than these are looked up again.
    const KNOWN: usize = 20_000;

    pub(super) fn new(store: &'s Store) -> Self {
        Self {
            store,
            known: FxHashMap::default(),
        }
    }

    /// The name of a thing, or the end of its URI where it has none.
    pub(super) fn of(&mut self, thing: &NamedNode) -> Result<String, ExportError> {
        if let Some(name) = self.known.get(thing) {
            return Ok(name.clone());
        }
        let name = self.read(thing.as_ref())?.unwrap_or_else(|| {
            let iri = thing.as_str();
            let end = iri.rsplit(['/', '#']).next();
            end.unwrap_or(iri).to_owned()
        });
        if self.known.len() >= Self::KNOWN {
            self.known.clear();
        }
        self.known.insert(thing.clone(), name.clone());
        Ok(name)
    }

    fn read(&self, thing: NamedNodeRef<'_>) -> Result<Option<String>, ExportError> {
        let graph = Some(GraphNameRef::DefaultGraph);
        for property in [skos::PREF_LABEL, rdfs::LABEL, dct::TITLE] {
            let quads =
                self.store
                    .quads_for_pattern(Some(thing.into()), Some(property), None, graph);
            for quad in quads {
                if let Term::Literal(text) = quad?.object
                    && text.language() != Some("cy")
                {
                    return Ok(Some(text.value().to_owned()));
                }
            }
        }
        Ok(None)
    }
}
