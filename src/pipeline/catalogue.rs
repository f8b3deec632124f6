//! Stage seven, after all files are written: the catalogue of what the generation holds.

use std::io;
use std::path::Path;

use oxigraph::model::GraphNameRef;

use super::plan::Plan;
use super::{Failure, Publisher};
use crate::catalogue::{Catalogue, File, Listed, Release};
use crate::diagnostic::Findings;
use crate::digest::Digest;
use crate::graph::{GraphBuilder, Origins, Part, TermGraph, Triple, TripleSink};
use crate::store::{Building, DumpWriter, Standing, StoreError, checksums};

impl Publisher<'_> {
    /// Makes the catalogue of what the new generation holds, checks it together with what the
    /// datasets say of themselves, puts it into the generation, and gives it back.
    ///
    /// It has no blank nodes, so that the digest of its sorted text is the canonical one.
    pub(super) fn catalogue(
        &self,
        building: &Building,
        plan: &Plan,
        findings: &mut Findings,
    ) -> Result<(TermGraph, Digest), Failure> {
        let config = &self.route.config;
        let catalogue = Catalogue {
            base: &config.base,
            publisher: &config.publisher.name,
            publisher_uri: config.publisher.uri.as_deref(),
            modified: &self.published(),
            spatial: &config.spatial,
            datasets: self.listed(building, plan)?,
        };
        let triples = catalogue.triples();
        let own = catalogue.datasets.iter().flat_map(|dataset| &dataset.own);
        let mut all = graph(triples.iter().chain(own));
        let origins = Origins::default();
        let report = self.route.shapes.validate(&mut all, &origins);
        findings.append(report.findings());
        // What a dataset says itself is not the catalogue's, which is taken out again one day.
        let new = graph(not_yet_said(building, &triples)?);
        building.load(&[Part::whole(&new)])?;
        let path = building.catalogue_file();
        let written = DumpWriter::write_file(&path, Part::whole(&new));
        let digest = written.map_err(Failure::file(&path))?;
        Ok((new, digest))
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
    let kept = checksums::files(folder)?.into_iter();
    let file = kept.map(|kept| File {
        name: kept.name,
        bytes: kept.bytes,
        digest: kept.digest,
    });
    Ok(file.collect())
}

fn not_yet_said<'t>(
    building: &Building,
    triples: &'t [oxrdf::Triple],
) -> Result<Vec<&'t oxrdf::Triple>, StoreError> {
    let database = building.database()?;
    let mut new = Vec::new();
    for triple in triples {
        let quad = triple.as_ref().in_graph(GraphNameRef::DefaultGraph);
        if !database.contains(quad)? {
            new.push(triple);
        }
    }
    Ok(new)
}

fn graph<'t>(triples: impl IntoIterator<Item = &'t oxrdf::Triple>) -> TermGraph {
    let mut builder = GraphBuilder::default();
    for triple in triples {
        let terms = builder.terms();
        let triple = Triple::new(
            terms.intern(triple.subject.as_ref()),
            terms.intern(triple.predicate.as_ref()),
            terms.intern(triple.object.as_ref()),
        );
        let Ok(()) = builder.triple(triple);
    }
    builder.finish()
}
