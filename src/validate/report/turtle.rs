//! The report graph as Turtle.

use std::io::{self, Write};

use oxttl::TurtleSerializer;

use super::Report;
use crate::vocab::{csvw, dct, ptr, rdf, sh, xsd};

/// Writes the [report graph](https://www.w3.org/TR/shacl/#validation-report), all results of it.
pub fn write(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    let prefixes = [
        ("csvw", csvw::NAMESPACE),
        ("dct", dct::NAMESPACE),
        ("ptr", ptr::NAMESPACE),
        ("rdf", rdf::NAMESPACE),
        ("sh", sh::NAMESPACE),
        ("xsd", xsd::NAMESPACE),
    ];
    let mut serializer = TurtleSerializer::new();
    for (prefix, namespace) in prefixes {
        serializer = serializer
            .with_prefix(prefix, namespace)
            .map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    for triple in report.triples() {
        writer.serialize_triple(&triple)?;
    }
    writer.finish()?;
    Ok(())
}
