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
    let mut text = String::new();
    for name in names(folder)? {
        let digest = Digest::of_file(&folder.join(&name))?;
        text.extend([digest.as_str(), "  ", &name, "\n"]);
    }
    fs::write(folder.join(FILE), text)
}

/// Computes all checksums of a folder again and tells which differ.
pub fn verify(folder: &Path) -> io::Result<Vec<Differs>> {
    let text = match fs::read_to_string(folder.join(FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        text => text?,
    };
    let known: Vec<_> = text
        .lines()
        .filter_map(|line| line.split_once("  "))
        .collect();
    let there = names(folder)?;
    let mut differing = Vec::new();
    let mut tell = |name: &str, wrong| {
        let name = name.to_owned();
        differing.push(Differs { name, wrong });
    };
    for (digest, name) in &known {
        if !there.iter().any(|there| there == name) {
            tell(name, Wrong::Missing);
        } else if Digest::of_file(&folder.join(name))?.as_str() != *digest {
            tell(name, Wrong::Changed);
        }
    }
    for name in &there {
        if !known.iter().any(|(_, known)| known == name) {
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
