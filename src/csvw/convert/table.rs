use std::mem;

use oxiri::Iri;
use oxrdf::NamedNodeRef;

use crate::csvw::annotate::AnnotatedColumn;
use crate::csvw::metadata::{Source, Table};
use crate::csvw::tabular::Record;
use crate::graph::{Kept, Pair, TermId, Triple, TripleSink};

use super::batch::Batch;
use super::bind::{Binder, Bound, Unknown};
use super::column::{ColumnPlan, Fixable, ValueUrl};
use super::group::{BlankNodes, GroupNode};
use super::report::Report;
use super::row::{Cells, Keys, RowNumbers};
use super::straight::Straight;

/// A table, made ready to be converted row by row.
pub(super) struct TablePlan<'t> {
    pub(super) base: &'t Iri<String>,
    pub(super) columns: Vec<ColumnPlan>,
    /// The different `aboutUrl`s of the columns.
    abouts: Vec<Bound>,
    /// The subjects of the current row, made when the first cell needs them; the last is that of
    /// cells without `aboutUrl`.
    pub(super) subjects: Vec<Option<Subject>>,
    /// The columns whose values are the titles of a row.
    pub(super) row_titles: Vec<usize>,
    skip_columns: usize,
    shape: Shape,
    straight: Option<Straight>,
    /// Holds predicates and objects while a straight row is written.
    pub(super) pairs: Vec<Pair>,
    /// Rows that were read but not written.
    pub(super) batch: Batch,
    /// Holds IRIs while they are made.
    pub(super) text: String,
    pub(super) triples: u64,
}

/// The subject of cells; `None` if its template gave no IRI.
pub(super) type Subject = Option<TermId>;

/// How the columns of a schema lie in the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// How many columns of the file are described.
    described: usize,
    /// How many columns the file has, or should have.
    in_file: usize,
}

impl Shape {
    /// The column of the table that a column of the schema is: columns that only the file has
    /// stand before the virtual ones.
    pub(super) fn position(self, schema_index: usize) -> usize {
        if schema_index < self.described {
            schema_index
        } else {
            schema_index + self.in_file - self.described
        }
    }
}

/// Where a row's triples go, and the findings about it.
pub(super) struct Out<'o, 'f, S> {
    pub(super) sink: &'o mut S,
    pub(super) blanks: &'o mut BlankNodes,
    pub(super) report: &'o mut Report<'f>,
}

impl<'t> TablePlan<'t> {
    /// Binds all templates; says which variables they use that nothing sets.
    pub(super) fn new(
        table: &'t Table,
        columns: &[AnnotatedColumn],
        skip_columns: usize,
    ) -> (Self, Vec<Unknown>) {
        let mut binder = Binder {
            columns,
            base: &table.url,
            unknown: Vec::new(),
        };
        let mut plans: Vec<_> = (0..columns.len())
            .map(|index| ColumnPlan::new(&mut binder, index))
            .collect();
        let abouts = bind_abouts(&mut binder, &mut plans);
        let unknown = binder.unknown;
        mark_feeding(&mut plans, &abouts);
        let straight = Straight::of(&plans);
        let shape = Shape {
            described: table
                .columns()
                .iter()
                .filter(|column| column.source == Source::File)
                .count(),
            in_file: columns
                .iter()
                .filter(|column| column.source_number.is_some())
                .count(),
        };
        let row_titles = table.schema.iter().flat_map(|schema| &schema.row_titles);
        let plan = Self {
            base: &table.url,
            subjects: vec![None; abouts.len() + 1],
            abouts,
            columns: plans,
            row_titles: row_titles.map(|index| shape.position(*index)).collect(),
            skip_columns,
            shape,
            straight,
            pairs: Vec::new(),
            batch: Batch::default(),
            text: String::new(),
            triples: 0,
        };
        (plan, unknown)
    }

    /// How many triples were written.
    pub(super) fn triples(&self) -> u64 {
        self.triples
    }

    /// Converts one row; in standard mode `table` is the node that it belongs to.
    pub(super) fn row<S: TripleSink>(
        &mut self,
        record: &Record,
        number: u64,
        table: Option<&GroupNode>,
        keys: &mut dyn Keys,
        out: &mut Out<'_, '_, S>,
    ) -> Result<(), S::Error> {
        let row = RowNumbers {
            number,
            source_number: record.number,
            line: record.line,
        };
        if let (Some(straight), None, Kept::All) = (self.straight, table, out.sink.keeps()) {
            return self.batch_row(straight, record, row, keys, out);
        }
        out.sink.row_start(row.source())?;
        self.read_row(record, keys, out);
        self.subjects.fill(None);
        let mut columns = mem::take(&mut self.columns);
        let written = match self.straight {
            Some(straight) => self.write_straight(straight, &mut columns, row, out),
            None => self.write_cells(&mut columns, row, out),
        };
        self.columns = columns;
        written?;
        if let Some(table) = table {
            let table = table.intern(out.sink.terms());
            self.write_row_node(table, row, out)?;
        }
        self.end_row(out)
    }

    /// Makes the cells of a row the current ones.
    pub(super) fn read_row<S: TripleSink>(
        &mut self,
        record: &Record,
        keys: &mut dyn Keys,
        out: &mut Out<'_, '_, S>,
    ) {
        self.read_cells(record, out);
        keys.row(&Cells {
            columns: &self.columns,
            shape: self.shape,
            line: record.line,
        });
    }

