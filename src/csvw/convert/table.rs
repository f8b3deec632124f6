use std::mem;

use oxiri::Iri;
use oxrdf::{LiteralRef, NamedNodeRef};

use crate::csvw::annotate::AnnotatedColumn;
use crate::csvw::metadata::Table;
use crate::csvw::tabular::Record;
use crate::graph::{Kept, SourceRow, TermId, Triple, TripleSink};
use crate::vocab::{csvw, rdf, xsd};

use super::bind::{Binder, Bound};
use super::column::{ColumnPlan, Fixable, ValueUrl};
use super::group::{BlankNodes, GroupNode, typed};
use super::report::Report;
use super::row::{Cells, CurrentRow, Keys};

/// A table, made ready to be converted row by row.
pub(super) struct TablePlan<'t> {
    base: &'t Iri<String>,
    columns: Vec<ColumnPlan>,
    /// The different `aboutUrl`s of the columns.
    abouts: Vec<Bound>,
    /// The subjects of the current row, made when the first cell needs them; the last is that of
    /// cells without `aboutUrl`.
    subjects: Vec<Option<Subject>>,
    /// The columns whose values are the titles of a row.
    row_titles: Vec<usize>,
    skip_columns: usize,
    in_file: usize,
    /// Holds IRIs while they are made.
    text: String,
    triples: u64,
}

/// The subject of cells; `None` if its template gave no IRI.
type Subject = Option<TermId>;

/// What rows are written with besides their cells.
pub(super) struct Around<'c> {
    /// The node of the table, in standard mode.
    pub(super) table: Option<GroupNode>,
    pub(super) blanks: &'c mut BlankNodes,
    pub(super) keys: &'c mut dyn Keys,
}

impl<'t> TablePlan<'t> {
    /// Binds all templates; says which variables they use that nothing sets.
    pub(super) fn new(
        table: &'t Table,
        columns: &[AnnotatedColumn],
        skip_columns: usize,
    ) -> (Self, Vec<String>) {
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
        let plan = Self {
            base: &table.url,
            in_file: columns
                .iter()
                .filter(|column| column.source_number.is_some())
                .count(),
            subjects: vec![None; abouts.len() + 1],
            abouts,
            columns: plans,
            row_titles: table
                .schema
                .as_ref()
                .map(|schema| schema.row_titles.clone())
                .unwrap_or_default(),
            skip_columns,
            text: String::new(),
            triples: 0,
        };
        (plan, unknown)
    }

    /// How many triples were written.
    pub(super) fn triples(&self) -> u64 {
        self.triples
    }

    /// Converts one row.
    pub(super) fn row<S: TripleSink>(
        &mut self,
        record: &Record,
        number: u64,
        sink: &mut S,
        around: &mut Around<'_>,
        report: &mut Report<'_>,
    ) -> Result<(), S::Error> {
        sink.row_start(SourceRow {
            number,
            line: record.line,
        })?;
        self.read_cells(record, sink, report);
        around.keys.row(&Cells {
            columns: &self.columns,
            line: record.line,
        });
        self.subjects.fill(None);
        let mut columns = mem::take(&mut self.columns);
        let row = RowNumbers {
            number,
            source_number: record.number,
            line: record.line,
        };
        let written = self.write_cells(&mut columns, row, sink, around.blanks, report);
        self.columns = columns;
        written?;
        if let Some(table) = &around.table {
            let table = table.intern(sink.terms());
            self.write_row_node(table, row, sink, around.blanks)?;
        }
        if sink.row_end()? == Kept::None {
            self.forget();
        }
        Ok(())
    }

    fn read_cells<S: TripleSink>(
        &mut self,
        record: &Record,
        sink: &mut S,
        report: &mut Report<'_>,
    ) {
        let found = record.len().saturating_sub(self.skip_columns);
        if found != self.in_file {
            report.ragged(record.line, found, self.in_file);
        }
        for (index, column) in self.columns.iter_mut().enumerate() {
            let text = match column.annotated.source_number {
                Some(_) => record.get(index + self.skip_columns).unwrap_or(""),
                None => "",
            };
            for fault in column.select(text, self.base, sink.terms()) {
                report.cell(record.line, &column.annotated, &fault);
            }
        }
    }

