use super::writer::Writer;
use super::{code_list, dataset, period, structure, terms};
use crate::graph::TripleSink;
use crate::mapping::Mapping;
use crate::register::Registers;
use crate::tidy::Tidied;
use crate::uri::Base;

/// What a cube is described from.
#[derive(Clone, Copy)]
pub struct Described<'d> {
    /// What the release means.
    pub mapping: &'d Mapping,
    /// Its tidy table.
    pub tidied: &'d Tidied,
    /// What its things are.
    pub registers: &'d Registers,
    /// The start of the URIs.
    pub base: &'d Base,
}

/// Writes all triples of a cube but its observations: the dataset, its
/// [structure definition](https://www.w3.org/TR/vocab-data-cube/#dsd), the properties, the code
/// lists, the periods, the units and the statuses.
pub fn describe<S: TripleSink>(cube: Described<'_>, sink: &mut S) -> Result<(), S::Error> {
    let mut writer = Writer::new(sink);
    dataset::write(cube, &mut writer)?;
    structure::write(cube, &mut writer)?;
    code_list::write(cube, &mut writer)?;
    period::write(cube, &mut writer)?;
    terms::write_units(cube, &mut writer)?;
    terms::write_statuses(cube, &mut writer)?;
    terms::write_aggregations(cube, &mut writer)
}
