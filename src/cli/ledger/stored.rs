use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode};
use oxigraph::store::{StorageError, Store};

use crate::register::ledger::{Answer, LedgerPath};
use crate::store::{Generation, Release, StoreError};
use crate::uri::Base;
use crate::vocab::qb;

/// The live data of a store, asked for what the ledger lists.
pub(super) struct Stored<'s> {
    database: Store,
    releases: Vec<Release>,
    base: &'s Base,
    withdrawn: NamedNode,
}

impl<'s> Stored<'s> {
    pub(super) fn open(live: &Generation, base: &'s Base) -> Result<Self, StoreError> {
        Ok(Self {
            database: live.open()?,
            releases: live.manifest().releases.clone(),
            base,
            withdrawn: base.term("justice", "withdrawn"),
        })
    }

    /// What a server of this store has to answer with: any triple describes a URI, and so do the
    /// files of a release that is kept.
    pub(super) fn ask(&self, path: &LedgerPath) -> Result<Answer, StorageError> {
        let uri = NamedNode::new_unchecked(path.uri(self.base));
        let known = if path.is_pattern() {
            self.has_observation(path)?
        } else {
            self.has(&uri, None)? || self.keeps(path)
        };
        Ok(if self.has(&uri, Some(self.withdrawn.as_ref()))? {
            Answer::Gone
        } else if known {
            Answer::Described
        } else {
            Answer::Other(404)
        })
    }

    fn has(
        &self,
        subject: &NamedNode,
        predicate: Option<NamedNodeRef<'_>>,
    ) -> Result<bool, StorageError> {
        let subject = subject.as_ref().into();
        let mut quads = self
            .database
            .quads_for_pattern(Some(subject), predicate, None, None);
        Ok(quads.next().transpose()?.is_some())
    }

    fn has_observation(&self, pattern: &LedgerPath) -> Result<bool, StorageError> {
        let Some(dataset) = pattern.dataset() else {
            return Ok(false);
        };
        let dataset = self.base.dataset(dataset);
        let dataset = Some(dataset.as_ref().into());
        let of_dataset = self
            .database
            .quads_for_pattern(None, Some(qb::DATA_SET), dataset, None);
        for quad in of_dataset {
            if let NamedOrBlankNode::NamedNode(uri) = quad?.subject
                && pattern.covers(self.base, uri.as_str())
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn keeps(&self, path: &LedgerPath) -> bool {
        self.releases
            .iter()
            .any(|release| path.is_in_release(&release.dataset, &release.edition))
    }
}
