use oxiri::Iri;
use oxrdf::{LiteralRef, NamedNodeRef};

use crate::csvw::annotate::AnnotatedColumn;
use crate::csvw::cell::{CellFault, CellValue, Item, parse_cell};
use crate::csvw::metadata::Presence;
use crate::csvw::web::without_fragment;
use crate::graph::{Dictionary, TermId};

use super::bind::{Binder, Bound, Values};
use super::cache::{Cache, Entry, Keep};

/// A column, made ready: templates bound, terms that never change made once.
pub(super) struct ColumnPlan {
    pub(super) annotated: AnnotatedColumn,
    /// Which of the table's subjects its cells are about; `None` for the row's blank node.
    pub(super) about: Option<usize>,
    pub(super) property: Fixable,
    pub(super) value_url: ValueUrl,
    /// Whether any template uses its values.
    pub(super) feeds_templates: bool,
    pub(super) cache: Cache,
}

/// An IRI that is the same for all rows, or not.
pub(super) enum Fixable {
    Fixed { iri: String, term: Option<TermId> },
    Varying(Bound),
}

/// What a cell's `valueUrl` depends on.
pub(super) enum ValueUrl {
    None,
    /// On this cell alone.
    Cell(Bound),
    /// On other cells, or the row.
    Row(Bound),
}

impl Fixable {
    /// The default property: the column's name as a fragment of the table's URL.
    fn of_name(column: &AnnotatedColumn, base: &Iri<String>) -> Self {
        Self::Fixed {
            iri: format!("{}#{}", without_fragment(base.as_str()), column.name),
            term: None,
        }
    }

    fn of(bound: Bound, base: &Iri<String>) -> Self {
        let mut iri = String::new();
        if bound.is_fixed()
            && bound
                .expand(&mut iri, &Alone(&Entry::default()), base)
                .is_ok()
        {
            return Self::Fixed { iri, term: None };
        }
        Self::Varying(bound)
    }

    /// The term, made when it is first needed; `None` if it is not the same for all rows.
    #[inline]
    pub(super) fn fixed(&mut self, terms: &mut Dictionary) -> Option<TermId> {
        let Self::Fixed { iri, term } = self else {
            return None;
        };
        Some(*term.get_or_insert_with(|| terms.intern(NamedNodeRef::new_unchecked(iri))))
    }
}

impl ColumnPlan {
    pub(super) fn new(binder: &mut Binder<'_>, index: usize) -> Self {
        let annotated = binder.columns[index].clone();
        let property = match &annotated.property_url {
            Some(template) => Fixable::of(binder.bind(template, index), binder.base),
            None => Fixable::of_name(&annotated, binder.base),
        };
        let value_url = match &annotated.value_url {
            None => ValueUrl::None,
            Some(template) => {
                let bound = binder.bind(template, index);
                if bound.depends_only_on(index) {
                    ValueUrl::Cell(bound)
                } else {
                    ValueUrl::Row(bound)
                }
            }
        };
        Self {
            annotated,
            about: None,
            property,
            value_url,
            feeds_templates: false,
            cache: Cache::default(),
        }
    }

    /// Whether the current cell is the object of any triple. A list is one even without values.
    pub(super) fn has_objects(&self) -> bool {
        let entry = self.cache.current();
        match self.value_url {
            ValueUrl::None if self.is_list() => entry.value != CellValue::Null,
            ValueUrl::None => !entry.literals.is_empty(),
            ValueUrl::Cell(_) => entry.iri.is_some(),
            ValueUrl::Row(_) => self.has_value_url(entry),
        }
    }

    /// Whether the values of a cell are written as a list.
    pub(super) fn is_list(&self) -> bool {
        self.annotated.ordered && self.annotated.separator.is_some()
    }

    pub(super) fn is_shown(&self) -> bool {
        self.annotated.output == Presence::Shown
    }

    /// Makes the cell with this text the current one. Returns what is wrong with it.
    #[inline]
    pub(super) fn select(
        &mut self,
        text: &str,
        base: &Iri<String>,
        terms: &mut Dictionary,
    ) -> Vec<CellFault> {
        if self.cache.select(text) {
            return Vec::new();
        }
        self.meet(text, base, terms)
    }

    /// Parses a cell that was not met before.
    #[inline(never)]
    fn meet(&mut self, text: &str, base: &Iri<String>, terms: &mut Dictionary) -> Vec<CellFault> {
        let mut faults = Vec::new();
        let value = parse_cell(&self.annotated, text, &mut faults);
        let mut entry = Entry {
            value,
            ..Entry::default()
        };
        if self.feeds_templates {
            entry.encode();
        }
        let url_failed = self.intern(&mut entry, base, terms);
        let keep = if faults.is_empty() && !url_failed {
            Keep::Yes
        } else {
            Keep::No
        };
        self.cache.insert(text, entry, keep);
        faults
    }

    /// Makes the terms; says whether `valueUrl` should have given one but did not.
    fn intern(&self, entry: &mut Entry, base: &Iri<String>, terms: &mut Dictionary) -> bool {
        match &self.value_url {
            ValueUrl::None => {
                let items = entry.value.items().iter();
                entry.literals = items.map(|item| self.literal(item, terms)).collect();
                false
            }
            ValueUrl::Cell(bound) if self.has_value_url(entry) => {
                let mut iri = String::new();
                if bound.expand(&mut iri, &Alone(entry), base).is_err() {
                    return true;
                }
                entry.iri = Some(terms.intern(NamedNodeRef::new_unchecked(&iri)));
                false
            }
            ValueUrl::Cell(_) | ValueUrl::Row(_) => false,
        }
    }

    /// Null has no `valueUrl`, except in a virtual column.
    pub(super) fn has_value_url(&self, entry: &Entry) -> bool {
        entry.value != CellValue::Null || self.annotated.source_number.is_none()
    }

    /// The literal of a value; one that is not of the datatype is a string.
    pub(super) fn literal(&self, item: &Item, terms: &mut Dictionary) -> TermId {
        let datatype = &self.annotated.datatype;
        let text = item.lexical.as_str();
        let literal = match &self.annotated.lang {
            Some(lang) if datatype.is_string() => {
                LiteralRef::new_language_tagged_literal_unchecked(text, lang)
            }
            _ if item.typed => {
                LiteralRef::new_typed_literal(text, NamedNodeRef::new_unchecked(datatype.iri()))
            }
            _ => LiteralRef::new_simple_literal(text),
        };
        terms.intern(literal)
    }
}

/// The values of one cell, for a template that needs no others.
struct Alone<'e>(&'e Entry);

impl Values for Alone<'_> {
    fn values(&self, _: usize) -> Option<Vec<&str>> {
        values_of(self.0)
    }

    fn encoded(&self, _: usize) -> &str {
        &self.0.encoded
    }

    fn row(&self) -> u64 {
        0
    }

    fn source_row(&self) -> u64 {
        0
    }
}

/// The lexical forms of a cell's values; `None` for null.
pub(super) fn values_of(entry: &Entry) -> Option<Vec<&str>> {
    match entry.value {
        CellValue::Null => None,
        _ => Some(
            entry
                .value
                .items()
                .iter()
                .map(|item| item.lexical.as_str())
                .collect(),
        ),
    }
}
