use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::Path;

use super::StoreError;

/// The right to publish into a store, held by one process at a time until it is dropped.
///
/// The operating system releases it when the process ends, however that happens, so a crash
/// leaves no stale lock.
#[derive(Debug)]
pub struct PublishLock {
    _file: File,
}

impl PublishLock {
    const FILE: &'static str = "publishing.lock";

    pub(super) fn acquire(store: &Path) -> Result<Self, StoreError> {
        let path = store.join(Self::FILE);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(StoreError::file(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = read_holder(&path);
                return Err(StoreError::Locked { holder });
            }
            Err(TryLockError::Error(source)) => return Err(StoreError::File { path, source }),
        }
        write_holder(&mut file).map_err(StoreError::file(&path))?;
        Ok(Self { _file: file })
    }
}

fn read_holder(path: &Path) -> String {
    match fs::read_to_string(path) {
        Ok(holder) if !holder.is_empty() => holder,
        _ => "another process".to_owned(),
    }
}

fn write_holder(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "process {}", std::process::id())
}
