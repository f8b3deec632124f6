use oxrdf::NamedNodeRef;

use crate::graph::{TermId, Triple, TripleSink};
use crate::vocab::rdf;

use super::column::{ColumnPlan, ValueUrl};
use super::row::RowNumbers;
use super::table::{Out, TablePlan};

impl TablePlan<'_> {
    /// Writes the triples of one cell.
    pub(super) fn write_objects<S: TripleSink>(
        &mut self,
        columns: &[ColumnPlan],
        index: usize,
        (subject, property): (TermId, TermId),
        row: RowNumbers,
        out: &mut Out<'_, '_, S>,
    ) -> Result<(), S::Error> {
        let column = &columns[index];
        let entry = column.cache.current();
        let object = match &column.value_url {
            ValueUrl::Cell(_) => entry.iri,
            ValueUrl::Row(bound) => {
                let values = row.values(columns);
                if bound.expand(&mut self.text, &values, self.base).is_err() {
                    out.report
                        .bad_iri(row.line, &column.annotated, "valueUrl", &self.text);
                    return Ok(());
                }
                Some(
                    out.sink
                        .terms()
                        .intern(NamedNodeRef::new_unchecked(&self.text)),
                )
            }
            ValueUrl::None if column.is_list() => Some(self.write_list(&entry.literals, out)?),
            ValueUrl::None => {
                for literal in &entry.literals {
                    self.write(Triple::new(subject, property, *literal), out)?;
                }
                return Ok(());
            }
        };
        object.map_or(Ok(()), |object| {
            self.write(Triple::new(subject, property, object), out)
        })
    }

    /// Writes an `rdf:List` and gives its first node.
    fn write_list<S: TripleSink>(
        &mut self,
        items: &[TermId],
        out: &mut Out<'_, '_, S>,
    ) -> Result<TermId, S::Error> {
        let terms = out.sink.terms();
        let (first, rest, mut tail) = (
            terms.intern(rdf::FIRST),
            terms.intern(rdf::REST),
            terms.intern(rdf::NIL),
        );
        for item in items.iter().rev() {
            let node = out.blanks.fresh(out.sink.terms());
            self.write(Triple::new(node, first, *item), out)?;
            self.write(Triple::new(node, rest, tail), out)?;
            tail = node;
        }
        Ok(tail)
    }
}
