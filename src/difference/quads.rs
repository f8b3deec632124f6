use std::io::{self, Write};

use super::Change;

/// Writes a change as RDF: its lines that are gone in the graph `{release}#removed`, its new ones
/// in `{release}#added`, as [N-Quads](https://www.w3.org/TR/n-quads/).
pub fn write_quads(out: &mut impl Write, change: &Change<'_>, release: &str) -> io::Result<()> {
    for (lines, graph) in [(&change.removed, "removed"), (&change.added, "added")] {
        for line in lines {
            let line = line.trim_end();
            let triple = line.strip_suffix('.').unwrap_or(line);
            writeln!(out, "{triple}<{release}#{graph}> .")?;
        }
    }
    Ok(())
}
