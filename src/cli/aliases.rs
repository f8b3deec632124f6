use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::output::output;
use super::report::Refused;
use crate::diagnostic::Findings;
use crate::mapping::{Mapping, accept_aliases};
use crate::release::Release;

/// Writes the proposals for renamed headings into the mapping file, and reads it again; `None` if
/// there is nothing to propose.
pub(super) fn accept(release: &Path, mapping: &Mapping) -> anyhow::Result<Option<Mapping>> {
    let mut findings = Findings::default();
    let layout = mapping.layout();
    let release = Release::open(release, &layout, &mut findings)?;
    let release = release.ok_or(Refused(findings))?;
    let binding = mapping.bind(&release, &mut Findings::default());
    if binding.aliases.is_empty() {
        return Ok(None);
    }
    let path = PathBuf::from(mapping.source_name().as_str());
    let text = accept_aliases(mapping.text(), &binding.aliases)?;
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    for alias in &binding.aliases {
        writeln!(
            output(),
            "{}: “{}” is now a heading of `{}`",
            path.display(),
            alias.heading,
            alias.column
        )?;
    }
    Ok(Some(Mapping::read(&path).map_err(Refused)?))
}
