use oxrdf::{NamedNode, Term, TermRef};
use rustc_hash::FxHashMap;

use crate::cube::columns::{Code, Cube};
use crate::serve::slice::dimension::{Dimension, last_part, term_label};
use crate::serve::slice::request::Slice;
use crate::serve::slice::schema::{Measure, Schema};
use crate::serve::slice::table::{Line, Reading, Source, Table};
use crate::serve::{Language, Live, Site};

/// A slice and its answer, with the names of all that is in it: what the forms write.
pub(in crate::serve::slice) struct Told<'t> {
    pub(in crate::serve::slice) site: &'t Site,
    pub(in crate::serve::slice) live: &'t Live,
    pub(in crate::serve::slice) schema: &'t Schema,
    pub(in crate::serve::slice) cube: &'t Cube,
    pub(in crate::serve::slice) slice: &'t Slice,
    pub(in crate::serve::slice) table: &'t Table,
    pub(in crate::serve::slice) language: Language,
    /// For each component and code that is told, its name.
    labels: FxHashMap<(usize, Code), String>,
}

/// A thing as a form tells it.
#[derive(Clone, Copy, Debug)]
pub(in crate::serve::slice) struct Cell<'t> {
    /// The IRI, or the text of a literal.
    pub(in crate::serve::slice) uri: &'t str,
    pub(in crate::serve::slice) code: &'t str,
    pub(in crate::serve::slice) label: &'t str,
}

/// What a slice is read from.
#[derive(Clone, Copy)]
pub(in crate::serve::slice) struct From<'t> {
    pub(in crate::serve::slice) site: &'t Site,
    pub(in crate::serve::slice) live: &'t Live,
    pub(in crate::serve::slice) schema: &'t Schema,
    pub(in crate::serve::slice) cube: &'t Cube,
}

impl<'t> Told<'t> {
    pub(in crate::serve::slice) fn new(
        from: From<'t>,
        slice: &'t Slice,
        table: &'t Table,
        language: Language,
    ) -> Self {
        let From {
            site,
            live,
            schema,
            cube,
        } = from;
        let mut labels = FxHashMap::default();
        for line in &table.lines {
            for component in components(schema, table, line) {
                labels.entry(component).or_insert_with(|| {
                    let (component, code) = component;
                    term_label(live, cube.terms(component).term(code), language)
                });
            }
        }
        Self {
            site,
            live,
            schema,
            cube,
            slice,
            table,
            language,
            labels,
        }
    }

    /// The dimensions that lines have members of, without the one that says the measure, which
    /// every form tells by itself.
    pub(in crate::serve::slice) fn dimensions(
        &self,
    ) -> impl Iterator<Item = (usize, &'t Dimension)> + '_ {
        let shown = self.table.shown.iter().enumerate();
        let shown = shown.map(|(place, at)| (place, &self.schema.dimensions[*at]));
        shown.filter(|(_, dimension)| !dimension.is_measure())
    }

    /// The member of a dimension that a line has.
    pub(in crate::serve::slice) fn member(
        &self,
        place: usize,
        dimension: &'t Dimension,
        line: &Line,
    ) -> Option<Cell<'_>> {
        let code = line.members[place]?;
        let cell = self.cell(dimension.component, code);
        let key = dimension.members[code as usize].key.as_str();
        Some(Cell { code: key, ..cell })
    }

    pub(in crate::serve::slice) fn measure(&self, line: &Line) -> &'t Measure {
        &self.schema.measures[line.measure]
    }

    pub(in crate::serve::slice) fn unit(&self, line: &Line) -> Option<Cell<'_>> {
        Some(self.cell(self.schema.unit?, line.unit?))
    }

    /// The words for the unit of a line.
    pub(in crate::serve::slice) fn unit_label(&self, line: &Line) -> Option<String> {
        let component = self.schema.unit?;
        Some(term_label(
            self.live,
            self.cube.terms(component).term(line.unit?),
            self.language,
        ))
    }

    /// The members of a dimension, by time or by name.
    pub(in crate::serve::slice) fn in_order(&self, dimension: &Dimension) -> Vec<Code> {
        let reading = Reading {
            schema: self.schema,
            cube: self.cube,
            slice: self.slice,
            live: self.live,
        };
        let ranks = reading.ranks(dimension);
        let mut codes: Vec<Code> = (0..).take(dimension.members.len()).collect();
        codes.sort_by_key(|code| ranks[*code as usize]);
        codes
    }

    /// The power of ten that the figure is to be multiplied with.
    pub(in crate::serve::slice) fn multiplier(&self, line: &Line) -> Option<&str> {
        let component = self.schema.multiplier?;
        Some(self.cube.terms(component).text(line.multiplier?))
    }

    pub(in crate::serve::slice) fn statuses(&self, line: &Line) -> impl Iterator<Item = Cell<'_>> {
        let component = self.schema.status;
        let codes = line.statuses.clone().into_iter();
        codes.filter_map(move |code| Some(self.cell(component?, code)))
    }

    /// The IRI of the observation that a line is.
    pub(in crate::serve::slice) fn observation(&self, line: &Line) -> Option<NamedNode> {
        match line.source {
            Source::Observation(row) => Some(self.cube.observation(row as usize)),
            Source::Total { .. } => None,
        }
    }

    /// The term of a member.
    pub(in crate::serve::slice) fn term(&self, component: usize, code: Code) -> Term {
        self.cube.terms(component).term(code).into_owned()
    }

    /// The address of the slice without a form.
    pub(in crate::serve::slice) fn address(&self) -> String {
        let query = self.slice.query_with(&[]);
        if query.is_empty() {
            return self.path();
        }
        format!("{}?{query}", self.path())
    }

    /// The path of the slice without a suffix.
    pub(in crate::serve::slice) fn path(&self) -> String {
        format!("{}/slice", self.site.door(self.schema.dataset.as_str()))
    }

    /// Whether there are lines after those of this page.
    pub(in crate::serve::slice) fn has_more(&self, limit: usize) -> bool {
        let before = (self.slice.page - 1).saturating_mul(limit);
        before.saturating_add(self.table.lines.len()) < self.table.total
    }

    fn cell(&self, component: usize, code: Code) -> Cell<'_> {
        let uri = self.cube.terms(component).text(code);
        let label = self.labels.get(&(component, code));
        Cell {
            uri,
            code: match self.cube.terms(component).term(code) {
                TermRef::NamedNode(_) => last_part(uri),
                _ => uri,
            },
            label: label.map_or(uri, String::as_str),
        }
    }
}

/// All that a line has a name for: components with codes.
fn components<'l>(
    schema: &'l Schema,
    table: &'l Table,
    line: &'l Line,
) -> impl Iterator<Item = (usize, Code)> + 'l {
    let members = table.shown.iter().zip(&line.members);
    let members =
        members.filter_map(|(at, code)| Some((schema.dimensions[*at].component, (*code)?)));
    let statuses = line.statuses.iter();
    let statuses = statuses.filter_map(|code| Some((schema.status?, *code)));
    members.chain(schema.unit.zip(line.unit)).chain(statuses)
}
