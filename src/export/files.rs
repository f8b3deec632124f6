use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::ExportError;

/// The folder of an export while it is written: beside its place, and renamed when it is whole.
///
/// Dropped before that, it is removed.
pub(super) struct Files {
    building: PathBuf,
    place: PathBuf,
}

/// The file by which a folder is known as an export, which another one may replace.
const MARK: &str = "assize-export.json";

impl Files {
    pub(super) fn beside(place: &Path) -> Result<Self, ExportError> {
        let occupied = place.exists() && !place.join(MARK).is_file();
        let empty = || fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
        if occupied && !empty() {
            let path = place.to_owned();
            return Err(ExportError::Occupied { path });
        }
        let building = place.with_added_extension("building");
        remove(&building)?;
        fs::create_dir_all(&building).map_err(ExportError::file(&building))?;
        Ok(Self {
            building,
            place: place.to_owned(),
        })
    }

    /// Where a file belongs, with the folders above it made.
    pub(super) fn path(&self, file: &str) -> Result<PathBuf, ExportError> {
        let path = self.building.join(file.trim_start_matches('/'));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(ExportError::file(parent))?;
        }
        Ok(path)
    }

    pub(super) fn write(&self, file: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let path = self.path(file)?;
        fs::write(&path, bytes).map_err(ExportError::file(&path))
    }

    /// Adds to the end of a file.
    pub(super) fn append(&self, file: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let path = self.path(file)?;
        let opened = OpenOptions::new().create(true).append(true).open(&path);
        let written = opened.and_then(|mut file| file.write_all(bytes));
        written.map_err(ExportError::file(&path))
    }

    /// Puts the folder in its place; one that an earlier export made is replaced.
    pub(super) fn finish(self, said: &str) -> Result<(), ExportError> {
        self.write(MARK, said.as_bytes())?;
        let before = self.place.with_added_extension("before");
        remove(&before)?;
        if self.place.exists() {
            fs::rename(&self.place, &before).map_err(ExportError::file(&self.place))?;
        }
        fs::rename(&self.building, &self.place).map_err(ExportError::file(&self.place))?;
        remove(&before)
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        // Gone already when finished; if it cannot be removed now, the next export does.
        let _gone_or_left = fs::remove_dir_all(&self.building);
    }
}

fn remove(folder: &Path) -> Result<(), ExportError> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(ExportError::file(folder))?;
    }
    Ok(())
}
