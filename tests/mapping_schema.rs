//! The JSON Schema that `assize schema` prints says the same as the reader of mappings.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use assize::mapping;
use serde_json::Value;

/// Whether a value fits a schema, as far as the schema of mappings uses JSON Schema.
fn fits(value: &Value, schema: &Value) -> bool {
    let of_type = match schema["type"].as_str() {
        None => true,
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64(),
        Some("number") => value.is_number(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        Some(other) => panic!("the schema uses the type {other}"),
    };
    let among = schema["enum"]
        .as_array()
        .is_none_or(|words| words.contains(value));
    let any = schema["anyOf"].as_array();
    let any = any.is_none_or(|schemas| schemas.iter().any(|schema| fits(value, schema)));
    let items = value.as_array().into_iter().flatten();
    let items =
        schema["items"].is_null() || items.into_iter().all(|item| fits(item, &schema["items"]));
    of_type && among && any && items && has_its_keys(value, schema)
}

fn has_its_keys(value: &Value, schema: &Value) -> bool {
    let Some(object) = value.as_object() else {
        return true;
    };
    let required = schema["required"].as_array().into_iter().flatten();
    let mut required = required.map(|key| key.as_str().unwrap());
    let more = &schema["additionalProperties"];
    let each = |(key, value): (&String, &Value)| match schema["properties"].get(key) {
        Some(schema) => fits(value, schema),
        None if more.is_object() => fits(value, more),
        None => *more != Value::Bool(false),
    };
    required.all(|key| object.contains_key(key)) && object.iter().all(each)
}

fn files(folder: &str, of: fn(&Path) -> PathBuf) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = entries.map(|entry| of(&entry.unwrap().path())).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "toml") && file.exists());
    files.sort();
    files
}

fn as_json(path: &Path) -> Option<Value> {
    let value: toml::Value = toml::from_str(&fs::read_to_string(path).unwrap()).ok()?;
    Some(serde_json::to_value(value).unwrap())
}

#[test]
fn the_schema_takes_every_mapping_of_the_project() {
    let schema = mapping::schema();
    for path in files("mappings", Path::to_path_buf) {
        assert!(
            fits(&as_json(&path).unwrap(), &schema),
            "{}",
            path.display()
        );
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses_for_its_keys_and_kinds() {
    const OF_THE_LANGUAGE: [&str; 4] = [
        "mapping-unknown-key",
        "mapping-missing-key",
        "mapping-wrong-kind",
        "mapping-bad-value",
    ];
    let schema = mapping::schema();
    let mut refused = 0;
    for path in files("tests/cases", |folder| folder.join("mapping.toml")) {
        let Some(value) = as_json(&path) else {
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        let read = mapping::Mapping::parse("mapping.toml", text);
        if fits(&value, &schema) {
            // What the schema takes may still be wrong, but not for a key or the kind of its value.
            let wrong = read.err().is_some_and(|findings| {
                findings
                    .iter()
                    .any(|f| f.code.id() == OF_THE_LANGUAGE[0] || f.code.id() == OF_THE_LANGUAGE[2])
            });
            assert!(!wrong, "{}", path.display());
        } else {
            let findings = read.err().unwrap();
            assert!(
                findings
                    .iter()
                    .any(|f| OF_THE_LANGUAGE.contains(&f.code.id())),
                "{}",
                path.display()
            );
            refused += 1;
        }
    }
    assert!(refused >= 5, "only {refused} cases are refused");
}

#[test]
fn a_command_whose_output_is_closed_ends_quietly() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_assize"));
    let output = command.arg("schema").stdout(writer).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), &*errors), (Some(141), ""));
}
