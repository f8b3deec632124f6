use std::borrow::Cow;

use askama::Template;
use oxrdf::{NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef};

use super::downloads::{self, Download};
use super::figures::Figures;
use super::value::{Groups, Value};
use super::words;
use crate::serve::cache::Key;
use crate::serve::cubes::Cube;
use crate::serve::document::{Document, part_of};
use crate::serve::scratch::drawn;
use crate::serve::{Form, Language, Live, Problem, Site, slice};
use crate::vocab::{dcat, dct, rdf, rdfs, skos};

/// How deep blank nodes are drawn within one another.
const DEPTH: usize = 4;

/// The page about a thing.
#[derive(Template)]
#[template(path = "thing.html")]
struct Page<'a> {
    language: &'static str,
    title: Cow<'a, str>,
    uri: &'a str,
    kinds: Vec<Value<'a>>,
    figures: Vec<Figures>,
    /// That it is no more, where it is not.
    ended: Option<Ended<'a>>,
    /// Slices of datasets that are about it: the name of the dataset, and the address.
    slices: Vec<(String, String)>,
    /// The files of a release, or of the live one of a dataset.
    downloads: Vec<Download>,
    /// The live release of a dataset, and where it is described.
    edition: Option<(String, String)>,
    /// What a dataset is made of.
    makeup: Option<Makeup<'a>>,
    facts: Groups<'a>,
    incoming: Groups<'a>,
    number: usize,
    previous: Option<String>,
    next: Option<String>,
    forms: Vec<(&'static str, String)>,
    other_language: Option<(&'static str, &'static str, String)>,
    collection: Option<(String, String)>,
}

/// Draws the page about a thing.
pub(in crate::serve) fn thing(
    site: &Site,
    live: &Live,
    document: &Document<'_>,
    key: &Key,
) -> Result<Vec<u8>, Problem> {
    let language = key.language;
    let drawing = Drawing {
        site,
        live,
        document,
        language,
    };
    let about = document.about.as_ref();
    let first = document.page == 1;
    let figures = if first {
        Figures::of(site, live, about, language)?
    } else {
        Vec::new()
    };
    let path = |page| site.door(document.page_address(page).as_str()).to_owned();
    let page = Page {
        language: language.tag(),
        title: title(site, live, document, language),
        uri: document.about.as_str(),
        kinds: drawing.kinds(),
        figures,
        ended: drawing.ended(),
        slices: if first {
            slice::about(site, live, about, language)
        } else {
            Vec::new()
        },
        downloads: if first {
            downloads::of_page(live, site.door(about.as_str()))
        } else {
            Vec::new()
        },
        edition: downloads::edition(live, site.door(about.as_str())),
        makeup: drawing.makeup(),
        facts: drawing.facts(about.into(), DEPTH),
        incoming: drawing.incoming(),
        number: document.page,
        previous: (document.page > 1).then(|| path(document.page - 1)),
        next: document.more.then(|| path(document.page + 1)),
        forms: forms(&key.path),
        other_language: other_language(live, document, key),
        collection: collection(live, &key.path),
    };
    Ok(drawn(&page)?)
}

fn title<'a>(
    site: &Site,
    live: &'a Live,
    document: &'a Document<'_>,
    language: Language,
) -> Cow<'a, str> {
    Value::in_language(site, live, document.about.as_ref().into(), language).text
}

/// The other forms of a document.
pub(super) fn forms(path: &str) -> Vec<(&'static str, String)> {
    let data = Form::ALL.into_iter().filter(|form| *form != Form::Html);
    data.map(|form| (form.name(), format!("{path}.{}", form.suffix())))
        .collect()
}

/// A link to the same page in the other language, where the thing has a name in it.
fn other_language(
    live: &Live,
    document: &Document<'_>,
    key: &Key,
) -> Option<(&'static str, &'static str, String)> {
    let welsh = live.names.triples(document.about.as_ref()).any(
        |triple| matches!(triple.object, TermRef::Literal(text) if text.language() == Some("cy")),
    );
    let (tag, name) = match key.language {
        Language::English => ("cy", "Cymraeg"),
        Language::Welsh => ("en", "English"),
    };
    welsh.then(|| (tag, name, format!("{}.html?lang={tag}", key.path)))
}

/// The list that a thing stands in.
fn collection(live: &Live, path: &str) -> Option<(String, String)> {
    let (list, _) = path.rsplit_once('/')?;
    let concept = list.strip_prefix("/doc/")?;
    let known = !live.names.things(concept).is_empty();
    known.then(|| (super::list::plural(concept), list.to_owned()))
}

