use std::mem;

use crate::csvw::tabular::Record;
use crate::graph::{Kept, Pair, SourceRow, TermId, TripleSink};

use super::row::{Keys, RowNumbers};
use super::straight::Straight;
use super::table::{Out, TablePlan};

/// Straight rows that wait to be handed over together.
///
/// Nearly every row has a subject of its own, whose place in a large dictionary is never in the
/// processor's caches: interning them one by one is mostly waiting, interning many is waiting once.
#[derive(Default)]
pub(super) struct Batch {
    /// The IRIs of the subjects, one after the other.
    subjects: String,
    pairs: Vec<Pair>,
    rows: Vec<Waiting>,
    /// Holds the numbers of the subjects while they are handed over.
    numbers: Vec<TermId>,
}

/// A row, and where its parts end in the batch.
struct Waiting {
    source: SourceRow,
    subject_end: usize,
    pairs_end: usize,
}

impl Batch {
    /// How many rows wait at most: enough to wait for memory together, and all in the caches.
    const ROWS: usize = 64;

    fn subjects(&self) -> impl Iterator<Item = &str> + Clone {
        let mut start = 0;
        self.rows.iter().map(move |row| {
            let subject = &self.subjects[start..row.subject_end];
            start = row.subject_end;
            subject
        })
    }

    fn clear(&mut self) {
        self.subjects.clear();
        self.pairs.clear();
        self.rows.clear();
        self.numbers.clear();
    }
}

impl TablePlan<'_> {
    /// Reads a straight row, whose triples are written by a later [`flush`](Self::flush) at the
    /// latest. The sink must keep its terms.
    pub(super) fn batch_row<S: TripleSink>(
        &mut self,
        straight: Straight,
        record: &Record,
        row: RowNumbers,
        keys: &mut dyn Keys,
        out: &mut Out<'_, '_, S>,
    ) -> Result<(), S::Error> {
        self.read_row(record, keys, out);
        let mut columns = mem::take(&mut self.columns);
        let has_subject = self.expand_subject(&columns, straight.about, straight.first, row, out);
        if has_subject {
            Straight::push_pairs(&mut columns, &mut self.batch.pairs, out.sink.terms());
        }
        self.columns = columns;
        if !has_subject {
            self.flush(out)?;
            out.sink.row_start(row.source())?;
            return self.end_row(out);
        }
        self.batch.subjects.push_str(&self.text);
        self.batch.rows.push(Waiting {
            source: row.source(),
            subject_end: self.batch.subjects.len(),
            pairs_end: self.batch.pairs.len(),
        });
        if self.batch.rows.len() < Batch::ROWS {
            return Ok(());
        }
        self.flush(out)
    }

    /// Writes the triples of all rows that wait.
    pub(super) fn flush<S: TripleSink>(
        &mut self,
        out: &mut Out<'_, '_, S>,
    ) -> Result<(), S::Error> {
        let mut batch = mem::take(&mut self.batch);
        let mut numbers = mem::take(&mut batch.numbers);
        out.sink.terms().intern_iris(batch.subjects(), &mut numbers);
        let mut start = 0;
        for (row, subject) in batch.rows.iter().zip(&numbers) {
            out.sink.row_start(row.source)?;
            out.sink
                .pairs(*subject, &batch.pairs[start..row.pairs_end])?;
            self.end_row(out)?;
            start = row.pairs_end;
        }
        self.triples += batch.pairs.len() as u64;
        batch.numbers = numbers;
        batch.clear();
        self.batch = batch;
        Ok(())
    }

    /// Tells the sink that a row has ended, and drops all terms if it has forgotten them.
    pub(super) fn end_row<S: TripleSink>(
        &mut self,
        out: &mut Out<'_, '_, S>,
    ) -> Result<(), S::Error> {
        if out.sink.row_end()? == Kept::None {
            self.forget();
        }
        Ok(())
    }
}
