//! A whole cube as [Parquet](https://parquet.apache.org/docs/file-format/), for those who compute.

use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::{Column, Cube, Kind, Numbers};

/// How many rows are held in memory at a time, as texts.
const GROUP: usize = 250_000;

/// Writes a row an observation: its IRI, then each component by the last part of its predicate;
/// IRIs and literals as texts, measures as exact numbers.
///
/// What no structure names, such as `rdf:type`, is left out. Where an observation has several values
/// of a predicate, they stand with spaces between. The metadata of the file name the predicate of
/// each column.
pub fn write_parquet<W: Write + Send>(cube: &Cube, out: W) -> Result<(), ParquetError> {
    let components: Vec<_> = [Kind::Dimension, Kind::Measure, Kind::Attribute]
        .into_iter()
        .flat_map(|kind| cube.of_kind(kind))
        .collect();
    let names = names(cube, &components);
    let fields = components
        .iter()
        .zip(&names)
        .map(|(at, name)| match cube.column(*at) {
            Column::Numbers(numbers) if numbers.scale() == 0 => format!("optional int64 {name};"),
            Column::Numbers(numbers) => {
                format!("optional int64 {name} (DECIMAL(18,{}));", numbers.scale())
            }
            _ => format!("optional binary {name} (STRING);"),
        });
    let fields = fields.collect::<Vec<_>>().join(" ");
    let schema = format!("message cube {{ required binary observation (STRING); {fields} }}");
    let predicates = components.iter().zip(&names).map(|(at, name)| {
        let predicate = cube.components()[*at].property().as_str().to_owned();
        parquet::file::metadata::KeyValue::new(name.clone(), predicate)
    });
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_key_value_metadata(Some(predicates.collect()))
        .build();
    let schema = Arc::new(parse_message_type(&schema)?);
    let mut file = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    for start in (0..cube.rows()).step_by(GROUP) {
        let rows = start..cube.rows().min(start + GROUP);
        let mut group = file.next_row_group()?;
        observations(cube, rows.clone(), &mut group)?;
        for at in &components {
            match cube.column(*at) {
                Column::Numbers(column) => numbers(column, rows.clone(), &mut group)?,
                _ => texts(cube, *at, rows.clone(), &mut group)?,
            }
        }
        group.close()?;
    }
    file.close()?;
    Ok(())
}

/// The last parts of the predicates; where two have the same, a number tells them apart.
fn names(cube: &Cube, components: &[usize]) -> Vec<String> {
    let mut names: Vec<String> = vec!["observation".to_owned()];
    for at in components {
        let predicate = cube.components()[*at].property().as_str();
        let last = predicate.rsplit(['/', '#']).next().unwrap_or_default();
        let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let name: String = last.chars().map(word).collect();
        let taken = names.iter().filter(|other| **other == name).count();
        names.push(match taken {
            0 => name,
            _ => format!("{name}_{at}"),
        });
    }
    names.split_off(1)
}

type Group<'g, W> = SerializedRowGroupWriter<'g, W>;

fn observations<W: Write + Send>(
    cube: &Cube,
    rows: Range<usize>,
    group: &mut Group<'_, W>,
) -> Result<(), ParquetError> {
    let iris = rows.map(|row| ByteArray::from(cube.observation(row).into_string().into_bytes()));
    let iris: Vec<_> = iris.collect();
    if let Some(mut column) = group.next_column()? {
        column
            .typed::<ByteArrayType>()
            .write_batch(&iris, None, None)?;
        column.close()?;
    }
    Ok(())
}

fn numbers<W: Write + Send>(
    numbers: Numbers<'_>,
    rows: Range<usize>,
    group: &mut Group<'_, W>,
) -> Result<(), ParquetError> {
    let mantissas = rows.map(|row| numbers.mantissas().get(row));
    let mantissas: Vec<_> = mantissas.collect();
    let levels: Vec<i16> = mantissas.iter().map(|m| i16::from(m.is_some())).collect();
    let values: Vec<i64> = mantissas.into_iter().flatten().collect();
    if let Some(mut column) = group.next_column()? {
        column
            .typed::<Int64Type>()
            .write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    Ok(())
}

fn texts<W: Write + Send>(
    cube: &Cube,
    component: usize,
    rows: Range<usize>,
    group: &mut Group<'_, W>,
) -> Result<(), ParquetError> {
    let terms = cube.terms(component);
    // Made once for each term: clones share the text.
    let by_code = |code| ByteArray::from(terms.text(code).as_bytes().to_vec());
    let known: Vec<_> = (0..).take(terms.len()).map(by_code).collect();
    let column = cube.column(component);
    let text = |row| match column {
        Column::Same => Some(known[0].clone()),
        Column::Codes(codes) => codes.get(row).map(|code| known[code as usize].clone()),
        Column::Lists(lists) => {
            let texts: Vec<_> = lists
                .get(row)
                .iter()
                .map(|code| terms.text(*code))
                .collect();
            (!texts.is_empty()).then(|| ByteArray::from(texts.join(" ").into_bytes()))
        }
        Column::Numbers(_) => None,
    };
    let texts: Vec<_> = rows.map(text).collect();
    let levels: Vec<i16> = texts.iter().map(|text| i16::from(text.is_some())).collect();
    let values: Vec<_> = texts.into_iter().flatten().collect();
    if let Some(mut column) = group.next_column()? {
        column
            .typed::<ByteArrayType>()
            .write_batch(&values, Some(&levels), None)?;
        column.close()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use oxrdf::NamedNodeRef;
    use oxrdfio::RdfFormat;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;
    use crate::diagnostic::SourceName;
    use crate::graph::{GraphBuilder, read_text};

    #[test]
    fn a_cube_comes_back_from_parquet_with_exact_numbers() {
        let text = r#"
            @prefix qb: <http://purl.org/linked-data/cube#> . @prefix d: <http://e/def/> .
            <http://e/data/c> qb:structure <http://e/s> .
            <http://e/s> qb:component [ qb:dimension d:court ; qb:order 1 ] , [ qb:measure d:cost ] ,
                [ qb:attribute d:status ] .
            <http://e/data/c/york> qb:dataSet <http://e/data/c> ; d:court <http://e/york> ; d:cost 12.50 .
            <http://e/data/c/leeds> qb:dataSet <http://e/data/c> ; d:court <http://e/leeds> ;
                d:status "c" , "r" ."#;
        let mut graph = GraphBuilder::default();
        let name = SourceName::new("c.ttl");
        read_text(&mut graph, &name, text, RdfFormat::Turtle, None).unwrap();
        let dataset = NamedNodeRef::new_unchecked("http://e/data/c");
        let cube = Cube::of_graph(&graph.finish(), dataset).unwrap().unwrap();
        let file = tempfile::tempfile().unwrap();
        write_parquet(&cube, file.try_clone().unwrap()).unwrap();
        let file = SerializedFileReader::new(file).unwrap();
        let rows = file.get_row_iter(None).unwrap();
        let rows: Vec<_> = rows.map(|row| row.unwrap().to_string()).collect();
        insta::assert_snapshot!(rows.join("\n"), @r#"
        {observation: "http://e/data/c/leeds", court: "http://e/leeds", cost: null, status: "c r"}
        {observation: "http://e/data/c/york", court: "http://e/york", cost: 12.5, status: null}
        "#);
    }
}
