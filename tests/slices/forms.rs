//! Reads each form back into figures.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{Graph, NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfParser};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;

use crate::oracle::{Figure, Figures, Oracle, plain, text};

pub(crate) const FORMS: [&str; 6] = ["csv", "json", "json-stat", "jsonld", "ttl", "parquet"];

pub(crate) fn read(form: &str, bytes: &[u8], oracle: &Oracle) -> Figures {
    match form {
        "csv" => csv(bytes, oracle),
        "json" => json(bytes, oracle),
        "json-stat" => json_stat(bytes, oracle),
        "jsonld" => {
            let profile = JsonLdProfileSet::empty();
            rdf(bytes, RdfFormat::JsonLd { profile }, oracle)
        }
        "ttl" => rdf(bytes, RdfFormat::Turtle, oracle),
        _ => parquet(bytes, oracle),
    }
}

/// The figure of a row of names and cells.
fn row(cells: &BTreeMap<String, String>, oracle: &Oracle) -> (BTreeSet<(String, String)>, Figure) {
    let filled = |name: &str| cells.get(name).filter(|cell| !cell.is_empty()).cloned();
    let dimensions = oracle.dimensions.iter();
    let members = dimensions.filter(|d| !d.property.ends_with("measureType"));
    let members = members.filter_map(|d| Some((d.property.clone(), filled(&d.name)?)));
    let measure = cells["measure"].clone();
    let statuses = cells["status"]
        .split(' ')
        .filter(|status| !status.is_empty());
    let figure = Figure {
        value: filled("value"),
        unit: filled("unit"),
        statuses: statuses.map(str::to_owned).collect(),
        measure: measure.clone(),
    };
    (
        members.chain([("measure".to_owned(), measure)]).collect(),
        figure,
    )
}

fn csv(bytes: &[u8], oracle: &Oracle) -> Figures {
    let mut reader = csv::Reader::from_reader(bytes);
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    rows.map(|cells| row(&cells.unwrap(), oracle)).collect()
}

fn parquet(bytes: &[u8], oracle: &Oracle) -> Figures {
    let file = SerializedFileReader::new(axum::body::Bytes::copy_from_slice(bytes)).unwrap();
    let rows = file.get_row_iter(None).unwrap();
    let rows = rows.map(|cells| {
        let cells = cells.unwrap();
        let cells = cells.get_column_iter().map(|(name, field)| {
            let text = match field {
                Field::Null => String::new(),
                Field::Str(text) => text.clone(),
                Field::Decimal(decimal) => plain(&scaled(decimal)),
                other => other.to_string(),
            };
            (name.clone(), text)
        });
        row(&cells.collect(), oracle)
    });
    rows.collect()
}

fn scaled(decimal: &parquet::data_type::Decimal) -> String {
    let bytes: [u8; 8] = decimal.data().try_into().unwrap();
    let mantissa = i64::from_be_bytes(bytes);
    let scale = usize::try_from(decimal.scale()).unwrap();
    let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if mantissa < 0 { "-" } else { "" };
    format!("{sign}{whole}.{fraction}")
}

fn json(bytes: &[u8], oracle: &Oracle) -> Figures {
    let table: Value = serde_json::from_slice(bytes).unwrap();
    let rows = table["observations"].as_array().unwrap().iter();
    let rows = rows.map(|object| {
        let cells = object.as_object().unwrap().iter().map(|(name, cell)| {
            let text = match cell {
                Value::Object(thing) => thing["uri"].as_str().unwrap().to_owned(),
                Value::Array(all) => {
                    let uris = all.iter().map(|thing| thing["uri"].as_str().unwrap());
                    uris.collect::<Vec<_>>().join(" ")
                }
                Value::Null => String::new(),
                other => other.to_string(),
            };
            (name.clone(), text)
        });
        row(&cells.collect(), oracle)
    });
    rows.collect()
}

/// JSON-stat names units and statuses by labels and keys alone; those of the oracle stand in.
fn json_stat(bytes: &[u8], oracle: &Oracle) -> Figures {
    let cube: Value = serde_json::from_slice(bytes).unwrap();
    let ids: Vec<_> = cube["id"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    let sizes: Vec<_> = cube["size"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_u64().unwrap())
        .collect();
    let empty = serde_json::Map::new();
    let values = cube["value"].as_object().unwrap();
    let statuses = cube["status"].as_object().unwrap_or(&empty);
    let places: BTreeSet<_> = values.keys().chain(statuses.keys()).collect();
    let rows = places.into_iter().map(|place| {
        let mut rest: u64 = place.parse().unwrap();
        let mut cells = BTreeMap::new();
        for (id, size) in ids.iter().zip(&sizes).rev() {
            let index = &cube["dimension"][id]["category"]["index"];
            let key = index[usize::try_from(rest % size).unwrap()]
                .as_str()
                .unwrap();
            rest /= size;
            let dimension = oracle.dimensions.iter().find(|d| d.name == *id);
            let uri = dimension.map_or(key, |d| d.uris[key].as_str());
            cells.insert((*id).to_owned(), uri.to_owned());
        }
        let value = values.get(place).map(ToString::to_string);
        cells.insert("value".to_owned(), value.unwrap_or_default());
        let status = statuses
            .get(place)
            .map(|keys| keys.as_str().unwrap().split(',').map(status_uri));
        let status = status.map(|uris| uris.collect::<Vec<_>>().join(" "));
        cells.insert("status".to_owned(), status.unwrap_or_default());
        let unit = oracle.unit_of(&cells["measure"]);
        cells.insert("unit".to_owned(), unit.unwrap_or_default());
        row(&cells, oracle)
    });
    rows.collect()
}

fn status_uri(key: &str) -> String {
    format!("http://justice.data.gov.uk/def/status/{key}")
}

fn rdf(bytes: &[u8], format: RdfFormat, oracle: &Oracle) -> Figures {
    const SDMX: &str = "http://purl.org/linked-data/sdmx/2009/attribute#";
    let quads = RdfParser::from_format(format).for_slice(bytes);
    let graph: Graph = quads
        .map(|quad| oxrdf::Triple::from(quad.unwrap()))
        .collect();
    let observation = NamedNodeRef::new_unchecked("http://purl.org/linked-data/cube#observation");
    let rows = graph.triples_for_predicate(observation).map(|triple| {
        let node: NamedOrBlankNodeRef<'_> = match triple.object {
            TermRef::NamedNode(iri) => iri.into(),
            TermRef::BlankNode(node) => node.into(),
            TermRef::Literal(_) => panic!("an observation is a literal"),
        };
        let mut cells = BTreeMap::from([("status".to_owned(), String::new())]);
        for triple in graph.triples_for_subject(node) {
            let property = triple.predicate.as_str();
            let object = text(&triple.object.into_owned());
            let dimension = oracle.dimensions.iter().find(|d| d.property == property);
            if let Some(dimension) = dimension {
                cells.insert(dimension.name.clone(), object);
            } else if property.contains("/def/measure/") {
                cells.insert("value".to_owned(), object);
            } else if property == format!("{SDMX}unitMeasure") {
                cells.insert("unit".to_owned(), object);
            } else if property == format!("{SDMX}obsStatus") {
                let statuses = cells.entry("status".to_owned()).or_default();
                *statuses = format!("{statuses} {object}");
            }
        }
        row(&cells, oracle)
    });
    rows.collect()
}
