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

    fn numbers(&self) -> Result<Vec<u64>, StoreError> {
        let entries = self.entries()?;
        Ok(entries.iter().filter_map(|path| number_of(path)).collect())
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
mod tests {
    use oxrdf::NamedNodeRef;

    use super::*;
    use crate::digest::Digest;
    use crate::graph::{GraphBuilder, Part, TermGraph, Triple, TripleSink};
    use crate::store::Manifest;

    fn manifest() -> Manifest {
        Manifest {
            assize: "0".to_owned(),
            published: "2026-11-21T00:00:00Z".to_owned(),
            base: "http://example.com".to_owned(),
            context: Digest::of(b""),
            triples: 1,
            releases: Vec::new(),
        }
    }

    fn graph(names: &[&str]) -> TermGraph {
        let mut builder = GraphBuilder::default();
        for name in names {
            let terms = builder.terms();
            let [subject, predicate, object] = [*name, "p", "o"].map(|name| {
                let iri = format!("http://example.com/{name}");
                terms.intern(NamedNodeRef::new_unchecked(&iri))
            });
            let Ok(()) = builder.triple(Triple::new(subject, predicate, object));
        }
        builder.finish()
    }

    fn publish(store: &Generations, names: &[&str]) -> Generation {
        let lock = store.lock().unwrap();
        let building = store.begin(&lock).unwrap();
        building.load(Part::whole(&graph(names))).unwrap();
        building.compact().unwrap();
        building.switch(&manifest()).unwrap()
    }

    #[test]
    fn a_grown_generation_has_the_old_and_the_new_and_leaves_the_old_one_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = Generations::at(folder.path());
        let old = publish(&store, &["a", "b"]);
        let reader = old.open().unwrap();
        let lock = store.lock().unwrap();
        let building = store.begin(&lock).unwrap();
        building.grow_from(&old).unwrap();
        building.load(Part::whole(&graph(&["b", "c"]))).unwrap();
        building.compact().unwrap();
        let new = building.switch(&manifest()).unwrap();
        assert_eq!(new.open().unwrap().len().unwrap(), 3);
        assert_eq!(reader.len().unwrap(), 2);
        assert_eq!(old.open().unwrap().iter().count(), 2);
        fs::remove_dir_all(store.generation_folder(old.number())).unwrap();
        assert_eq!(new.open().unwrap().iter().count(), 3);
    }

    #[test]
    fn what_was_published_last_is_live_and_the_rest_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Generations::at(folder.path());
        assert!(matches!(store.live(), Err(StoreError::Empty { .. })));
        publish(&store, &["a"]);
        publish(&store, &["a", "b", "a"]);
        let live = store.live().unwrap();
        assert_eq!(live.number(), 2);
        assert_eq!(live.open().unwrap().len().unwrap(), 2);
        let numbers: Vec<_> = store
            .all()
            .unwrap()
            .iter()
            .map(Generation::number)
            .collect();
        assert_eq!(numbers, [1, 2]);
    }

    #[test]
    fn a_generation_that_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Generations::at(folder.path());
        publish(&store, &["a"]);
        let lock = store.lock().unwrap();
        drop(store.begin(&lock).unwrap());
        assert_eq!(store.entries().unwrap().len(), 1);
        assert_eq!(store.live().unwrap().number(), 1);
    }

    #[test]
    fn what_a_crash_left_is_removed_by_the_next_publication() {
        let folder = tempfile::tempdir().unwrap();
        let store = Generations::at(folder.path());
        let left = store
            .generation_folder(1)
            .with_extension(Scaffold::EXTENSION);
        fs::create_dir_all(left.join("database")).unwrap();
        fs::write(left.join("database/half"), "half").unwrap();
        assert_eq!(publish(&store, &["a"]).number(), 1);
        assert!(!left.exists());
    }

    #[test]
    fn a_generation_that_a_crash_kept_from_being_live_is_removed_by_the_next_publication() {
        let folder = tempfile::tempdir().unwrap();
        let store = Generations::at(folder.path());
        publish(&store, &["a"]);
        let second = publish(&store, &["b"]);
        let lock = store.lock().unwrap();
        store.roll_back(&lock, Some(1)).unwrap();
        drop(lock);
        let pending = store.generation_folder(second.number());
        fs::write(pending.join(Scaffold::PENDING), "").unwrap();
        assert_eq!(publish(&store, &["c"]).number(), 2);
        assert_eq!(numbers(&store), [1, 2]);
    }

    fn numbers(store: &Generations) -> Vec<u64> {
        store
            .all()
            .unwrap()
            .iter()
            .map(Generation::number)
            .collect()
    }

    #[test]
    fn an_earlier_generation_comes_back_and_no_number_is_used_twice() {
        let folder = tempfile::tempdir().unwrap();
        let store = Generations::at(folder.path());
        for names in [&["a"], &["b"], &["c"]] {
            publish(&store, names);
        }
        let lock = store.lock().unwrap();
        assert_eq!(store.roll_back(&lock, None).unwrap().number(), 2);
        assert_eq!(store.roll_back(&lock, Some(1)).unwrap().number(), 1);
        assert_eq!(store.live().unwrap().number(), 1);
        let error = store.roll_back(&lock, None).unwrap_err();
        assert!(matches!(
            error,
            StoreError::NoSuchGeneration {
                number: None,
                live: 1
            }
        ));
        drop(lock);
        assert_eq!(publish(&store, &["d"]).number(), 4);
    }

    #[test]
    fn the_newest_and_the_live_generation_survive_pruning() {
        let folder = tempfile::tempdir().unwrap();
        let store = Generations::at(folder.path());
        for names in [&["a"], &["b"], &["c"], &["d"]] {
            publish(&store, names);
        }
        let lock = store.lock().unwrap();
        store.roll_back(&lock, Some(2)).unwrap();
        let removed = store.prune(&lock, NonZeroUsize::MIN).unwrap();
        assert_eq!(removed, [1, 3]);
        assert_eq!(numbers(&store), [2, 4]);
    }

    #[test]
    fn a_second_publisher_is_told_who_publishes() {
        let folder = tempfile::tempdir().unwrap();
        let store = Generations::at(folder.path());
        let _held = store.lock().unwrap();
        let error = store.lock().unwrap_err().to_string();
        assert!(error.contains(&std::process::id().to_string()), "{error}");
    }
}
