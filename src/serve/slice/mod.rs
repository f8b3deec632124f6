//! Slices: any part of a cube under one address, answered from its columns.
//!
//! `/data/{dataset}/slice?court=cardiff-crown-court&quarter=2024-Q1..2025-Q4` names members by the
//! keys of the observations' URIs, or by URIs; `group=` asks for totals. A [`Schema`](schema::Schema) knows how the
//! parts of a cube are called, a [`Slice`](request::Slice) is what was asked, a [`Table`](table::Table) the answer; each form of
//! it is a file in [`forms`].

mod answer;
mod chart;
mod dimension;
mod error;
mod forms;
mod links;
mod member;
mod page;
mod pick;
mod request;
mod rows;
mod schema;
mod sort;
mod table;
mod total;

pub(super) use answer::{answer, at_path};
pub(super) use links::about;
pub(super) use schema::Schemas;
