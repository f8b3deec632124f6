use crate::graph::{Pair, TripleSink};

use super::cache::Objects;
use super::column::{ColumnPlan, Fixable, ValueUrl};
use super::row::RowNumbers;
use super::table::{Out, TablePlan};

/// That all cells of a row speak of one subject, by properties that never change, and give
/// objects that no other cell has a part in. Then a row is one loop over known numbers; most
/// tables of observations are of this kind.
#[derive(Clone, Copy)]
pub(super) struct Straight {
    /// The first column that is written.
    first: usize,
}

impl Straight {
    /// Whether the rows of a table are straight.
    pub(super) fn of(columns: &[ColumnPlan]) -> Option<Self> {
        let first = columns.iter().position(ColumnPlan::is_shown)?;
        let about = columns[first].about?;
        let is_straight = |column: &ColumnPlan| {
            column.about == Some(about)
                && matches!(column.property, Fixable::Fixed { .. })
                && match column.value_url {
                    ValueUrl::None => !column.is_list(),
                    ValueUrl::Cell(_) => true,
                    ValueUrl::Row(_) => false,
                }
        };
        let mut shown = columns.iter().filter(|column| column.is_shown());
        shown.all(is_straight).then_some(Self { first })
    }
}

impl TablePlan<'_> {
    /// Writes the cells of a straight row: the same triples, in the same order, as
    /// [`write_cells`](Self::write_cells) does cell by cell.
    pub(super) fn write_straight<S: TripleSink>(
        &mut self,
        straight: Straight,
        columns: &mut [ColumnPlan],
        row: RowNumbers,
        out: &mut Out<'_, '_, S>,
    ) -> Result<(), S::Error> {
        let Some(subject) = self.subject(columns, straight.first, row, out) else {
            return Ok(());
        };
        self.pairs.clear();
        for column in columns.iter_mut().filter(|column| column.is_shown()) {
            let objects = column.cache.objects();
            if matches!(objects, Objects::None) {
                continue;
            }
            let Some(predicate) = column.property.fixed(out.sink.terms()) else {
                continue;
            };
            match objects {
                Objects::None => {}
                Objects::One(object) => self.pairs.push(Pair { predicate, object }),
                Objects::Several => {
                    let literals = column.cache.current().literals.iter();
                    self.pairs
                        .extend(literals.map(|&object| Pair { predicate, object }));
                }
            }
        }
        self.triples += self.pairs.len() as u64;
        out.sink.pairs(subject, &self.pairs)
    }
}

#[cfg(test)]
mod tests {
    use crate::csvw::{Options, Purpose, TableGroup, convert};
    use crate::diagnostic::Findings;
    use crate::graph::TripleList;
    use proptest::prelude::*;

    /// Converts a table whose last column is about the subject that `about_last` gives.
    fn converted(about_last: &str, csv: &str) -> (String, Vec<String>) {
        let metadata = r#"{
            "@context": "http://www.w3.org/ns/csvw",
            "url": "http://example.org/t.csv",
            "tableSchema": {
                "aboutUrl": "http://example.org/{a}/{b}",
                "columns": [
                    {"titles": "a", "valueUrl": "http://example.org/id/{a}"},
                    {"titles": "b", "separator": ";", "propertyUrl": "rdfs:label", "lang": "cy"},
                    {"titles": "c", "datatype": "integer", "null": "n"},
                    {"titles": "d", "suppressOutput": true, "required": true},
                    {"name": "v", "virtual": true, "propertyUrl": "rdf:type", "valueUrl": "qb:Observation"},
                    {"name": "w", "virtual": true, "default": "1", "aboutUrl": "ABOUT"}
                ]
            }
        }"#;
        let metadata = metadata.replace("ABOUT", about_last);
        let mut findings = Findings::default();
        let group = TableGroup::parse("t.json", &metadata, &mut findings).unwrap();
        let options = Options {
            purpose: Purpose::Validate,
            source: "t.csv".into(),
        };
        let mut triples = TripleList::default();
        let table = &group.tables[0];
        convert(table, csv.as_bytes(), &options, &mut triples, &mut findings).unwrap();
        let findings = findings.iter().map(|finding| format!("{finding:?}"));
        (triples.to_string(), findings.collect())
    }

    proptest! {
        /// Reserved expansion is another template with the same result for letters, so that the
        /// table with it goes the general way.
        #[test]
        fn straight_rows_give_what_the_general_way_gives(
            rows in prop::collection::vec(("[x-z]{0,2}", "[xy;]{0,4}", "[0-9nx ]{0,2}", "[x]?"), 0..12),
        ) {
            let mut csv = "a,b,c,d\n".to_owned();
            for (a, b, c, d) in rows {
                csv.push_str(&[a, b, c, d].join(","));
                csv.push('\n');
            }
            let straight = converted("http://example.org/{a}/{b}", &csv);
            prop_assert_eq!(straight, converted("http://example.org/{+a}/{b}", &csv));
        }
    }
}