    fn write_cells<S: TripleSink>(
        &mut self,
        columns: &mut [ColumnPlan],
        row: RowNumbers,
        sink: &mut S,
        blanks: &mut BlankNodes,
        report: &mut Report<'_>,
    ) -> Result<(), S::Error> {
        for index in 0..columns.len() {
            if !columns[index].is_shown() {
                continue;
            }
            let Some(subject) = self.subject(columns, index, row, sink, blanks, report) else {
                continue;
            };
            if !columns[index].has_objects() {
                continue;
            }
            let Some(property) = self.property(columns, index, row, sink, report) else {
                continue;
            };
            self.write_objects(
                columns,
                index,
                (subject, property),
                row,
                sink,
                blanks,
                report,
            )?;
        }
        Ok(())
    }

    /// The subject of a column's cell, made once a row.
    fn subject<S: TripleSink>(
        &mut self,
        columns: &[ColumnPlan],
        index: usize,
        row: RowNumbers,
        sink: &mut S,
        blanks: &mut BlankNodes,
        report: &mut Report<'_>,
    ) -> Subject {
        let about = columns[index].about;
        let slot = about.unwrap_or(self.abouts.len());
        if let Some(subject) = self.subjects[slot] {
            return subject;
        }
        let subject = match about {
            None => Some(blanks.fresh(sink.terms())),
            Some(about) => {
                let values = row.values(columns);
                let expanded = self.abouts[about].expand(&mut self.text, &values, self.base);
                if expanded.is_err() {
                    report.bad_iri(row.line, &columns[index].annotated, "aboutUrl", &self.text);
                }
                expanded
                    .ok()
                    .map(|()| sink.terms().intern(NamedNodeRef::new_unchecked(&self.text)))
            }
        };
        self.subjects[slot] = Some(subject);
        subject
    }