    fn read_cells<S: TripleSink>(&mut self, record: &Record, out: &mut Out<'_, '_, S>) {
        let found = record.len().saturating_sub(self.skip_columns);
        // A line without any text is a row, too, where the dialect does not pass over it.
        if found != self.shape.in_file && !record.is_blank() {
            out.report.ragged(record.line, found, self.shape.in_file);
        }
        for (index, column) in self.columns.iter_mut().enumerate() {
            let text = match column.annotated.source_number {
                Some(_) => record.get(index + self.skip_columns).unwrap_or(""),
                None => "",
            };
            for fault in column.select(text, self.base, out.sink.terms()) {
                out.report.cell(record.line, &column.annotated, &fault);
            }
        }
    }

    fn write_cells<S: TripleSink>(
        &mut self,
        columns: &mut [ColumnPlan],
        row: RowNumbers,
        out: &mut Out<'_, '_, S>,
    ) -> Result<(), S::Error> {
        for index in 0..columns.len() {
            if !columns[index].is_shown() {
                continue;
            }
            let Some(subject) = self.subject(columns, index, row, out) else {
                continue;
            };
            if !columns[index].has_objects() {
                continue;
            }
            if let Some(property) = self.property(columns, index, row, out) {
                self.write_objects(columns, index, (subject, property), row, out)?;
            }
        }
        Ok(())
    }

    /// The subject of a column's cell, made once a row.
    pub(super) fn subject<S: TripleSink>(
        &mut self,
        columns: &[ColumnPlan],
        index: usize,
        row: RowNumbers,
        out: &mut Out<'_, '_, S>,
    ) -> Subject {
        let about = columns[index].about;
        let slot = about.unwrap_or(self.abouts.len());
        if let Some(subject) = self.subjects[slot] {
            return subject;
        }
        let subject = match about {
            None => Some(out.blanks.fresh(out.sink.terms())),
            Some(about) if self.expand_subject(columns, about, index, row, out) => {
                let iri = NamedNodeRef::new_unchecked(&self.text);
                Some(out.sink.terms().intern(iri))
            }
            Some(_) => None,
        };
        self.subjects[slot] = Some(subject);
        subject
    }

    /// Makes the IRI of a subject in `text`; whether it is one. The column is named if it is not.
    pub(super) fn expand_subject<S: TripleSink>(
        &mut self,
        columns: &[ColumnPlan],
        about: usize,
        index: usize,
        row: RowNumbers,
        out: &mut Out<'_, '_, S>,
    ) -> bool {
        let values = row.values(columns);
        let expanded = self.abouts[about].expand(&mut self.text, &values, self.base);
        if expanded.is_err() {
            let column = &columns[index].annotated;
            out.report.bad_iri(row.line, column, "aboutUrl", &self.text);
        }
        expanded.is_ok()
    }

    fn property<S: TripleSink>(
        &mut self,
        columns: &mut [ColumnPlan],
        index: usize,
        row: RowNumbers,
        out: &mut Out<'_, '_, S>,
    ) -> Option<TermId> {
        if let Some(term) = columns[index].property.fixed(out.sink.terms()) {
            return Some(term);
        }
        let Fixable::Varying(bound) = &columns[index].property else {
            return None;
        };
        let values = row.values(columns);
        if bound.expand(&mut self.text, &values, self.base).is_err() {
            out.report.bad_iri(
                row.line,
                &columns[index].annotated,
                "propertyUrl",
                &self.text,
            );
            return None;
        }
        Some(
            out.sink
                .terms()
                .intern(NamedNodeRef::new_unchecked(&self.text)),
        )
    }

    pub(super) fn write<S: TripleSink>(
        &mut self,
        triple: Triple,
        out: &mut Out<'_, '_, S>,
    ) -> Result<(), S::Error> {
        self.triples += 1;
        out.sink.triple(triple)
    }

    /// Drops all terms: the sink has forgotten them.
    pub(super) fn forget(&mut self) {
        for column in &mut self.columns {
            column.cache.clear();
            if let Fixable::Fixed { term, .. } = &mut column.property {
                *term = None;
            }
        }
    }
}

/// Binds the `aboutUrl`s; columns with the same one share a subject.
fn bind_abouts(binder: &mut Binder<'_>, plans: &mut [ColumnPlan]) -> Vec<Bound> {
    let mut templates: Vec<(&str, usize)> = Vec::new();
    let mut bound = Vec::new();
    let columns = binder.columns;
    for (index, column) in columns.iter().enumerate() {
        let Some(template) = &column.about_url else {
            continue;
        };
        let of_column = template
            .variables()
            .any(|name| matches!(name, "_name" | "_column" | "_sourceColumn"));
        let known = templates
            .iter()
            .find(|(text, _)| !of_column && *text == template.as_str());
        let about = known.map_or(bound.len(), |(_, about)| *about);
        if known.is_none() {
            bound.push(binder.bind(template, index));
            templates.push((template.as_str(), about));
        }
        plans[index].about = Some(about);
    }
    bound
}

/// Marks the columns whose values some template needs.
fn mark_feeding(plans: &mut [ColumnPlan], abouts: &[Bound]) {
    let mut fed: Vec<usize> = abouts.iter().flat_map(Bound::columns).collect();
    for plan in plans.iter() {
        if let Fixable::Varying(bound) = &plan.property {
            fed.extend(bound.columns());
        }
        if let ValueUrl::Cell(bound) | ValueUrl::Row(bound) = &plan.value_url {
            fed.extend(bound.columns());
        }
    }
    for index in fed {
        plans[index].feeds_templates = true;
    }
}
