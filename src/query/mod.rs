//! SPARQL over cubes: patterns that ask for observations are answered from the
//! [columns](crate::cube::columns) of their cubes, everything else by the store.
//!
//! A query is *rewritten*: the parts of its algebra that columns can answer are evaluated, and
//! their solutions stand in the query that Oxigraph evaluates then. Its answer is the same multiset
//! of solutions, exactly; where that is not sure, a part stays as it was.
//!
//! - A *star* is a set of triple patterns with one subject, each with a predicate of which the
//!   columns hold all triples that the store has ([`Holdings`] counts). The rows that match it become
//!   a relation: columns of codes and numbers, one for each variable.
//! - Other patterns that speak of values of a star (the label of a court, the quarter before) are
//!   evaluated by the store for the different values, and joined.
//! - Conditions and computed values are evaluated by the store itself, once for the different
//!   values that their variables have together; so all of its functions and all of its errors are
//!   what they are.
//! - Groups are made of codes, and sums of numbers; where solutions of a star are only grouped,
//!   while its rows are read, so that there is no relation of all of them.
//! - What is left to the store is put so that Oxigraph finds a good plan for it: patterns of which it
//!   would look up each solution are read once and joined by hash.

mod aggregate;
mod basic;
mod block;
mod column;
mod exact;
mod explanation;
mod expressions;
mod failure;
mod fold;
mod group;
mod groups;
mod holdings;
mod join;
mod joins;
mod known;
mod native;
mod needed;
mod point;
mod relation;
mod rewrite;
mod scan;
mod star;
mod store_plan;
mod store_way;
mod table;
mod terms;
mod totals;
mod variables;
mod visitor;
mod walk;

pub use explanation::{Explanation, Lookup, Planned, Reading, Way};
pub use failure::Reason;
pub use holdings::Holdings;
pub use rewrite::{Rewritten, rewrite};
pub(crate) use visitor::{Visitor, visit_pattern};
