use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use oxrdf::NamedNode;

use super::accounting::Accounting;
use super::code_list::CodeList;
use super::marker::Statuses;
use super::measures::{MeasureInfo, Measures};
use super::member::{Member, MemberId, Nature};
use super::observation::Observation;
use super::origins::Origins;
use super::resolver::Resolver;
use crate::diagnostic::Field;
use crate::mapping::{Column, Mapping, Markers, Role, Status, Values};
use crate::release::{Note, RecordNumbers};
use crate::uri::Key;

/// A tidy table on disk, and what is known about it.
#[derive(Debug)]
pub struct Tidied {
    /// The table.
    pub csv: PathBuf,
    /// Its CSVW metadata.
    pub metadata: PathBuf,
    /// The edition of the release, such as `2025-Q4`.
    pub edition: String,
    /// What became of every row.
    pub accounting: Accounting,
    /// For each row of the table the line that it came from.
    pub origins: Origins,
    /// The numbers of the records of the release.
    pub records: RecordNumbers,
    /// For each property of the observations the column of the release that its values are from.
    pub sources: Vec<(NamedNode, Field)>,
    /// The titles and notes around the table of the release.
    pub notes: Vec<Note>,
    /// The members of each dimension, then of each attribute, in the order of the mapping.
    pub columns: Vec<ColumnMembers>,
    /// The measures.
    pub measures: Vec<MeasureInfo>,
    /// Whether the measure is a dimension.
    pub shape: Shape,
}

/// The members of a column.
#[derive(Debug)]
pub struct ColumnMembers {
    /// The name of the column.
    pub name: String,
    /// Its members, in the order in which they came up.
    pub members: Vec<Member>,
    /// Its code list with those that are not frozen yet, if it has one.
    pub code_list: Option<CodeList>,
}

/// What columns a tidy table has beside those of the mapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// How the measure of a row is told.
    pub measure: MeasureShape,
    /// How the unit is told.
    pub unit: Varying,
    /// How the multiplier is told.
    pub multiplier: Varying,
    /// How many columns of statuses there are.
    pub statuses: usize,
}

/// How the measure of a row is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MeasureShape {
    /// There is only one.
    #[default]
    Single,
    /// A column `measure` names it: the measure is a dimension.
    Dimension,
}

/// Whether something is the same in all rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Varying {
    /// No row has it.
    #[default]
    Absent,
    /// All rows have the same.
    Same,
    /// A column tells it.
    ByRow,
}

impl Shape {
    /// The shape of a mapping's tidy tables: it follows from the mapping alone, so that each
    /// release has the same.
    pub(super) fn new(mapping: &Mapping, measures: &[MeasureInfo]) -> Self {
        let marked = mapping.measure_columns().filter_map(Column::measure);
        let marked = marked
            .into_iter()
            .any(|m| !matches!(m.markers, Markers::None));
        let statuses = mapping
            .columns
            .iter()
            .any(|c| matches!(c.role, Role::Status))
            || marked;
        Self {
            measure: if Measures::is_dimension(mapping) {
                MeasureShape::Dimension
            } else {
                MeasureShape::Single
            },
            unit: varying(measures, |measure| measure.unit.as_ref().map(Key::as_str)),
            // A literal that is the same in all rows has no place in CSVW but a column.
            multiplier: if measures
                .iter()
                .any(|measure| measure.multiplier.exponent > 0)
            {
                Varying::ByRow
            } else {
                Varying::Absent
            },
            statuses: if statuses { Statuses::MOST } else { 0 },
        }
    }
}

fn varying<'i, T: PartialEq>(
    measures: &'i [MeasureInfo],
    of: impl Fn(&'i MeasureInfo) -> Option<T>,
) -> Varying {
    let mut values = measures.iter().map(of);
    match values.next() {
        None => Varying::Absent,
        Some(first) if values.all(|value| value == first) => match first {
            Some(_) => Varying::Same,
            None => Varying::Absent,
        },
        Some(_) => Varying::ByRow,
    }
}

/// The name of the column of figures.
pub(super) fn figure_column(mapping: &Mapping, shape: Shape) -> &str {
    let mut columns = mapping.measure_columns();
    match (shape.measure, columns.next(), columns.next()) {
        (_, Some(only), None) => &only.name,
        _ => "value",
    }
}

