//! The forms of a slice; a new one is a file here and a few lines in [`SliceForm`].

mod csv;
mod form;
mod json;
mod json_stat;
mod parquet;
mod rdf;
mod told;

use oxrdfio::{JsonLdProfileSet, RdfFormat};

pub(super) use form::SliceForm;
pub(super) use told::{From, Told};

use super::page;
use crate::serve::Problem;

/// Writes a slice in one of its forms.
pub(super) fn write(told: &Told<'_>, form: SliceForm) -> Result<Vec<u8>, Problem> {
    match form {
        SliceForm::Csv => Ok(csv::write(told)?),
        SliceForm::Json => Ok(json::write(told)),
        SliceForm::JsonStat => Ok(json_stat::write(told)?),
        SliceForm::JsonLd => {
            let profile = JsonLdProfileSet::empty();
            Ok(rdf::write(told, RdfFormat::JsonLd { profile })?)
        }
        SliceForm::Turtle => Ok(rdf::write(told, RdfFormat::Turtle)?),
        SliceForm::Parquet => parquet::write(told).map_err(|error| Problem::internal(&error)),
        SliceForm::Html => page::write(told),
    }
}
