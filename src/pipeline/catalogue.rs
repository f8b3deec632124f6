use std::fs;
use std::io;
use std::path::Path;

use super::plan::Plan;
use super::{Failure, Publisher};
use crate::catalogue::{Catalogue, File, Listed, Release};
use crate::diagnostic::Findings;
use crate::digest::Digest;
use crate::graph::{GraphBuilder, Origins, TermGraph, Triple, TripleSink};
use crate::store::{Building, DumpWriter, Standing};

impl Publisher<'_> {
    /// Makes the catalogue of what the new generation holds, checks it together with what the
    /// datasets say of themselves, and puts it into the generation.
    pub(super) fn catalogue(
        &self,
        building: &Building,
        plan: &Plan,
        published: &str,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let config = &self.route.config;
        let catalogue = Catalogue {
            base: &config.base,
            publisher: &config.publisher.name,
            publisher_uri: config.publisher.uri.as_deref(),
            modified: published,
            spatial: &config.spatial,
            datasets: self.listed(building, plan)?,
        };
        let mut builder = GraphBuilder::default();
        let mut triples = add(&mut builder, &catalogue.triples());
        triples.sort_unstable();
        triples.dedup();
        add(&mut builder, catalogue.datasets.iter().flat_map(|d| &d.own));
        let mut graph = builder.finish();
        let origins = Origins::default();
        let report = self.route.shapes.validate(&mut graph, &origins);
        findings.append(report.findings());
        building.load(graph.terms(), triples.iter().copied())?;
        let path = building.catalogue_file();
        write(&path, &graph, &triples).map_err(Failure::file(&path))
    }

    /// Every dataset with its releases, in the order of the plan.
    fn listed(&self, building: &Building, plan: &Plan) -> Result<Vec<Listed>, Failure> {
        let mut listed: Vec<Listed> = Vec::new();
        for planned in plan.iter() {
            let release = &planned.release;
            let folder = building.release_folder(&release.dataset, &release.edition)?;
            let made = Release {
                edition: release.edition.clone(),
                live: release.standing == Standing::Live,
                files: files(&folder).map_err(Failure::file(&folder))?,
            };
            let last = listed.last_mut();
            if let Some(dataset) = last.filter(|last| last.name == release.dataset) {
                dataset.releases.push(made);
                continue;
            }
            let uri = self.route.config.base.dataset(&release.dataset);
            listed.push(Listed {
                name: release.dataset.clone(),
                own: building.about(uri.as_ref())?,
                releases: vec![made],
            });
        }
        Ok(listed)
    }
}

fn files(folder: &Path) -> io::Result<Vec<File>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files.push(File {
            name: entry.file_name().to_string_lossy().into_owned(),
            bytes: entry.metadata()?.len(),
            digest: Digest::of_file(&entry.path())?,
        });
    }
    Ok(files)
}

/// Puts triples into a graph; tells their numbers.
fn add<'t>(
    builder: &mut GraphBuilder,
    triples: impl IntoIterator<Item = &'t oxrdf::Triple>,
) -> Vec<Triple> {
    let number = |triple: &oxrdf::Triple| {
        let terms = builder.terms();
        let triple = Triple::new(
            terms.intern(triple.subject.as_ref()),
            terms.intern(triple.predicate.as_ref()),
            terms.intern(triple.object.as_ref()),
        );
        let Ok(()) = builder.triple(triple);
        triple
    };
    triples.into_iter().map(number).collect()
}

fn write(path: &Path, graph: &TermGraph, triples: &[Triple]) -> io::Result<()> {
    let mut dump = DumpWriter::create(path)?;
    for triple in triples {
        dump.write(graph.terms(), *triple)?;
    }
    dump.finish().map(drop)
}