/// The end of a thing.
struct Ended<'a> {
    day: String,
    successors: Vec<Value<'a>>,
}

/// The dimensions and measures of a dataset.
struct Makeup<'a> {
    dimensions: Vec<Value<'a>>,
    measures: Vec<Value<'a>>,
}

struct Drawing<'a> {
    site: &'a Site,
    live: &'a Live,
    document: &'a Document<'a>,
    language: Language,
}

impl<'a> Drawing<'a> {
    fn kinds(&self) -> Vec<Value<'a>> {
        let about = NamedOrBlankNodeRef::from(&self.document.about);
        let own = self.document.own();
        let types = own.filter(|triple| triple.subject == about && triple.predicate == rdf::TYPE);
        let types: Vec<_> = types.map(|triple| triple.object).collect();
        let base = self.site.base().as_str();
        let is_own = |kind: &TermRef<'_>| matches!(kind, TermRef::NamedNode(iri) if iri.as_str().starts_with(base));
        let own: Vec<_> = types.iter().copied().filter(is_own).collect();
        // What a thing is in other vocabularies says less, and stands in its data.
        let shown = if own.is_empty() { types } else { own };
        shown.into_iter().map(|kind| self.value(kind)).collect()
    }

    /// When the thing closed, and what took its place: people who look for a court want to know it
    /// before all else.
    fn ended(&self) -> Option<Ended<'a>> {
        let closed = self.site.base().term("justice", "closed");
        let about = NamedOrBlankNodeRef::from(&self.document.about);
        let of_it = || self.document.own().filter(move |t| t.subject == about);
        let closed = of_it().find(|triple| triple.predicate == closed.as_ref())?;
        let TermRef::Literal(date) = closed.object else {
            return None;
        };
        let successors = of_it().filter(|triple| triple.predicate == dct::IS_REPLACED_BY);
        Some(Ended {
            day: words::day(date.value()),
            successors: successors.map(|triple| self.value(triple.object)).collect(),
        })
    }

    /// The dimensions and measures of the thing, if it is a dataset and this is its first page.
    fn makeup(&self) -> Option<Makeup<'a>> {
        let is_it = |cube: &&Cube| cube.dataset == self.document.about && self.document.page == 1;
        let cube = self.live.cubes.iter().find(is_it)?;
        let values = |properties: &'a [NamedNode]| {
            let properties = properties.iter();
            properties
                .map(|property| self.value(property.into()))
                .collect()
        };
        Some(Makeup {
            dimensions: values(&cube.dimensions),
            measures: values(&cube.measures),
        })
    }

    fn value(&self, term: TermRef<'a>) -> Value<'a> {
        Value::in_language(self.site, self.live, term, self.language)
    }

    /// What is said of a node, the blank nodes it leads to within it.
    fn facts(&self, node: NamedOrBlankNodeRef<'_>, depth: usize) -> Groups<'a> {
        let mut groups = Groups::default();
        for triple in self.document.own().filter(|t| t.subject == node) {
            if self.is_said_elsewhere(node, triple.predicate) {
                continue;
            }
            let mut value = self.value(triple.object);
            if let Some(part) = part_of(self.document.about.as_ref(), triple.object)
                && depth > 0
            {
                value.nested = Some(self.facts(part, depth - 1));
            }
            self.add(&mut groups, triple.predicate, value);
        }
        groups
    }

    /// Whether the head of the page says it, or its list of files.
    fn is_said_elsewhere(
        &self,
        node: NamedOrBlankNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
    ) -> bool {
        let about = NamedOrBlankNodeRef::from(&self.document.about);
        let said = [rdf::TYPE, rdfs::LABEL, skos::PREF_LABEL];
        let path = self.site.door(self.document.about.as_str());
        let is_file =
            || predicate == dcat::DISTRIBUTION && self.live.shelf.of_page(path).next().is_some();
        node == about && (said.contains(&predicate) || is_file())
    }

    fn incoming(&self) -> Groups<'a> {
        let mut groups = Groups::default();
        for triple in self.document.incoming() {
            if let NamedOrBlankNodeRef::NamedNode(subject) = triple.subject {
                self.add(&mut groups, triple.predicate, self.value(subject.into()));
            }
        }
        groups
    }

    fn add(&self, groups: &mut Groups<'a>, property: NamedNodeRef<'a>, value: Value<'a>) {
        let name = || words::name(self.live, property, self.language);
        groups.add(name, self.site.door(property.as_str()), value);
    }
}
