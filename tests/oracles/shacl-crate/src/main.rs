//! Runs the crate `shacl`: `shacl-crate SHAPES DATA`. Exit status: 0 the data conform, 1 they do
//! not, 2 it failed.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::process::ExitCode;

use rudof_rdf::rdf_core::RDFFormat;
use shacl::validator::processor::{GraphValidation, ShaclProcessor};
use shacl::validator::store::ShaclDataManager;
use shacl::validator::{ShaclConfig, ShaclValidationMode};

fn run() -> Result<bool, Box<dyn Error>> {
    let mut paths = std::env::args().skip(1);
    let (Some(shapes), Some(data)) = (paths.next(), paths.next()) else {
        return Err("name the shapes and the data".into());
    };
    let mut reader = BufReader::new(File::open(&shapes)?);
    let schema = ShaclDataManager::load(&mut reader, &shapes, &RDFFormat::Turtle, None)?;
    let format = match data.ends_with(".nt") {
        true => RDFFormat::NTriples,
        false => RDFFormat::Turtle,
    };
    let mut validation = GraphValidation::from_path(&data, format, None)?;
    let report =
        validation.validate(&schema, &ShaclValidationMode::Native, &ShaclConfig::default())?;
    Ok(report.conforms())
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}
