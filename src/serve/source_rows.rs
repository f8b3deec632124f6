use oxrdf::{Literal, NamedNode, Triple};

use super::shelf::Shelf;
use crate::cube::columns::Cubes;
use crate::store::Generation;
use crate::uri::Base;
use crate::vocab::{csvw, prov, rdf, rdfs};

/// The files that the live observations were made from.
///
/// The number of the row of each observation stands in the columns of its dataset, so that its document can name
/// the row without a triple of the store for each: a million observations would be three million
/// triples more.
#[derive(Default)]
pub(super) struct SourceRows {
    /// By dataset.
    sources: Vec<(NamedNode, Source)>,
}

struct Source {
    edition: String,
    address: String,
}

impl SourceRows {
    /// The files of the live releases.
    pub(super) fn of(generation: &Generation, shelf: &Shelf, base: &Base) -> Self {
        let sources = generation.manifest().live().map(|release| {
            let uri = base.release(&release.dataset, &release.edition);
            let path = uri.as_str().trim_start_matches(base.as_str());
            // Without a mapping the table was published as it came, byte for byte.
            let name = match shelf.find(&format!("{path}/{}", Generation::MAPPING)) {
                Some(_) => "source",
                None => "tidy.csv",
            };
            let source = Source {
                edition: release.edition.clone(),
                address: format!("{}/{name}", uri.as_str()),
            };
            (base.dataset(&release.dataset), source)
        });
        Self {
            sources: sources.collect(),
        }
    }

    /// The row that an observation came from, as
    /// [CSV on the Web](https://www.w3.org/TR/csv2rdf/#h-generating-rdf) refers to rows: by a
    /// fragment of [RFC 7111](https://www.rfc-editor.org/rfc/rfc7111#section-2.1) that counts records
    /// from 1, the heading and all above it included; one whose cells have line breaks is one.
    ///
    /// Nothing for what is no observation, or where no row is known.
    pub(super) fn of_observation(&self, columns: &Cubes, about: &NamedNode) -> Vec<Triple> {
        let found = self.sources.iter().find_map(|(dataset, source)| {
            let below = about.as_str().strip_prefix(dataset.as_str())?;
            let cube = columns
                .get(dataset.as_ref())
                .filter(|_| below.starts_with('/'))?;
            Some((source, cube.record(cube.row_of(about.as_str())?)?))
        });
        found.map_or_else(Vec::new, |(source, number)| source.row(about, number))
    }
}

impl Source {
    fn row(&self, about: &NamedNode, number: u64) -> Vec<Triple> {
        let row = NamedNode::new_unchecked(format!("{}#row", about.as_str()));
        let url = NamedNode::new_unchecked(format!("{}#row={number}", self.address));
        let label = format!("row {number} of the source of {}", self.edition);
        let label = Literal::new_language_tagged_literal_unchecked(label, "en");
        vec![
            Triple::new(about.clone(), prov::WAS_DERIVED_FROM, row.clone()),
            Triple::new(row.clone(), rdf::TYPE, csvw::ROW_CLASS),
            Triple::new(row.clone(), rdfs::LABEL, label),
            Triple::new(row.clone(), csvw::URL, url),
            Triple::new(row, csvw::DESCRIBES, about.clone()),
        ]
    }
}
