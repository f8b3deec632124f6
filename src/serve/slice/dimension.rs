use oxigraph::store::StorageError;
use oxrdf::{NamedNode, NamedNodeRef, TermRef};
use rustc_hash::FxHashMap;

use super::member::{Member, Parents, Within, days};
use super::schema::own_name;
use crate::cube::columns::{Code, Cube, Terms};
use crate::serve::triples::Triples;
use crate::serve::{Language, Live, pages};
use crate::vocab::qb;

/// A dimension, as slices call it.
#[derive(Debug)]
pub(in crate::serve) struct Dimension {
    /// The place of its column.
    pub(super) component: usize,
    pub(super) property: NamedNode,
    /// Its component of the structure, which may have a name for it.
    specification: Option<NamedNode>,
    /// What it is called in an address.
    pub(super) name: String,
    /// The last part of its property, where that differs.
    pub(super) alias: String,
    pub(super) order: Order,
    /// By code.
    pub(super) members: Vec<Member>,
    /// By key.
    pub(super) codes: FxHashMap<String, Code>,
    pub(super) within: Within,
}

/// Whether members come one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// By their days.
    Time,
    /// By the order of their terms, as literals that are dates.
    Terms,
    /// They do not.
    None,
}

impl Dimension {
    pub(super) fn read(
        store: &Triples,
        parents: &mut Parents<'_>,
        cube: &Cube,
        component: usize,
        specification: Option<NamedNode>,
    ) -> Result<Self, StorageError> {
        let property = cube.components()[component].property().into_owned();
        let terms = cube.terms(component);
        let mut members = Vec::with_capacity(terms.len());
        let mut within = Within::default();
        for (code, term) in (0..).zip(terms.iter()) {
            members.push(Member {
                key: cube.key_of(component, code).to_owned(),
                days: days(store, term)?,
            });
            if let TermRef::NamedNode(iri) = term {
                for parent in parents.of(&iri.into_owned())? {
                    within.members.entry(parent).or_default().push(code);
                }
            }
        }
        let codes = members.iter().zip(0..);
        let named = specification.as_ref().unwrap_or(&property);
        Ok(Self {
            component,
            alias: simple(last_part(property.as_str())),
            name: if property.as_ref() == qb::MEASURE_TYPE {
                "measure".to_owned()
            } else {
                simple(last_part(named.as_str()))
            },
            specification,
            order: order(&members, terms),
            codes: codes.map(|(m, code)| (m.key.clone(), code)).collect(),
            property,
            members,
            within,
        })
    }

    /// Whether it says which measure an observation has.
    pub(super) fn is_measure(&self) -> bool {
        self.property.as_ref() == qb::MEASURE_TYPE
    }

    /// Whether this is what it is called; hyphens and underscores are the same.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let name = simple(name);
        name == self.name || name == self.alias || self.property.as_str() == name
    }

    /// What it is called on a page.
    pub(super) fn label(&self, live: &Live, language: Language) -> String {
        own_name(live, self.specification.as_ref(), &self.property, language)
    }

    /// The words for a member: its name, or its text.
    pub(super) fn member_label(
        &self,
        live: &Live,
        cube: &Cube,
        code: Code,
        language: Language,
    ) -> String {
        term_label(live, cube.terms(self.component).term(code), language)
    }
}

/// The name of an IRI, or the text of a literal.
pub(super) fn term_label(live: &Live, term: TermRef<'_>, language: Language) -> String {
    match term {
        TermRef::NamedNode(iri) => pages::name(live, iri, language).into_owned(),
        TermRef::BlankNode(node) => node.as_str().to_owned(),
        TermRef::Literal(literal) => literal.value().to_owned(),
    }
}

fn order(members: &[Member], terms: Terms<'_>) -> Order {
    if !members.is_empty() && members.iter().all(|member| member.days.is_some()) {
        return Order::Time;
    }
    let date = NamedNodeRef::new_unchecked("http://www.w3.org/2001/XMLSchema#date");
    let is_date = |term| matches!(term, TermRef::Literal(l) if l.datatype() == date);
    if !members.is_empty() && terms.iter().all(is_date) {
        return Order::Terms;
    }
    Order::None
}

/// A name as addresses have it.
fn simple(name: &str) -> String {
    name.replace('_', "-")
}

pub(super) fn last_part(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}
