use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::Told;
use super::csv::{header, record};
use crate::cube::columns::Number;
use crate::serve::slice::table::Figure;

/// The table of the CSV form as [Parquet](https://parquet.apache.org/docs/file-format/): texts, and
/// the figures as exact decimals, or as texts where they are no numbers.
pub(super) fn write(told: &Told<'_>) -> Result<Vec<u8>, ParquetError> {
    let names = header(told);
    let figures = Figures::of(told);
    let fields = names.iter().map(|name| match name.as_str() {
        "value" => figures.field(),
        "observations" | "missing" => format!("required int64 {name};"),
        name => format!("optional binary {name} (STRING);"),
    });
    let fields: Vec<_> = fields.collect();
    let schema = parse_message_type(&format!("message slice {{ {} }}", fields.join(" ")))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    let mut out = Vec::new();
    let mut file = SerializedFileWriter::new(&mut out, Arc::new(schema), Arc::new(properties))?;
    let records: Vec<_> = told
        .table
        .lines
        .iter()
        .map(|line| record(told, line))
        .collect();
    let mut rows = file.next_row_group()?;
    for (at, name) in names.iter().enumerate() {
        let texts = records.iter().map(|record| record[at].as_str());
        match (name.as_str(), &figures) {
            ("value", Figures::Numbers { mantissas, .. }) => numbers(&mut rows, mantissas)?,
            ("observations" | "missing", _) => counts(&mut rows, texts)?,
            _ => strings(&mut rows, texts)?,
        }
    }
    rows.close()?;
    file.close()?;
    Ok(out)
}

/// The figures of a table.
enum Figures {
    /// All of one scale.
    Numbers {
        scale: u8,
        mantissas: Vec<Option<i64>>,
    },
    Texts,
}

impl Figures {
    fn of(told: &Told<'_>) -> Self {
        let values = told.table.lines.iter().map(|line| line.value.as_ref());
        let numbers = values.map(|value| match value {
            None => Some(None),
            Some(Figure::Number(number)) => Some(Some(*number)),
            Some(Figure::Term(_)) => None,
        });
        let Some(numbers) = numbers.collect::<Option<Vec<Option<Number>>>>() else {
            return Self::Texts;
        };
        let scale = numbers.iter().flatten().map(|n| n.scale).max().unwrap_or(0);
        let mantissas = numbers.iter().map(|number| match number {
            None => Some(None),
            Some(number) => number.rescaled(scale).map(Some),
        });
        match mantissas.collect() {
            Some(mantissas) => Self::Numbers { scale, mantissas },
            None => Self::Texts,
        }
    }

    fn field(&self) -> String {
        match self {
            Self::Numbers { scale: 0, .. } => "optional int64 value;".to_owned(),
            Self::Numbers { scale, .. } => format!("optional int64 value (DECIMAL(18,{scale}));"),
            Self::Texts => "optional binary value (STRING);".to_owned(),
        }
    }
}

type Rows<'r, 'o> = SerializedRowGroupWriter<'r, &'o mut Vec<u8>>;

fn strings<'t>(
    rows: &mut Rows<'_, '_>,
    texts: impl Iterator<Item = &'t str> + Clone,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = texts
        .clone()
        .map(|text| i16::from(!text.is_empty()))
        .collect();
    let values = texts.filter(|text| !text.is_empty()).map(ByteArray::from);
    let values: Vec<ByteArray> = values.collect();
    if let Some(mut column) = rows.next_column()? {
        let typed = column.typed::<ByteArrayType>();
        typed.write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    Ok(())
}

fn numbers(rows: &mut Rows<'_, '_>, mantissas: &[Option<i64>]) -> Result<(), ParquetError> {
    let levels: Vec<i16> = mantissas.iter().map(|m| i16::from(m.is_some())).collect();
    let values: Vec<i64> = mantissas.iter().flatten().copied().collect();
    if let Some(mut column) = rows.next_column()? {
        column
            .typed::<Int64Type>()
            .write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    Ok(())
}

fn counts<'t>(
    rows: &mut Rows<'_, '_>,
    texts: impl Iterator<Item = &'t str>,
) -> Result<(), ParquetError> {
    let values: Vec<i64> = texts.map(|text| text.parse().unwrap_or_default()).collect();
    if let Some(mut column) = rows.next_column()? {
        column
            .typed::<Int64Type>()
            .write_batch(&values, None, None)?;
        column.close()?;
    }
    Ok(())
}
