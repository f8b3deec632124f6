//! The registers as RDF: concepts with dated labels and codes, organisations, areas and places.

mod member;
mod ontology;
mod scheme;
mod writer;

use super::registers::Registers;
use crate::graph::TripleSink;
use crate::uri::Base;
use writer::Writer;

/// Writes the ontology, the sources and all registers with their members.
///
/// What the members are said to be is declared below `{base}/def/justice/`; their codes have
/// datatypes of their own below `{base}/def/notation/`.
pub fn write_rdf<S: TripleSink>(
    registers: &Registers,
    base: &Base,
    sink: &mut S,
) -> Result<(), S::Error> {
    let mut writer = Writer::new(base, sink);
    ontology::write(&mut writer)?;
    for (key, source) in registers.sources() {
        scheme::write_source(&mut writer, key, source)?;
    }
    for register in registers.iter() {
        scheme::write_register(&mut writer, register)?;
        for thing in register.things() {
            member::write(&mut writer, registers, register, thing)?;
        }
    }
    Ok(())
}
