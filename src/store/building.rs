use std::cell::{Cell, OnceCell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::model::{GraphName, NamedNodeRef, Quad};
use oxigraph::store::{StorageError, Store};
use oxrdfio::RdfParseError;

use super::generation::release_folder;
use super::growth::Growth;
use super::scaffold::{Scaffold, link_or_copy};
use super::stored_order::StoredOrder;
use super::{Census, DumpReader, Generation, Loading, Manifest, Release, StoreError, checkpoint};
use crate::graph::{Dictionary, Part, Triple};

/// A generation that is being built beside the live one.
///
/// Nothing of it is served before [`Building::switch`]; dropped without that, it is removed.
pub struct Building {
    // Closed before the scaffold removes its folder: fields are dropped in this order.
    database: OnceCell<Store>,
    scaffold: Scaffold,
    loading: Loading,
    census: RefCell<Census>,
    growth: Cell<Growth>,
}

impl Building {
    pub(super) fn create(scaffold: Scaffold) -> Self {
        Self {
            database: OnceCell::new(),
            scaffold,
            loading: Loading::default(),
            census: RefCell::default(),
            growth: Cell::default(),
        }
    }

    /// Sets how much memory loading may take.
    #[must_use]
    pub fn with_loading(mut self, loading: Loading) -> Self {
        self.loading = loading;
        self
    }

    /// The number that the generation will have.
    pub fn number(&self) -> u64 {
        self.scaffold.number()
    }

    /// The folder for the files of a release, made if it is not there.
    pub fn release_folder(&self, dataset: &str, edition: &str) -> Result<PathBuf, StoreError> {
        let folder = release_folder(self.scaffold.folder(), dataset, edition);
        fs::create_dir_all(&folder).map_err(StoreError::file(&folder))?;
        Ok(folder)
    }

    /// Removes the folder of a release, whose files are taken over after all.
    pub fn forget_release(&self, dataset: &str, edition: &str) -> Result<(), StoreError> {
        let folder = release_folder(self.scaffold.folder(), dataset, edition);
        fs::remove_dir_all(&folder).map_err(StoreError::file(&folder))
    }

    /// Where the N-Quads of registers and vocabulary belong.
    pub fn context_file(&self) -> PathBuf {
        self.scaffold.folder().join(Generation::CONTEXT)
    }

    /// Where the subjects of registers and vocabulary belong that lie where datasets do, one a
    /// line; columns are told by them what else speaks of their observations.
    pub fn neighbours_file(&self) -> PathBuf {
        self.scaffold.folder().join(Generation::NEIGHBOURS)
    }

    /// Where the N-Quads of the catalogue belong.
    pub fn catalogue_file(&self) -> PathBuf {
        self.scaffold.folder().join(Generation::CATALOGUE)
    }

    /// What is said of a thing so far.
    pub fn about(&self, thing: NamedNodeRef<'_>) -> Result<Vec<oxrdf::Triple>, StoreError> {
        let thing = Some(thing.into());
        let quads = self.database()?.quads_for_pattern(thing, None, None, None);
        quads.map(|quad| Ok(quad?.into())).collect()
    }

    /// Where the ledger of every URI published so far belongs.
    pub fn ledger_folder(&self) -> PathBuf {
        self.scaffold.folder().join(Generation::LEDGER)
    }

    /// Begins with the database of an earlier generation instead of an empty one, at the cost of
    /// some links. Nothing may have been loaded yet.
    ///
    /// Its catalogue is left behind, because each generation has its own.
    pub fn grow_from(&self, earlier: &Generation) -> Result<(), StoreError> {
        debug_assert!(self.database.get().is_none(), "the database is open");
        let counted = earlier.census()?.unwrap_or_default();
        self.census.borrow_mut().add(&counted);
        let small_files = checkpoint::link(&earlier.database_folder(), &self.database_folder())?;
        self.growth.set(Growth {
            inherited: earlier.manifest().triples,
            small_files,
            loaded: 0,
        });
        let catalogue = earlier.catalogue_file();
        if catalogue.exists() {
            self.unload(&catalogue)?;
        }
        Ok(())
    }

    /// Takes the few triples of a kept file out of the database.
    fn unload(&self, path: &Path) -> Result<(), StoreError> {
        let quads = DumpReader::open(path).map_err(StoreError::file(path))?;
        let mut census = self.census.borrow_mut();
        let mut transaction = self.database()?.start_transaction()?;
        for quad in quads {
            let quad = quad.map_err(StoreError::dump(path))?;
            census.discount(quad.predicate.as_ref(), quad.object.as_ref());
            transaction.remove(&quad);
        }
        Ok(transaction.commit()?)
    }

    /// The database, made when first asked for; open to checks of what will go live.
    pub fn database(&self) -> Result<&Store, StoreError> {
        if let Some(database) = self.database.get() {
            return Ok(database);
        }
        let database = Store::open(self.database_folder())?;
        Ok(self.database.get_or_init(|| database))
    }

    fn database_folder(&self) -> PathBuf {
        self.scaffold.folder().join(Generation::DATABASE)
    }

    /// Loads triples into the default graph, where all live triples stand: named graphs would
    /// double the work of Oxigraph's indexes.
    ///
    /// What is loaded at once need not be compacted as much as what is loaded in turn.
    pub fn load(&self, parts: &[Part<'_>]) -> Result<(), StoreError> {
        let order = StoredOrder::of(parts);
        let batches = self.loading.batches(order.len());
        let mut bulk = batches.loader(self.database()?);
        let mut census = self.census.borrow_mut();
        for batch in order.batches(batches.size()) {
            let quads = batch.filter_map(|(terms, triple)| quad(terms, triple));
            bulk.load_quads(quads.inspect(|quad| count(&mut census, quad)))?;
        }
        self.has_grown(order.len() as u64);
        Ok(bulk.commit()?)
    }

    fn has_grown(&self, triples: u64) {
        let mut growth = self.growth.get();
        growth.loaded += triples;
        self.growth.set(growth);
    }

    /// Takes the files of a release over from an earlier generation, by hard links where the file
    /// system has them.
    pub fn keep(&self, from: &Generation, dataset: &str, edition: &str) -> Result<(), StoreError> {
        let old = from.release_folder(dataset, edition);
        let new = self.release_folder(dataset, edition)?;
        for entry in fs::read_dir(&old).map_err(StoreError::file(&old))? {
            let entry = entry.map_err(StoreError::file(&old))?;
            link_or_copy(&entry.path(), &new.join(entry.file_name()))?;
        }
        Ok(())
    }

    /// Loads the N-Quads that are kept of a release under these names, where they are; tells
    /// `visit` of each quad.
    pub fn load_kept(
        &self,
        release: &Release,
        files: &[&str],
        mut visit: impl FnMut(&Quad),
    ) -> Result<(), StoreError> {
        let folder = self.release_folder(&release.dataset, &release.edition)?;
        let paths = files.iter().map(|file| folder.join(file));
        for path in paths.filter(|path| path.exists()) {
            self.load_dump(&path, &mut visit)?;
        }
        Ok(())
    }

    fn load_dump(&self, path: &Path, mut visit: impl FnMut(&Quad)) -> Result<(), StoreError> {
        let quads = DumpReader::open(path).map_err(StoreError::file(path))?;
        let mut census = self.census.borrow_mut();
        let mut loaded = 0;
        let quads = quads.inspect(|quad| {
            if let Ok(quad) = quad {
                loaded += 1;
                count(&mut census, quad);
                visit(quad);
            }
        });
        let packed = fs::metadata(path).map_err(StoreError::file(path))?.len();
        let batches = self.loading.batches(DumpReader::guess_quads(packed));
        let mut bulk = batches.loader(self.database()?);
        let ended: Result<(), LoadError> = bulk.load_ok_quads(quads);
        ended.map_err(|error| match error {
            LoadError::Database(error) => StoreError::Database(error),
            LoadError::Dump(error) => StoreError::dump(path)(error),
        })?;
        self.has_grown(loaded);
        Ok(bulk.commit()?)
    }

    /// How many distinct triples were loaded.
    pub fn triples(&self) -> Result<u64, StoreError> {
        Ok(self.database()?.len()? as u64)
    }

    /// Compacts the database, but for one that began as a copy and has grown by little.
    ///
    /// It pays: on a million observations it made slices seven and sums ten times faster.
    pub fn compact(&self) -> Result<(), StoreError> {
        let database = self.database()?;
        if self.growth.get().is_worth_compacting() {
            database.optimize()?;
        }
        Ok(database.flush()?)
    }

    /// Lets other processes read the generation as it stands ([`Generations::unfinished`]), all
    /// that was loaded included; gives the database to read here.
    ///
    /// It is closed for writing: while it is open, files that a reader has just found listed may be
    /// compacted away.
    ///
    /// [`Generations::unfinished`]: super::Generations::unfinished
    pub fn show(&mut self, manifest: &Manifest) -> Result<Store, StoreError> {
        if let Some(database) = self.database.take() {
            database.flush()?;
        }
        self.census.borrow().write(self.scaffold.folder())?;
        manifest.write(self.scaffold.folder())?;
        Ok(Store::open_read_only(self.database_folder())?)
    }

    /// Writes the manifest, and makes the generation the live one by one atomic rename.
    pub fn switch(self, manifest: &Manifest) -> Result<Generation, StoreError> {
        let Self {
            database,
            scaffold,
            census,
            ..
        } = self;
        drop(database);
        census.borrow().write(scaffold.folder())?;
        manifest.write(scaffold.folder())?;
        scaffold.finish()
    }
}

fn count(census: &mut Census, quad: &Quad) {
    census.count(quad.predicate.as_ref(), quad.object.as_ref());
}

fn quad(terms: &Dictionary, triple: Triple) -> Option<Quad> {
    Some(Quad::new(
        terms.subject(triple.subject)?,
        terms.iri(triple.predicate)?,
        terms.term(triple.object),
        GraphName::DefaultGraph,
    ))
}

/// Why a kept dump could not be loaded.
enum LoadError {
    Database(StorageError),
    Dump(RdfParseError),
}

impl From<StorageError> for LoadError {
    fn from(error: StorageError) -> Self {
        Self::Database(error)
    }
}

impl From<RdfParseError> for LoadError {
    fn from(error: RdfParseError) -> Self {
        Self::Dump(error)
    }
}
