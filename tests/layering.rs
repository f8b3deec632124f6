//! The folders show the route of the data: a later stage may use an earlier one, never the other
//! way round. This test reads the `use` lines of every file below `src/` and fails on an arrow that
//! is not in its table.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each module and those that it may use. `cli` stands at the edge and may use all.
const ALLOWED: &[(&str, &str)] = &[
    ("vocab", ""),
    ("digest", ""),
    ("diagnostic", ""),
    ("uri", ""),
    ("fetch", "digest"),
    ("config", "diagnostic uri"),
    ("graph", "vocab diagnostic"),
    ("register", "vocab uri diagnostic graph"),
    ("release", "diagnostic"),
    ("mapping", "vocab uri diagnostic register release"),
    ("tidy", "vocab uri diagnostic register release mapping"),
    ("csvw", "vocab diagnostic graph"),
    (
        "cube",
        "vocab uri diagnostic graph register mapping tidy csvw",
    ),
    ("validate", "vocab diagnostic graph"),
    ("catalogue", "vocab uri digest"),
    ("difference", "vocab diagnostic"),
    ("store", "digest graph cube difference"),
    ("query", "vocab graph cube store"),
    ("examples", "vocab uri diagnostic graph"),
    (
        "serve",
        "vocab uri diagnostic graph cube difference store query examples",
    ),
    ("export", "vocab uri register store serve"),
    (
        "pipeline",
        "vocab config uri diagnostic digest graph register release mapping tidy csvw cube validate catalogue difference store query examples",
    ),
];

const EDGE: &[&str] = &["cli", "main", "lib"];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The top-level module that a file of `src/` belongs to.
fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix("src").unwrap();
    let first = inside.components().next().unwrap();
    let name = first.as_os_str().to_str().unwrap();
    name.trim_end_matches(".rs").to_owned()
}

/// The top-level modules that a text names as `crate::module`, doc comments and all.
fn named_modules(text: &str) -> Vec<String> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n");
    let mut names = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(list) => names.extend(list.split('}').next().unwrap().split(',').map(first_word)),
            None => names.push(first_word(rest)),
        }
    }
    names
}

fn first_word(text: &str) -> String {
    let word = |c: &char| c.is_alphanumeric() || *c == '_';
    text.trim().chars().take_while(word).collect()
}

#[test]
fn imports_point_along_the_route_of_the_data() {
    let mut faults = Vec::new();
    for file in rust_files(Path::new("src")) {
        let module = module_of(&file);
        if EDGE.contains(&module.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == module) else {
            faults.push(format!("{}: {module} is not in the table", file.display()));
            continue;
        };
        for named in named_modules(&fs::read_to_string(&file).unwrap()) {
            if named != module && !allowed.split(' ').any(|name| name == named) {
                faults.push(format!("{}: {module} may not use {named}", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_arrow_in_a_list_is_seen() {
    assert_eq!(
        named_modules("use crate::{graph, store::Generation};"),
        ["graph", "store"]
    );
    assert_eq!(
        named_modules("// crate::serve\nlet x = crate::uri::Base;"),
        ["uri"]
    );
}
