use super::Cube;
use super::error::ColumnsError;
use super::subjects::{Segments, Subjects};
use super::values::{Codes, Column, Integers};

impl Cube {
    /// Looks at the shape of everything, which costs nothing that grows with the rows; a damaged
    /// file of the right shape may still hold wrong codes.
    pub(super) fn check(&self) -> Result<(), ColumnsError> {
        let rows = self.rows();
        for (at, component) in self.components.iter().enumerate() {
            let terms = self.try_terms(at)?;
            let found = match self.try_column(at)? {
                Column::Same => rows,
                Column::Codes(Codes::Bytes(codes)) => codes.len(),
                Column::Codes(Codes::Shorts(codes)) => codes.len(),
                Column::Codes(Codes::Words(codes)) => codes.len(),
                Column::Lists(lists) => lists.starts.len().saturating_sub(1),
                Column::Numbers(numbers) => match numbers.mantissas {
                    Integers::Bytes(all) => all.len(),
                    Integers::Shorts(all) => all.len(),
                    Integers::Words(all) => all.len(),
                    Integers::Longs(all) => all.len(),
                },
            };
            let kinds = terms.kind_of.len();
            if found != rows
                || terms.len() != component.terms.count as usize
                || (kinds != 0 && kinds != terms.len())
            {
                let property = component.property.as_str();
                return Err(ColumnsError::damaged(&format!(
                    "{property} has not all rows"
                )));
            }
        }
        self.check_subjects()
    }

    fn check_subjects(&self) -> Result<(), ColumnsError> {
        let wrong = || ColumnsError::damaged(&"its observations are not all there");
        let known = |at: &usize| *at < self.components.len();
        let whole = self.key().iter().all(known)
            && match Subjects::open(&self.header.subjects, self.bytes.as_slice())? {
                Subjects::Listed { texts, sorted } => {
                    texts.len() == self.rows() && sorted.len() == self.rows()
                }
                Subjects::Keys { segments, .. } => {
                    let mut whole = segments.len() == self.key().len();
                    for (segments, at) in segments.iter().zip(self.key()) {
                        let segments = Segments::open(segments, self.bytes.as_slice())?;
                        whole &= segments.len() == self.try_terms(*at)?.len();
                    }
                    whole
                }
            };
        whole.then_some(()).ok_or_else(wrong)
    }
}
