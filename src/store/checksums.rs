//! The checksums of the files of a release: `SHA256SUMS`, as `sha256sum --check` reads it.

use std::fs;
use std::io;
use std::path::Path;

use crate::digest::Digest;

/// The file that holds them.
pub const FILE: &str = "SHA256SUMS";

/// A file whose bytes are not what its checksum says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    /// The name of the file.
    pub name: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Its bytes are others.
    Changed,
    /// It is not there.
    Missing,
    /// No checksum tells of it.
    Unknown,
}

/// Writes the checksums of all files of a folder.
pub fn write(folder: &Path) -> io::Result<()> {
    let mut sums = Vec::new();
    for name in names(folder)? {
        let digest = Digest::of_file(&folder.join(&name))?;
        sums.push((name, digest));
    }
    put(folder, &sums)
}

/// Computes the checksum of one file of a folder anew; nothing where no checksums are kept.
pub fn renew(folder: &Path, name: &str) -> io::Result<()> {
    let mut sums = read(folder)?;
    if sums.is_empty() {
        return Ok(());
    }
    sums.retain(|(known, _)| known != name);
    sums.push((name.to_owned(), Digest::of_file(&folder.join(name))?));
    sums.sort_by(|(a, _), (b, _)| a.cmp(b));
    // An earlier generation may have a link to it, which is not to change.
    fs::remove_file(folder.join(FILE))?;
    put(folder, &sums)
}

fn put(folder: &Path, sums: &[(String, Digest)]) -> io::Result<()> {
    let mut text = String::new();
    for (name, digest) in sums {
        text.extend([digest.as_str(), "  ", name, "\n"]);
    }
    fs::write(folder.join(FILE), text)
}

/// The files of a folder with their checksums, in order; none where no checksums are kept.
pub fn read(folder: &Path) -> io::Result<Vec<(String, Digest)>> {
    let text = match fs::read_to_string(folder.join(FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        text => text?,
    };
    let pairs = text.lines().filter_map(|line| line.split_once("  "));
    let pairs = pairs.filter_map(|(digits, name)| Some((name.to_owned(), Digest::parse(digits)?)));
    Ok(pairs.collect())
}

/// A file of a release that can be given to readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its checksum.
    pub digest: Digest,
}

/// The files of a folder that have checksums, and the file that holds these, with their sizes.
pub fn files(folder: &Path) -> io::Result<Vec<KeptFile>> {
    let mut files = read(folder)?;
    if !files.is_empty() {
        files.push((FILE.to_owned(), Digest::of_file(&folder.join(FILE))?));
    }
    let file = files.into_iter().map(|(name, digest)| {
        let bytes = fs::metadata(folder.join(&name))?.len();
        Ok(KeptFile {
            name,
            bytes,
            digest,
        })
    });
    file.collect()
}

/// Computes all checksums of a folder again and tells which differ.
pub fn verify(folder: &Path) -> io::Result<Vec<Differs>> {
    let known = read(folder)?;
    let there = names(folder)?;
    let mut differing = Vec::new();
    let mut tell = |name: &str, wrong| {
        let name = name.to_owned();
        differing.push(Differs { name, wrong });
    };
    for (name, digest) in &known {
        if !there.contains(name) {
            tell(name, Wrong::Missing);
        } else if Digest::of_file(&folder.join(name))? != *digest {
            tell(name, Wrong::Changed);
        }
    }
    for name in &there {
        if !known.iter().any(|(known, _)| known == name) {
            tell(name, Wrong::Unknown);
        }
    }
    Ok(differing)
}

/// The files of a folder but the checksums themselves, in order.
///
/// Columns are left out: they are made anew whenever their format moves on.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name != FILE && name != super::Generation::COLUMNS {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_made_anew_gets_a_new_checksum_here_and_nowhere_else() {
        let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let [old, new] = folders.each_ref().map(tempfile::TempDir::path);
        for (name, text) in [("a", "1"), ("b", "2")] {
            fs::write(old.join(name), text).unwrap();
        }
        write(old).unwrap();
        for name in ["a", "b", FILE] {
            fs::hard_link(old.join(name), new.join(name)).unwrap();
        }
        fs::remove_file(new.join("a")).unwrap();
        fs::write(new.join("a"), "3").unwrap();
        assert_eq!(verify(new).unwrap()[0].wrong, Wrong::Changed);
        renew(new, "a").unwrap();
        assert_eq!(verify(new).unwrap(), []);
        assert_eq!(verify(old).unwrap(), []);
    }
}
