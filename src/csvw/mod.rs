//! [CSV on the Web](https://www.w3.org/TR/tabular-data-primer/): metadata, validation and
//! conversion to RDF.
//!
//! Metadata become descriptions of tables ([`TableGroup`]); [`convert`] reads a table row by row
//! and hands its triples to a sink.

mod annotate;
mod cell;
pub mod codes;
mod convert;
mod datatype;
mod dialect;
mod json;
mod metadata;
mod open;
mod tabular;
mod template;

pub use annotate::Purpose;
pub use codes::CODES;
pub use convert::{ConvertError, Converted, Mode, Options, convert};
pub use datatype::{Builtin, Datatype};
pub use dialect::{BlankRows, Dialect, Escape, Trim};
pub use metadata::{
    Annotation, AnnotationValue, Column, Direction, ForeignKey, Inherited, Presence, Reference,
    Schema, Source, Table, TableGroup, Target, TextDirection, Title,
};
pub use template::{Template, TemplateError, Variable};
