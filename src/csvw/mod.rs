//! [CSV on the Web](https://www.w3.org/TR/tabular-data-primer/): metadata, validation and
//! conversion to RDF.
//!
//! Metadata become descriptions of tables ([`TableGroup`]); [`convert()`] reads a table row by row
//! and hands its triples to a sink.

mod absolute;
mod annotate;
mod cell;
pub mod codes;
mod convert;
mod datatype;
mod dialect;
mod fields;
mod json;
mod keys;
mod metadata;
mod open;
mod process;
mod tabular;
mod template;
mod web;

pub use absolute::absolute_template;
pub use annotate::Purpose;
pub use codes::CODES;
pub use convert::{ConvertError, Converted, Mode, Options, convert};
pub use datatype::{Builtin, Datatype};
pub use dialect::{BlankRows, Dialect, Escape, Trim};
pub use metadata::{
    Annotation, AnnotationValue, Column, Direction, ForeignKey, Inherited, Presence, Reference,
    Schema, Separator, Source, Table, TableGroup, Target, TextDirection, Title,
};
pub use open::file_url;
pub use process::{Input, ProcessError, Processor};
pub use template::{Template, TemplateError, Variable};
pub use web::{Fetch, FetchError, MapError, Mapping, Resolver, Response};
