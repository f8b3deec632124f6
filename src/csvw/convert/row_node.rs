use oxrdf::{LiteralRef, NamedNodeRef};

use crate::csvw::web::without_fragment;
use crate::graph::{TermId, Triple, TripleSink};
use crate::vocab::{csvw, xsd};

use super::group::typed;
use super::row::RowNumbers;
use super::table::{Out, TablePlan};

impl TablePlan<'_> {
    /// Writes what [standard mode](https://www.w3.org/TR/csv2rdf/#dfn-standard-mode) says of a row.
    pub(super) fn write_row_node<S: TripleSink>(
        &mut self,
        table: TermId,
        row: RowNumbers,
        out: &mut Out<'_, '_, S>,
    ) -> Result<(), S::Error> {
        let node = out.blanks.fresh(out.sink.terms());
        let has_row = out.sink.terms().intern(csvw::ROW);
        self.write(Triple::new(table, has_row, node), out)?;
        typed(out.sink, node, csvw::ROW_CLASS)?;
        let number = row.number.to_string();
        let terms = out.sink.terms();
        let number = terms.intern(LiteralRef::new_typed_literal(&number, xsd::INTEGER));
        let rownum = terms.intern(csvw::ROWNUM);
        self.write(Triple::new(node, rownum, number), out)?;
        let source = format!(
            "{}#row={}",
            without_fragment(self.base.as_str()),
            row.source_number
        );
        let terms = out.sink.terms();
        let (url, source) = (
            terms.intern(csvw::URL),
            terms.intern(NamedNodeRef::new_unchecked(&source)),
        );
        self.write(Triple::new(node, url, source), out)?;
        self.write_titles(node, out)?;
        let describes = out.sink.terms().intern(csvw::DESCRIBES);
        for slot in 0..self.subjects.len() {
            if let Some(Some(subject)) = self.subjects[slot] {
                self.write(Triple::new(node, describes, subject), out)?;
            }
        }
        Ok(())
    }

    fn write_titles<S: TripleSink>(
        &mut self,
        node: TermId,
        out: &mut Out<'_, '_, S>,
    ) -> Result<(), S::Error> {
        let has_title = out.sink.terms().intern(csvw::TITLE);
        let mut titles = Vec::new();
        for index in &self.row_titles {
            let column = &self.columns[*index];
            let lang = column
                .annotated
                .lang
                .as_deref()
                .filter(|_| column.annotated.datatype.is_string());
            for item in column.cache.current().value.items() {
                titles.push(out.sink.terms().intern(match lang {
                    Some(lang) => {
                        LiteralRef::new_language_tagged_literal_unchecked(&item.lexical, lang)
                    }
                    None => LiteralRef::new_simple_literal(&item.lexical),
                }));
            }
        }
        for title in titles {
            self.write(Triple::new(node, has_title, title), out)?;
        }
        Ok(())
    }
}
