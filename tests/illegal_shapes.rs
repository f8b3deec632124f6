//! Shapes that break the rules of SHACL: each is refused, with the place and the reason.

use std::fs;
use std::path::PathBuf;

use assize::validate::Shapes;

#[test]
fn what_is_wrong_with_shapes_is_shown_where_it_stands() {
    let mut files: Vec<PathBuf> = fs::read_dir("tests/illegal-shapes")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let refused = Shapes::read(&[&file]).err();
        let findings = refused.unwrap_or_else(|| panic!("{} is taken", file.display()));
        let mut drawn = Vec::new();
        let colour = assize::diagnostic::human::Colour::Never;
        assize::diagnostic::human::write(&mut drawn, &findings, colour).unwrap();
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        insta::assert_snapshot!(name, String::from_utf8(drawn).unwrap());
    }
}
