//! Reading [metadata documents](https://www.w3.org/TR/tabular-metadata/): from JSON to
//! descriptions of tables in which every URL is absolute, every template parsed and every datatype
//! compiled; all that is not allowed has become a finding.

mod annotation;
mod column;
mod context;
mod datatype;
mod dialect;
mod foreign_key;
mod group;
mod inherited;
mod link;
mod model;
mod natural;
mod prefix;
mod properties;
mod reader;
mod schema;
mod table;
mod transformation;

pub(crate) use group::read_document;
pub use model::{
    Annotation, AnnotationValue, Column, Direction, ForeignKey, Inherited, Presence, Reference,
    Schema, Separator, Source, Table, TableGroup, Target, TextDirection, Title,
};
pub(crate) use prefix::expand_prefix;
pub(crate) use reader::Stopped;