    fn property<S: TripleSink>(
        &mut self,
        columns: &mut [ColumnPlan],
        index: usize,
        row: RowNumbers,
        sink: &mut S,
        report: &mut Report<'_>,
    ) -> Option<TermId> {
        let bound = match &mut columns[index].property {
            Fixable::Fixed {
                term: Some(term), ..
            } => return Some(*term),
            Fixable::Fixed { iri, term } => {
                let id = sink.terms().intern(NamedNodeRef::new_unchecked(iri));
                *term = Some(id);
                return Some(id);
            }
            Fixable::Varying(bound) => bound.clone(),
        };
        self.expand(&bound, columns, index, row, "propertyUrl", sink, report)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a template, the row it is expanded for, and where the outcome goes"
    )]
    fn expand<S: TripleSink>(
        &mut self,
        bound: &Bound,
        columns: &[ColumnPlan],
        index: usize,
        row: RowNumbers,
        name: &str,
        sink: &mut S,
        report: &mut Report<'_>,
    ) -> Option<TermId> {
        let values = row.values(columns);
        if bound.expand(&mut self.text, &values, self.base).is_err() {
            report.bad_iri(row.line, &columns[index].annotated, name, &self.text);
            return None;
        }
        Some(sink.terms().intern(NamedNodeRef::new_unchecked(&self.text)))
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a cell, the row it is in, and where its triples go"
    )]
    fn write_objects<S: TripleSink>(
        &mut self,
        columns: &[ColumnPlan],
        index: usize,
        (subject, property): (TermId, TermId),
        row: RowNumbers,
        sink: &mut S,
        blanks: &mut BlankNodes,
        report: &mut Report<'_>,
    ) -> Result<(), S::Error> {
        let column = &columns[index];
        let entry = column.cache.current();
        let object = match &column.value_url {
            ValueUrl::Row(bound) => {
                self.expand(bound, columns, index, row, "valueUrl", sink, report)
            }
            ValueUrl::Cell(_) => entry.iri,
            ValueUrl::None if column.is_list() => {
                Some(self.write_list(&entry.literals, sink, blanks)?)
            }
            ValueUrl::None => {
                for literal in &entry.literals {
                    self.write(Triple::new(subject, property, *literal), sink)?;
                }
                return Ok(());
            }
        };
        match object {
            Some(object) => self.write(Triple::new(subject, property, object), sink),
            None => Ok(()),
        }
    }

    /// Writes an `rdf:List` and gives its first node.
    fn write_list<S: TripleSink>(
        &mut self,
        items: &[TermId],
        sink: &mut S,
        blanks: &mut BlankNodes,
    ) -> Result<TermId, S::Error> {
        let (first, rest) = (
            sink.terms().intern(rdf::FIRST),
            sink.terms().intern(rdf::REST),
        );
        let mut tail = sink.terms().intern(rdf::NIL);
        for item in items.iter().rev() {
            let node = blanks.fresh(sink.terms());
            self.write(Triple::new(node, first, *item), sink)?;
            self.write(Triple::new(node, rest, tail), sink)?;
            tail = node;
        }
        Ok(tail)
    }

    /// Writes what standard mode says of a row.
    fn write_row_node<S: TripleSink>(
        &mut self,
        table: TermId,
        row: RowNumbers,
        sink: &mut S,
        blanks: &mut BlankNodes,
    ) -> Result<(), S::Error> {
        let node = blanks.fresh(sink.terms());
        let has_row = sink.terms().intern(csvw::ROW);
        self.write(Triple::new(table, has_row, node), sink)?;
        typed(sink, node, csvw::ROW_CLASS)?;
        let (rownum, url) = (
            sink.terms().intern(csvw::ROWNUM),
            sink.terms().intern(csvw::URL),
        );
        let number = row.number.to_string();
        let number = sink
            .terms()
            .intern(LiteralRef::new_typed_literal(&number, xsd::INTEGER));
        self.write(Triple::new(node, rownum, number), sink)?;
        let base = super::bind::without_fragment(self.base.as_str());
        let source = format!("{base}#row={}", row.source_number);
        let source = sink.terms().intern(NamedNodeRef::new_unchecked(&source));
        self.write(Triple::new(node, url, source), sink)?;
        self.write_titles(node, sink)?;
        let describes = sink.terms().intern(csvw::DESCRIBES);
        for slot in 0..self.subjects.len() {
            if let Some(Some(subject)) = self.subjects[slot] {
                self.write(Triple::new(node, describes, subject), sink)?;
            }
        }
        Ok(())
    }

    fn write_titles<S: TripleSink>(&mut self, node: TermId, sink: &mut S) -> Result<(), S::Error> {
        let title = sink.terms().intern(csvw::TITLE);
        let mut titles = Vec::new();
        for index in &self.row_titles {
            let column = &self.columns[*index];
            let lang = column
                .annotated
                .lang
                .as_deref()
                .filter(|_| column.annotated.datatype.is_string());
            for item in column.cache.current().value.items() {
                titles.push(sink.terms().intern(match lang {
                    Some(lang) => {
                        LiteralRef::new_language_tagged_literal_unchecked(&item.lexical, lang)
                    }
                    None => LiteralRef::new_simple_literal(&item.lexical),
                }));
            }
        }
        for text in titles {
            self.write(Triple::new(node, title, text), sink)?;
        }
        Ok(())
    }

    fn write<S: TripleSink>(&mut self, triple: Triple, sink: &mut S) -> Result<(), S::Error> {
        self.triples += 1;
        sink.triple(triple)
    }

    /// Drops all terms: the sink has forgotten them.
    fn forget(&mut self) {
        for column in &mut self.columns {
            column.cache.clear();
            if let Fixable::Fixed { term, .. } = &mut column.property {
                *term = None;
            }
        }
    }
}

/// The numbers of a row: in the table, in the file, and of its line.
#[derive(Clone, Copy)]
struct RowNumbers {
    number: u64,
    source_number: u64,
    line: u64,
}

impl RowNumbers {
    fn values(self, columns: &[ColumnPlan]) -> CurrentRow<'_> {
        CurrentRow {
            columns,
            number: self.number,
            source_number: self.source_number,
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
            if !of_column {
                templates.push((template.as_str(), about));
            }
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
