use std::fs::File;
use std::io;
use std::path::PathBuf;

use oxrdf::{Literal, NamedNode, Term, TermRef, Triple};

use super::statement::Statement;
use crate::difference::{Row, Table};
use crate::store::{Generation, Release};
use crate::uri::Base;
use crate::vocab::{dct, qb, rdf, rdfs, sdmx};

/// What the observations of each dataset said in its earlier releases.
///
/// It is read from the tables of differences that are kept with the releases: some pages of each,
/// however many observations there are.
#[derive(Default)]
pub(super) struct Revisions {
    chains: Vec<Chain>,
}

/// The releases of a dataset, the live one first.
struct Chain {
    /// How the URIs of its observations begin.
    start: String,
    releases: Vec<Past>,
}

struct Past {
    edition: String,
    release: NamedNode,
    /// What changed in it, where one came before.
    table: PathBuf,
}

impl Revisions {
    /// The releases that a generation keeps.
    pub(super) fn of(generation: &Generation, base: &Base) -> Self {
        let live = generation.manifest().live();
        let chains = live.map(|release| Chain {
            start: format!("{}/", base.dataset(&release.dataset).as_str()),
            releases: chain(generation, release, base),
        });
        Self {
            chains: chains.filter(|chain| chain.releases.len() > 1).collect(),
        }
    }

    /// What an observation says in each release, given what it says now; nothing for anything else.
    pub(super) fn of_observation(
        &self,
        about: &NamedNode,
        own: &[Statement<'_>],
    ) -> io::Result<Vec<Triple>> {
        let of = |chain: &&Chain| about.as_str().starts_with(&chain.start);
        let Some(chain) = self.chains.iter().find(of) else {
            return Ok(Vec::new());
        };
        let observation = TermRef::from(qb::OBSERVATION);
        let mut said = own.iter().map(Statement::as_ref);
        if !said.any(|triple| triple.predicate == rdf::TYPE && triple.object == observation) {
            return Ok(Vec::new());
        }
        let own: Vec<_> = own.iter().map(|said| said.as_ref().into_owned()).collect();
        chain.versions(about, &own)
    }
}

fn chain(generation: &Generation, live: &Release, base: &Base) -> Vec<Past> {
    let mut releases = Vec::new();
    let mut next = Some(live);
    while let Some(release) = next {
        let folder = generation.release_folder(&release.dataset, &release.edition);
        releases.push(Past {
            edition: release.edition.clone(),
            release: base.release(&release.dataset, &release.edition),
            table: folder.join(Generation::DIFFERENCE),
        });
        let all = &generation.manifest().releases;
        let known = all.len();
        let before = release.previous.as_ref().filter(|_| releases.len() < known);
        next = before.and_then(|edition| {
            let same = |r: &&Release| r.dataset == release.dataset && r.edition == *edition;
            all.iter().find(same)
        });
    }
    releases
}

impl Chain {
    fn versions(&self, about: &NamedNode, own: &[Triple]) -> io::Result<Vec<Triple>> {
        let mut values: Vec<_> = own
            .iter()
            .filter(|triple| is_said(triple))
            .cloned()
            .collect();
        let mut versions = Vec::new();
        for (at, past) in self.releases.iter().enumerate() {
            if !values.is_empty() {
                versions.extend(past.version(about, &values));
            }
            if at + 1 < self.releases.len() {
                let rows = Table::open(File::open(&past.table)?)?.find(about.as_str())?;
                for row in &rows {
                    take_back(row, about, own, &mut values);
                }
            }
        }
        Ok(versions)
    }
}

/// Whether a triple of an observation says a figure or its status.
fn is_said(triple: &Triple) -> bool {
    matches!(triple.object, Term::Literal(_)) || triple.predicate == sdmx::OBS_STATUS
}

/// Makes of the values after a change those before it.
fn take_back(row: &Row, about: &NamedNode, own: &[Triple], values: &mut Vec<Triple>) {
    values.retain(|triple| triple.predicate.as_str() != row.property);
    let property = NamedNode::new_unchecked(&row.property);
    if row.old.is_empty() {
        return;
    }
    let object: Term = if property == sdmx::OBS_STATUS {
        NamedNode::new_unchecked(&row.old).into()
    } else {
        let alike = own.iter().find_map(|triple| match &triple.object {
            Term::Literal(literal) if triple.predicate == property => Some(literal),
            _ => None,
        });
        match alike {
            Some(now) => Literal::new_typed_literal(&row.old, now.datatype()).into(),
            // Links to members of dimensions are what tells one observation from another.
            None if row.old.contains("://") => return,
            None => Literal::new_simple_literal(&row.old).into(),
        }
    };
    let triple = Triple::new(about.clone(), property, object);
    if is_said(&triple) {
        values.push(triple);
    }
}

impl Past {
    /// An observation as it is in this release, as a part of its document.
    fn version(&self, about: &NamedNode, values: &[Triple]) -> Vec<Triple> {
        let version = NamedNode::new_unchecked(format!("{}#{}", about.as_str(), self.edition));
        let label = format!("in the release {}", self.edition);
        let label = Literal::new_language_tagged_literal_unchecked(label, "en");
        let mut triples = vec![
            Triple::new(about.clone(), dct::HAS_VERSION, version.clone()),
            Triple::new(version.clone(), rdfs::LABEL, label),
            Triple::new(version.clone(), dct::IS_PART_OF, self.release.clone()),
        ];
        triples.extend(values.iter().map(|value| {
            let (property, object) = (value.predicate.clone(), value.object.clone());
            Triple::new(version.clone(), property, object)
        }));
        triples
    }
}
