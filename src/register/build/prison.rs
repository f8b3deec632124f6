use std::collections::HashMap;

use super::draft::{Draft, DraftLabel};
use super::source::{Record, tidy};
use super::{BuildError, Work};
use crate::uri::Key;

/// The prisons, by their codes in the prisons' own system.
pub(super) fn build(work: &mut Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    let mut keys = HashMap::new();
    for row in work.source("prisons/prison-register_names_v1_22.csv")? {
        let key = add_prison(work, draft, &row);
        keys.insert(row.get("prison_id").to_owned(), key);
    }
    older_names(work, draft, &keys)?;
    estate_codes(work, draft, &keys)?;
    closures(work, draft, &keys)?;
    statistics(work, draft, &keys)?;
    decided(work, draft)
}

/// `Altcourse (HMP & YOI)` or `HMP Hewell`: the name, and in brackets what the prison is.
fn add_prison(work: &Work<'_>, draft: &mut Draft, row: &Record) -> String {
    let (code, name) = (row.get("prison_id"), row.tidy("name"));
    let (place, what) = parts(&name);
    let minted = work.minted.by_code("prison-id", code).map(str::to_owned);
    let key = minted.unwrap_or_else(|| free_key(draft, &Key::from_label(place), code));
    let thing = draft.thing(&key);
    thing.types = kinds(what);
    thing.sources.insert("prison-register-1-22".to_owned());
    thing.add_code("prison-id", code, ("", ""), "prison-register-1-22");
    if row.get("active") == "false" {
        "No longer active in the prison register.".clone_into(&mut thing.note);
    }
    thing.add_label(label(&name, "preferred", "prison-register-1-22"));
    thing.add_label(label(place, "other", "prison-register-1-22"));
    key
}

fn free_key(draft: &Draft, key: &Key, code: &str) -> String {
    if draft.has(key.as_str()) {
        format!("{key}-{}", code.to_lowercase())
    } else {
        key.to_string()
    }
}

fn parts(name: &str) -> (&str, &str) {
    let name = name.strip_prefix("HMP ").unwrap_or(name);
    match name.split_once(" (") {
        Some((place, what)) => (place, what.trim_end_matches(')')),
        None => (name, ""),
    }
}

fn kinds(what: &str) -> Vec<String> {
    let words: Vec<_> = what.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |word: &str| words.contains(&word);
    let mut kinds = Vec::new();
    for (known, kind) in [
        (has("HMP") || has("HMPYOI"), "prison"),
        (
            has("YOI") || has("HMYOI") || has("HMPYOI"),
            "young-offender-institution",
        ),
        (has("IRC"), "immigration-removal-centre"),
        (has("STC"), "secure-training-centre"),
    ] {
        if known {
            kinds.push(kind.to_owned());
        }
    }
    if kinds.is_empty() {
        kinds.push("prison".to_owned());
    }
    kinds
}

fn label(text: &str, role: &'static str, source: &str) -> DraftLabel {
    DraftLabel {
        text: tidy(text),
        language: "en",
        role,
        source: source.to_owned(),
        ..DraftLabel::default()
    }
}

type Keys = HashMap<String, String>;

/// The names that the first version of the register gave.
fn older_names(work: &Work<'_>, draft: &mut Draft, keys: &Keys) -> Result<(), BuildError> {
    for row in work.source("prisons/prison-register_v1_1.csv")? {
        if let Some(key) = keys.get(row.get("prison_id")) {
            let name = label(row.get("name"), "former", "prison-register-1-1");
            draft.thing(key).add_label(name);
        }
    }
    for row in work.source("prisons/symroe-nomis-codes-nomis-codes.tsv")? {
        if let Some(key) = keys.get(row.get("nomis")) {
            let name = label(row.get("name"), "alias", "prison-discovery");
            draft.thing(key).add_label(name);
        }
    }
    Ok(())
}

fn estate_codes(work: &Work<'_>, draft: &mut Draft, keys: &Keys) -> Result<(), BuildError> {
    let mut by_estate = HashMap::new();
    for row in work.source("prisons/symroe-noms-codes-prison-codes.tsv")? {
        if let Some(key) = keys.get(row.get("nomis")) {
            let thing = draft.thing(key);
            thing.add_code(
                "prison-estate",
                row.get("lids"),
                ("", ""),
                "prison-discovery",
            );
            by_estate.insert(row.get("lids").to_owned(), key.clone());
        }
    }
    for row in work.source("prisons/symroe-prison-prison.tsv")? {
        if let Some(key) = by_estate.get(row.get("prison-estate")) {
            let thing = draft.thing(key);
            thing.add_label(label(row.get("name"), "other", "prison-discovery"));
            row.get("start-date").clone_into(&mut thing.opened);
            row.get("end-date").clone_into(&mut thing.closed);
        }
    }
    Ok(())
}

fn closures(work: &Work<'_>, draft: &mut Draft, keys: &Keys) -> Result<(), BuildError> {
    for row in work.source("prisons/symroe-former-prisons-prisons.tsv")? {
        let Some(key) = keys.get(row.get("nomis")) else {
            continue;
        };
        let thing = draft.thing(key);
        row.get("end-date").clone_into(&mut thing.closed);
        let address: Vec<_> = row.get("address-text").split('|').map(tidy).collect();
        thing.address = address.join(", ");
        row.get("postcode").clone_into(&mut thing.postcode);
        thing.sources.insert("prison-discovery".to_owned());
        thing.note.clear();
        thing.add_label(label(row.get("official-name"), "other", "prison-discovery"));
    }
    Ok(())
}

/// The names that the prison statistics use.
fn statistics(work: &Work<'_>, draft: &mut Draft, keys: &Keys) -> Result<(), BuildError> {
    for row in work.source("codes/prison.csv")? {
        if let Some(key) = keys.get(row.get("prison_code")) {
            let name = label(row.get("prison_name"), "other", "moj-codes");
            draft.thing(key).add_label(name);
        }
    }
    Ok(())
}

/// Successions that people have reviewed.
fn decided(work: &mut Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    for row in work.decisions("successions.csv")? {
        let key = row.get("key");
        if !draft.has(key) || !draft.has(row.get("successor")) {
            let message =
                format!("A succession names `{key}` or its successor, which is not there.");
            work.undecided(message, "correct decisions/successions.csv");
            continue;
        }
        let columns = ["successor", "date", "kind", "source", "evidence"];
        let line = columns.map(|column| row.get(column).to_owned());
        draft.thing(key).successors.push(line);
    }
    Ok(())
}
