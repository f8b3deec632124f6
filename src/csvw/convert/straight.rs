use crate::graph::{Dictionary, Pair, TripleSink};

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
    pub(super) first: usize,
    /// Which of the table's subjects all columns are about.
    pub(super) about: usize,
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
        shown.all(is_straight).then_some(Self { first, about })
    }

    /// Adds the predicates and objects of the current cells: the same, in the same order, as
    /// [`write_cells`](TablePlan::write_cells) finds cell by cell.
    pub(super) fn push_pairs(
        columns: &mut [ColumnPlan],
        pairs: &mut Vec<Pair>,
        terms: &mut Dictionary,
    ) {
        for column in columns.iter_mut().filter(|column| column.is_shown()) {
            let objects = column.cache.objects();
            if matches!(objects, Objects::None) {
                continue;
            }
            let Some(predicate) = column.property.fixed(terms) else {
                continue;
            };
            match objects {
                Objects::None => {}
                Objects::One(object) => pairs.push(Pair { predicate, object }),
                Objects::Several => {
                    let literals = column.cache.current().literals.iter();
                    pairs.extend(literals.map(|&object| Pair { predicate, object }));
                }
            }
        }
    }
}

impl TablePlan<'_> {
    /// Writes the cells of a straight row.
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
        Straight::push_pairs(columns, &mut self.pairs, out.sink.terms());
        self.triples += self.pairs.len() as u64;
        out.sink.pairs(subject, &self.pairs)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use crate::csvw::{Options, Purpose, TableGroup, convert};
    use crate::diagnostic::Findings;
    use crate::graph::{Dictionary, Kept, SourceRow, Triple, TripleSink};
    use proptest::prelude::*;

    /// Writes down all that it is told.
    struct Told {
        terms: Dictionary,
        keeps: Kept,
        lines: Vec<String>,
    }

    impl TripleSink for Told {
        type Error = Infallible;

        fn terms(&mut self) -> &mut Dictionary {
            &mut self.terms
        }

        fn triple(&mut self, triple: Triple) -> Result<(), Infallible> {
            let [s, p, o] = [triple.subject, triple.predicate, triple.object]
                .map(|id| self.terms.term(id).to_string());
            self.lines.push(format!("{s} {p} {o}"));
            Ok(())
        }

        fn keeps(&self) -> Kept {
            self.keeps
        }

        fn row_start(&mut self, row: SourceRow) -> Result<(), Infallible> {
            self.lines.push(format!("{row:?}"));
            Ok(())
        }

        fn row_end(&mut self) -> Result<Kept, Infallible> {
            self.lines.push("end".to_owned());
            if self.keeps == Kept::None {
                self.terms.clear();
            }
            Ok(self.keeps)
        }
    }

    /// Converts a table whose last column is about the subject that `about_last` gives; returns
    /// what a sink was told, and the findings.
    fn converted(about_last: &str, csv: &str, keeps: Kept) -> (Vec<String>, Vec<String>) {
        let metadata = r#"{
            "@context": "http://www.w3.org/ns/csvw",
            "url": "http://example.org/t.csv",
            "tableSchema": {
                "aboutUrl": "http://example.org/{+a}/{b}",
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
        let mut told = Told {
            terms: Dictionary::default(),
            keeps,
            lines: Vec::new(),
        };
        let table = &group.tables[0];
        // A file that ends within a quote still gives the rows before it.
        let _ = convert(table, csv.as_bytes(), &options, &mut told, &mut findings);
        let findings = findings.iter().map(|finding| format!("{finding:?}"));
        (told.lines, findings.collect())
    }

    fn rows() -> impl Strategy<Value = String> {
        let row = (r"[xyz\[]{0,2}", "[xy;]{0,4}", "[0-9nx ]{0,2}", "[x]?");
        let lines = prop::collection::vec(row, 0..150);
        (lines, "\"?").prop_map(|(rows, end)| {
            let lines = rows
                .into_iter()
                .map(|(a, b, c, d)| [a, b, c, d].join(",") + "\n");
            "a,b,c,d\n".to_owned() + &lines.collect::<String>() + &end
        })
    }

    proptest! {
        /// To spell a template in another way makes it another one, with which a table goes the
        /// general way. Subjects that are no IRIs are left out: two templates report them twice.
        #[test]
        fn straight_rows_give_what_the_general_way_gives(csv in rows()) {
            let csv = csv.replace('[', "");
            let straight = converted("http://example.org/{+a}/{b}", &csv, Kept::None);
            let general = converted("http://example.org/{+a}/{b*}", &csv, Kept::None);
            prop_assert_eq!(straight, general);
        }

        #[test]
        fn rows_that_wait_give_what_rows_give_that_are_written_at_once(csv in rows()) {
            let about = "http://example.org/{+a}/{b}";
            prop_assert_eq!(converted(about, &csv, Kept::All), converted(about, &csv, Kept::None));
        }
    }
}
