use std::fs;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::scaffold::{Scaffold, point_current, remove_pending};
use super::{Building, Generation, PublishLock, StoreError};

/// The folder of a store.
///
/// ```
/// use assize::store::Generations;
///
/// let folder = tempfile::tempdir()?;
/// let store = Generations::at(folder.path());
/// assert!(store.current()?.is_none());
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Generations {
    folder: PathBuf,
}

/// The extension of a generation's folder that is being removed.
const PRUNED: &str = "pruned";

impl Generations {
    /// The store in this folder, which need not exist yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The generation that is live; `None` before the first publication.
    pub fn current(&self) -> Result<Option<Generation>, StoreError> {
        let link = self.folder.join("current");
        let target = match fs::read_link(&link) {
            Ok(target) => target,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::file(&link)(error)),
        };
        let number = number_of(&target).ok_or_else(|| StoreError::File {
            path: link.clone(),
            source: io::Error::other("it does not point to a generation"),
        })?;
        Generation::read(self.folder.join(target), number).map(Some)
    }

    /// The live generation of a store that must have one.
    pub fn live(&self) -> Result<Generation, StoreError> {
        self.current()?.ok_or_else(|| StoreError::Empty {
            path: self.folder.clone(),
        })
    }

    /// All finished generations, the oldest first.
    pub fn all(&self) -> Result<Vec<Generation>, StoreError> {
        let mut numbers = self.numbers()?;
        numbers.sort_unstable();
        let generation = |number| Generation::read(self.generation_folder(number), number);
        numbers.into_iter().map(generation).collect()
    }

    /// A finished generation; `None` where there is none of this number.
    pub fn generation(&self, number: u64) -> Result<Option<Generation>, StoreError> {
        if !self.numbers()?.contains(&number) {
            return Ok(None);
        }
        Generation::read(self.generation_folder(number), number).map(Some)
    }

    /// The generation that is being built, as [`Building::show`] wrote it down.
    pub fn unfinished(&self, number: u64) -> Result<Generation, StoreError> {
        let folder = self.generation_folder(number);
        Generation::read(folder.with_extension(Scaffold::EXTENSION), number)
    }

    /// Takes the lock that keeps other processes from publishing.
    pub fn lock(&self) -> Result<PublishLock, StoreError> {
        let folder = self.all_folder();
        fs::create_dir_all(&folder).map_err(StoreError::file(&folder))?;
        PublishLock::acquire(&self.folder)
    }

    /// Begins the next generation, and removes what a crash left of an earlier attempt.
    pub fn begin(&self, _lock: &PublishLock) -> Result<Building, StoreError> {
        self.remove_leftovers()?;
        let last = self.numbers()?.into_iter().max().unwrap_or(0);
        let number = last + 1;
        let finished = self.generation_folder(number);
        let scaffold = Scaffold::raise(self.folder.clone(), finished, number)?;
        Ok(Building::create(scaffold))
    }

    /// Makes an earlier generation live again: the one of this number, or without one the last
    /// before the live one.
    ///
    /// Only a link is moved, so it takes no longer for a large store; nothing is removed.
    pub fn roll_back(
        &self,
        _lock: &PublishLock,
        to: Option<u64>,
    ) -> Result<Generation, StoreError> {
        let live = self.live()?.number();
        let numbers = self.numbers()?;
        let chosen = match to {
            Some(number) => numbers.into_iter().find(|n| *n == number),
            None => numbers.into_iter().filter(|n| *n < live).max(),
        };
        let number = chosen.ok_or(StoreError::NoSuchGeneration { number: to, live })?;
        let generation = Generation::read(self.generation_folder(number), number)?;
        // A crash may have left the mark on it; it was live, and can be gone back to.
        remove_pending(&self.generation_folder(live))?;
        point_current(&self.folder, &self.generation_folder(number))?;
        Ok(generation)
    }

    /// Removes all but the newest `keep` generations; the live one always stays.
    ///
    /// Gives the numbers of those that were removed, the oldest first.
    pub fn prune(&self, _lock: &PublishLock, keep: NonZeroUsize) -> Result<Vec<u64>, StoreError> {
        let live = self.live()?.number();
        let mut numbers = self.numbers()?;
        numbers.sort_unstable();
        numbers.truncate(numbers.len().saturating_sub(keep.get()));
        numbers.retain(|number| *number != live);
        for number in &numbers {
            remove(&self.generation_folder(*number))?;
        }
        Ok(numbers)
    }

    fn remove_leftovers(&self) -> Result<(), StoreError> {
        let live = self.current()?.map(|live| live.number());
        if let Some(live) = live {
            remove_pending(&self.generation_folder(live))?;
        }
        for path in self.entries()? {
            if path.join(Scaffold::PENDING).exists() && number_of(&path) != live {
                remove(&path)?;
            }
        }
        for path in self.entries()? {
            let leftover = |e| e == Scaffold::EXTENSION || e == PRUNED;
            if path.extension().is_some_and(leftover) {
                fs::remove_dir_all(&path).map_err(StoreError::file(&path))?;
            }
        }
        Ok(())
    }

    /// The numbers of the finished generations, in no order.
    ///
    /// One that a crash kept from being live is none of them, though it lies there until the next
    /// publication.
    fn numbers(&self) -> Result<Vec<u64>, StoreError> {
        let live = self.current()?.map(|live| live.number());
        let entries = self.entries()?;
        let finished = entries.iter().filter_map(|path| {
            let number = number_of(path)?;
            let was_live = live == Some(number) || !path.join(Scaffold::PENDING).exists();
            was_live.then_some(number)
        });
        Ok(finished.collect())
    }

    fn entries(&self) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.all_folder();
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(StoreError::file(&folder)(error)),
        };
        let paths = entries.map(|entry| entry.map(|e| e.path()));
        let paths = paths.collect::<io::Result<_>>();
        paths.map_err(StoreError::file(&folder))
    }

    fn all_folder(&self) -> PathBuf {
        self.folder.join("generations")
    }

    fn generation_folder(&self, number: u64) -> PathBuf {
        self.all_folder().join(format!("{number:06}"))
    }
}

/// Removes a generation; it is renamed first, so that a crash leaves no half of one under its number.
fn remove(folder: &Path) -> Result<(), StoreError> {
    let pruned = folder.with_extension(PRUNED);
    fs::rename(folder, &pruned).map_err(StoreError::file(folder))?;
    fs::remove_dir_all(&pruned).map_err(StoreError::file(&pruned))
}

/// The number of a finished generation's folder; `None` for one that is being built.
fn number_of(folder: &Path) -> Option<u64> {
    folder.file_name()?.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests;
