use std::sync::Arc;

use oxrdf::Term;

/// The place of a term in its [`Terms`].
pub(super) type Code = u32;

/// Stands for no term in a column of codes.
pub(super) const UNBOUND: Code = Code::MAX;

/// A place in an array as a code or the number of a row: no relation has as many rows as would not
/// fit.
#[expect(
    clippy::cast_possible_truncation,
    reason = "files of columns count their rows in 32 bits, and joins are stopped before"
)]
pub(super) fn place(at: usize) -> u32 {
    debug_assert!(at < UNBOUND as usize);
    at as u32
}

/// Different terms, each with a [`Code`]: those below [`Terms::len`].
pub(super) trait Terms: Send + Sync {
    /// How many there are.
    fn len(&self) -> usize;

    /// The term of a code.
    fn term(&self, code: Code) -> Term;
}

/// Terms that several columns share; columns with the same ones can be compared by their codes.
pub(super) type SharedTerms = Arc<dyn Terms>;

impl Terms for Vec<Term> {
    fn len(&self) -> usize {
        self.len()
    }

    fn term(&self, code: Code) -> Term {
        self[code as usize].clone()
    }
}

/// Terms in the order in which they come up.
#[derive(Default)]
pub(super) struct TermCollector {
    codes: rustc_hash::FxHashMap<Term, Code>,
    terms: Vec<Term>,
}

impl TermCollector {
    /// The code of a term, which is new or not.
    pub(super) fn code(&mut self, term: Option<Term>) -> Code {
        let Some(term) = term else { return UNBOUND };
        if let Some(code) = self.codes.get(&term) {
            return *code;
        }
        let code = place(self.terms.len());
        self.terms.push(term.clone());
        self.codes.insert(term, code);
        code
    }

    /// The code of a term that came up before.
    pub(super) fn get(&self, term: &Term) -> Option<Code> {
        self.codes.get(term).copied()
    }

    /// All of them.
    pub(super) fn finish(self) -> SharedTerms {
        Arc::new(self.terms)
    }
}
