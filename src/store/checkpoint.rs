use std::fs;
use std::path::Path;

use super::StoreError;
use super::scaffold::link_or_copy;

/// Makes a second database of a closed one, as a RocksDB checkpoint would: its sorted files, which
/// never change, are shared by links, the few small ones beside them are copied.
///
/// Oxigraph's own `backup` needs a database that is open for writing, and the live one is not.
///
/// Tells how many of the sorted files are small.
pub(super) fn link(from: &Path, to: &Path) -> Result<usize, StoreError> {
    let mut small = 0;
    fs::create_dir(to).map_err(StoreError::file(to))?;
    for entry in fs::read_dir(from).map_err(StoreError::file(from))? {
        let entry = entry.map_err(StoreError::file(from))?;
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        if old.extension().is_some_and(|extension| extension == "sst") {
            link_or_copy(&old, &new)?;
            let length = entry.metadata().map_err(StoreError::file(&old))?.len();
            small += usize::from(length < SMALL);
        } else if entry.file_name() != "LOCK" {
            fs::copy(&old, &new).map_err(StoreError::file(&old))?;
        }
    }
    Ok(small)
}

/// Files of a compacted index are tens of megabytes, those of a batch of a load more than one.
const SMALL: u64 = 1 << 20;
