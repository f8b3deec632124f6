//! Cubes that another tool described in CSVW, on the same route as releases with a mapping.

use std::io;
use std::path::Path;

use super::collector::Collector;
use super::convert::Converted;
use super::{Failure, Route};
use crate::cube::foreign::{Content, ForeignCube, MeasuresSeen, PairError, PairTable};
use crate::diagnostic::Findings;
use crate::graph::TripleSink;
use crate::tidy::{Accounting, Rows};

impl Route {
    /// Checks the tables of a cube and writes its triples: observations first, because only they
    /// tell the measures of some cubes. The pair that they are made of is written into a folder.
    ///
    /// `None` if the tables are not what their metadata say; the findings say why.
    pub fn describe_foreign<S>(
        &self,
        cube: &ForeignCube,
        folder: &Path,
        sink: &mut S,
        findings: &mut Findings,
    ) -> Result<Option<Accounting>, Failure>
    where
        S: TripleSink,
        io::Error: From<S::Error>,
    {
        write(cube, folder, sink, &mut |_, _| {}, findings)
    }

    /// Stages one to five for a cube that another tool described.
    pub(super) fn convert_foreign(
        &self,
        cube: &ForeignCube,
        folder: &Path,
        findings: &mut Findings,
    ) -> Result<Option<Converted>, Failure> {
        let mut collector = Collector::new(self.context().builder());
        collector.columns(&cube.fields());
        let mut begin = |collector: &mut MeasuresSeen<'_, Collector<'_>>, table: &PairTable| {
            match table.content {
                Content::Observations => collector.sink().rows_as_read(&table.source),
                Content::Other => collector.sink().rows_of_no_release(),
            }
        };
        let accounting = write(cube, folder, &mut collector, &mut begin, findings)?;
        let Some(accounting) = accounting else {
            return Ok(None);
        };
        Ok(Some(self.complete(
            cube.dataset.as_str(),
            collector,
            accounting,
        )))
    }
}

fn write<S>(
    cube: &ForeignCube,
    folder: &Path,
    sink: &mut S,
    begin: &mut dyn FnMut(&mut MeasuresSeen<'_, S>, &PairTable),
    findings: &mut Findings,
) -> Result<Option<Accounting>, Failure>
where
    S: TripleSink,
    io::Error: From<S::Error>,
{
    let mut found = Findings::default();
    cube.validate(&mut found);
    let wrong = found.has_errors();
    findings.append(found);
    if wrong {
        return Ok(None);
    }
    let pair = cube.write_pair(folder)?;
    let mut watched = MeasuresSeen::new(sink);
    // Warnings about the tables were given when they were validated.
    let mut found = Findings::default();
    let converted = pair.convert(&mut watched, begin, &mut found)?;
    if found.has_errors() {
        findings.append(found);
    }
    let measures = watched.into_measures();
    let described = cube.describe(&measures, sink);
    described.map_err(|error| Failure::file(cube.path())(error.into()))?;
    Ok(Some(Accounting {
        rows: Rows {
            read: converted.rows,
            observed: converted.rows,
            ..Rows::default()
        },
        observations: converted.rows,
        ..Accounting::default()
    }))
}

impl From<PairError> for Failure {
    fn from(error: PairError) -> Self {
        match error {
            PairError::File { path, source } => Self::File { path, source },
            PairError::Fetch { url, source } => Self::File {
                path: url.into(),
                source: io::Error::other(source),
            },
        }
    }
}
