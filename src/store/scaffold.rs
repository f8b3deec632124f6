use std::fs::{self, File};
use std::io;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::{Generation, StoreError};

/// The folder of a generation that is not finished; removed when dropped before it is.
pub(super) struct Scaffold {
    store: PathBuf,
    folder: PathBuf,
    finished: PathBuf,
    number: u64,
}

impl Scaffold {
    /// The extension of an unfinished folder, by which a later publication knows what a crash left.
    pub(super) const EXTENSION: &'static str = "building";

    /// The file in a finished generation that never was live: one that a crash kept from it is
    /// neither served nor gone back to, and a later publication removes it.
    pub(super) const PENDING: &'static str = "pending";

    pub(super) fn raise(
        store: PathBuf,
        finished: PathBuf,
        number: u64,
    ) -> Result<Self, StoreError> {
        let folder = finished.with_extension(Self::EXTENSION);
        fs::create_dir(&folder).map_err(StoreError::file(&folder))?;
        Ok(Self {
            store,
            folder,
            finished,
            number,
        })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Makes the folder a finished generation and points `current` at it.
    ///
    /// Everything is on disk before each rename, so a crash leaves the old generation live or the
    /// new one, whole.
    pub(super) fn finish(self) -> Result<Generation, StoreError> {
        let pending = self.folder.join(Self::PENDING);
        File::create(&pending).map_err(StoreError::file(&pending))?;
        sync_tree(&self.folder)?;
        fs::rename(&self.folder, &self.finished).map_err(StoreError::file(&self.finished))?;
        if let Some(parent) = self.finished.parent() {
            sync(parent)?;
        }
        point_current(&self.store, &self.finished)?;
        remove_pending(&self.finished)?;
        Generation::read(self.finished.clone(), self.number)
    }
}

impl Drop for Scaffold {
    fn drop(&mut self) {
        // Gone already when finished; if it cannot be removed now, the next publication does.
        let _gone_or_left = fs::remove_dir_all(&self.folder);
    }
}

/// Says that a generation is or was live.
pub(super) fn remove_pending(generation: &Path) -> Result<(), StoreError> {
    let pending = generation.join(Scaffold::PENDING);
    match fs::remove_file(&pending) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::file(&pending)(error))
        }
        _ => Ok(()),
    }
}

/// Renames a new link over the old one: readers see the one or the other, never none.
pub(super) fn point_current(store: &Path, generation: &Path) -> Result<(), StoreError> {
    let target = generation.strip_prefix(store).unwrap_or(generation);
    let (link, new_link) = (store.join("current"), store.join("current.new"));
    match fs::remove_file(&new_link) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(StoreError::file(&new_link)(error));
        }
        _ => {}
    }
    symlink(target, &new_link).map_err(StoreError::file(&new_link))?;
    fs::rename(&new_link, &link).map_err(StoreError::file(&link))?;
    sync(store)
}

/// Hard links cost no space; a file system without them gets a copy.
pub(super) fn link_or_copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    if fs::hard_link(from, to).is_err() {
        fs::copy(from, to).map_err(StoreError::file(to))?;
    }
    Ok(())
}

fn sync_tree(folder: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(StoreError::file(folder))? {
        let entry = entry.map_err(StoreError::file(folder))?;
        let kind = entry.file_type().map_err(StoreError::file(folder))?;
        if kind.is_dir() {
            sync_tree(&entry.path())?;
        } else {
            sync(&entry.path())?;
        }
    }
    sync(folder)
}

fn sync(path: &Path) -> Result<(), StoreError> {
    let file = File::open(path).map_err(StoreError::file(path))?;
    file.sync_all().map_err(StoreError::file(path))
}