/// Whether a column of periods needs another that tells their kinds.
pub(super) fn has_kind_column(column: &Column) -> bool {
    matches!(column.values(), Some(Values::Period(ways)) if ways.kind().is_none())
}

/// The name of the `n`th column of statuses; the first is 0.
pub(super) fn status_column(n: usize) -> String {
    if n == 0 {
        "status".to_owned()
    } else {
        format!("status_{}", n + 1)
    }
}

/// Writes the rows of a tidy table.
pub(super) struct TableWriter {
    writer: csv::Writer<BufWriter<File>>,
    shape: Shape,
    record: csv::StringRecord,
    pub(super) origins: Origins,
}

impl TableWriter {
    pub(super) fn create(
        path: &Path,
        mapping: &Mapping,
        shape: Shape,
        resolvers: &[Resolver<'_>],
        dimensions: usize,
    ) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 16, File::create(path)?);
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(file);
        let mut header = csv::StringRecord::new();
        let (dimension, attribute) = resolvers.split_at(dimensions);
        name_columns(&mut header, dimension);
        if shape.measure == MeasureShape::Dimension {
            header.push_field("measure");
        }
        header.push_field(figure_column(mapping, shape));
        if shape.unit == Varying::ByRow {
            header.push_field("unit");
        }
        if shape.multiplier == Varying::ByRow {
            header.push_field("multiplier");
        }
        for n in 0..shape.statuses {
            header.push_field(&status_column(n));
        }
        name_columns(&mut header, attribute);
        header.push_field("source_line");
        writer.write_record(&header)?;
        Ok(Self {
            writer,
            shape,
            record: csv::StringRecord::new(),
            origins: Origins::default(),
        })
    }

    pub(super) fn write(
        &mut self,
        observation: &Observation,
        resolvers: &[Resolver<'_>],
        measures: &[MeasureInfo],
    ) -> io::Result<()> {
        self.record.clear();
        let measure = &measures[observation.measure];
        let (dimensions, attributes) = resolvers.split_at(observation.dimensions.len());
        for (member, resolver) in observation.dimensions.iter().zip(dimensions) {
            self.push_member(Some(*member), resolver);
        }
        if self.shape.measure == MeasureShape::Dimension {
            self.record.push_field(measure.key.as_str());
        }
        self.record.push_field(&observation.figure);
        if self.shape.unit == Varying::ByRow {
            self.record
                .push_field(measure.unit.as_ref().map_or("", |unit| unit.as_str()));
        }
        if self.shape.multiplier == Varying::ByRow {
            self.record
                .push_field(&measure.multiplier.exponent.to_string());
        }
        let mut statuses = observation.statuses.iter();
        for _ in 0..self.shape.statuses {
            let key = statuses.next().map(Status::key);
            self.record
                .push_field(key.as_ref().map_or("", |key| key.as_str()));
        }
        for (member, resolver) in observation.attributes.iter().zip(attributes) {
            self.push_member(*member, resolver);
        }
        self.record.push_field(&observation.line.to_string());
        self.origins.push(observation.line);
        Ok(self.writer.write_record(&self.record)?)
    }

    fn push_member(&mut self, member: Option<MemberId>, resolver: &Resolver<'_>) {
        let member = member.map(|member| &resolver.members[member as usize]);
        self.record
            .push_field(member.map_or("", |member| &member.cell));
        if has_kind_column(resolver.column) {
            self.record
                .push_field(match member.map(|member| &member.nature) {
                    Some(Nature::Period(interval)) => interval.kind().as_str(),
                    _ => "",
                });
        }
    }

    pub(super) fn finish(mut self) -> io::Result<Origins> {
        self.writer.flush()?;
        Ok(self.origins)
    }
}

fn name_columns(header: &mut csv::StringRecord, resolvers: &[Resolver<'_>]) {
    for resolver in resolvers {
        let column = resolver.column;
        header.push_field(&column.name);
        if has_kind_column(column) {
            header.push_field(&format!("{}_kind", column.name));
        }
    }
}
