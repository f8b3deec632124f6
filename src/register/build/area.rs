use std::collections::BTreeMap;
use std::fs;

use chrono::NaiveDate;
use serde::Deserialize;

use super::draft::{Draft, DraftLabel, DraftThing};
use super::{BuildError, Work};

/// The kinds of areas whose histories are taken: entity code and key of the kind.
const ENTITIES: &[(&str, &str)] = &[
    ("E06", "unitary-authority"),
    ("E07", "district"),
    ("E08", "metropolitan-district"),
    ("E09", "london-borough"),
    ("E10", "county"),
    ("E11", "metropolitan-county"),
    ("E12", "region"),
    ("W06", "unitary-authority"),
];

/// The day on which the codes were introduced; areas are older.
const FIRST_DAY: &str = "2009-01-01";

/// An area of the Code History Database.
pub(super) struct History {
    pub(super) code: String,
    pub(super) versions: Vec<Version>,
}

/// What an area was called for a time.
#[derive(Deserialize)]
pub(super) struct Version {
    #[serde(rename = "nm")]
    pub(super) name: String,
    #[serde(rename = "nm_alt", default)]
    pub(super) other_names: Vec<String>,
    #[serde(default)]
    parent: String,
    date: Dates,
}

#[derive(Deserialize)]
struct Dates {
    #[serde(rename = "s", default)]
    start: String,
    #[serde(rename = "e", default)]
    end: String,
}

#[derive(Deserialize)]
struct Entity {
    areas: BTreeMap<String, Vec<Version>>,
}

/// The histories of one kind of area, by code.
pub(super) fn history(work: &Work<'_>, entity: &str) -> Result<Vec<History>, BuildError> {
    let path = work.sources.join(format!("areas/ons-chd/{entity}.json"));
    let unreadable = |reason: String| BuildError::Unreadable {
        path: path.display().to_string(),
        reason,
    };
    let text = fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?;
    let entity: Entity =
        serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    let areas = entity.areas.into_iter();
    Ok(areas
        .map(|(code, versions)| History { code, versions })
        .collect())
}

/// Local authorities, counties, regions and countries; the code is the key.
pub(super) fn build(work: &mut Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    countries(work, draft)?;
    for (entity, kind) in ENTITIES {
        for area in history(work, entity)? {
            add_area(draft, kind, area);
        }
    }
    welsh_names(work, draft)?;
    changes(work, draft)?;
    recoded_names(draft);
    police_force_areas(work, draft)?;
    hmcts_regions(work, draft)
}

/// England, Wales, and both together, which have no history of their own.
fn countries(work: &mut Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    for row in work.decisions("countries.csv")? {
        let thing = draft.thing(row.get("code"));
        thing.types = vec!["country".to_owned()];
        thing.sources.insert("assize".to_owned());
        row.get("reason").clone_into(&mut thing.note);
        thing.add_code("gss", row.get("code"), (FIRST_DAY, ""), "assize");
        for (language, column) in [("en", "label"), ("cy", "welsh")] {
            thing.add_label(DraftLabel {
                text: row.tidy(column),
                language,
                role: "preferred",
                source: "assize".to_owned(),
                ..DraftLabel::default()
            });
        }
    }
    Ok(())
}

fn add_area(draft: &mut Draft, kind: &str, area: History) {
    let thing = draft.thing(&area.code);
    thing.types = vec![kind.to_owned()];
    thing.sources.insert("ons-chd-2024".to_owned());
    let mut versions = area.versions;
    versions.sort_by(|a, b| a.date.start.cmp(&b.date.start));
    let opened = versions.first().map_or("", |v| v.date.start.as_str());
    let closed = versions.last().map_or("", |v| v.date.end.as_str());
    thing.add_code("gss", &area.code, (opened, closed), "ons-chd-2024");
    unless_first(opened).clone_into(&mut thing.opened);
    closed.clone_into(&mut thing.closed);
    add_names(thing, &versions);
    for version in versions.iter().rev() {
        add_parent(thing, version);
    }
}

/// Names that it bore one after the other have their dates; other spellings of them have none.
fn add_names(thing: &mut DraftThing, versions: &[Version]) {
    let label = |text: &str, role, (from, to): (&str, &str)| DraftLabel {
        text: text.to_owned(),
        language: "en",
        role,
        from: from.to_owned(),
        to: to.to_owned(),
        source: "ons-chd-2024".to_owned(),
        ..DraftLabel::default()
    };
    let renamed = versions.chunk_by(|a, b| a.name == b.name).rev();
    for (at, bearing) in renamed.enumerate() {
        let from = bearing.first().map_or("", |v| unless_first(&v.date.start));
        let to = bearing.last().map_or("", |v| v.date.end.as_str());
        let (role, dates) = match (at, bearing.len() == versions.len()) {
            (0, true) => ("preferred", ("", "")),
            (0, false) => ("preferred", (from, "")),
            _ => ("former", (from, to)),
        };
        thing.add_label(label(&bearing[0].name, role, dates));
    }
    let others = versions.iter().flat_map(|version| &version.other_names);
    for name in others.filter(|name| versions.iter().all(|version| version.name != **name)) {
        thing.add_label(label(name, "other", ("", "")));
    }
}

/// In what it lay; a time that goes on from the one before is one time.
fn add_parent(thing: &mut DraftThing, version: &Version) {
    if version.parent.is_empty() {
        return;
    }
    let (from, to) = (unless_first(&version.date.start), version.date.end.as_str());
    let goes_on = |line: &&mut [String; 5]| line[1] == version.parent && day_before(&line[2]) == to;
    if let Some(later) = thing.relations.iter_mut().find(goes_on) {
        from.clone_into(&mut later[2]);
    } else {
        thing.add_relation("area", &version.parent, (from, to), "ons-chd-2024");
    }
}

fn unless_first(date: &str) -> &str {
    if date == FIRST_DAY { "" } else { date }
}

fn welsh_names(work: &Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    let files = [
        (
            "areas/Local_Authority_Districts_April_2020_Names_and_Codes_in_the_United_Kingdom.csv",
            "LAD20CD",
            "LAD20NMW",
            "ons-lad-2020",
        ),
        (
            "areas/Regions_December_2019_Names_and_Codes_in_England.csv",
            "RGN19CD",
            "RGN19NMW",
            "ons-regions-2019",
        ),
    ];
    for (file, code, name, source) in files {
        for row in work.source(file)? {
            if row.get(name).is_empty() || !draft.has(row.get(code)) {
                continue;
            }
            let thing = draft.thing(row.get(code));
            // The history has some Welsh names among the other English ones.
            let other = |label: &DraftLabel| label.role == "other" && label.text == row.get(name);
            thing.labels.retain(|label| !other(label));
            // Gwynedd and Powys are called the same in both languages.
            let shown = |label: &DraftLabel| label.language == "en" && label.role == "preferred";
            let languages: &[_] = if thing.labels.iter().any(shown) {
                &["cy"]
            } else {
                &["en", "cy"]
            };
            for language in languages {
                thing.add_label(DraftLabel {
                    text: row.tidy(name),
                    language,
                    role: "preferred",
                    source: source.to_owned(),
                    ..DraftLabel::default()
                });
            }
        }
    }
    Ok(())
}

/// An area that got another code had the Welsh name that it has: the lists know it by the new code.
fn recoded_names(draft: &mut Draft) {
    let mut found = Vec::new();
    for (key, thing) in draft.things() {
        let recoded = thing.successors.iter().find(|line| line[2] == "recoded");
        let successor = recoded.and_then(|line| draft.get(&line[0]));
        let names = successor.into_iter().flat_map(|later| &later.labels);
        let welsh = names.filter(|label| label.language == "cy");
        found.extend(welsh.map(|label| (key.clone(), label.clone())));
    }
    for (key, label) in found {
        let thing = draft.thing(&key);
        let other = |there: &DraftLabel| there.role == "other" && there.text == label.text;
        thing.labels.retain(|there| !other(there));
        thing.add_label(label);
    }
}

/// What replaced what, with the legal order.
fn changes(work: &Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    for row in work.source("areas/lad_code_changes.csv")? {
        let (from, to) = (row.get("changed_from_code"), row.get("changed_to_code"));
        if from == to || !draft.has(from) || !draft.has(to) {
            continue;
        }
        let same_name = row.get("changed_from_name") == row.get("changed_to_name");
        let merged = row.get("merge").eq_ignore_ascii_case("true") && !same_name;
        let kind = if merged { "merged" } else { "recoded" };
        let line = [to, row.get("date"), kind, "gsscoder", &row.tidy("desc")];
        let thing = draft.thing(from);
        thing.successors.push(line.map(str::to_owned));
        thing.sources.insert("gsscoder".to_owned());
    }
    Ok(())
}

/// In which police force area an authority lay, by the lookups of four years.
fn police_force_areas(work: &Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    let files = [
        (
            "areas/Local_Authority_District_to_Community_Safety_Partnerships_to_Police_Force_Areas_January_2017_Lookup_in_England.csv",
            "LAD17CD",
            "PFA17CD",
            "ons-lad-pfa-2017",
        ),
        (
            "areas/Local_Authority_District_to_Community_Safety_Partnerships_to_Police_Force_Areas_December_2018_Lookup_in_Englan.csv",
            "LAD18CD",
            "PFA18CD",
            "ons-lad-pfa-2018",
        ),
        (
            "areas/Local_Authority_District_to_Community_Safety_Partnerships_to_Police_Force_Areas_December_2019_Lookup_in_Englan.csv",
            "LAD19CD",
            "PFA19CD",
            "ons-lad-pfa-2019",
        ),
        (
            "areas/LAD24_to_PFA24_from_PRT_notebook.csv",
            "LAD24CD",
            "PFA24NM",
            "prt-lad-pfa-2024",
        ),
    ];
    let Some(police) = work.known.get("police-force-area") else {
        return Ok(());
    };
    for (file, authority, force, source) in files {
        for row in work.source(file)? {
            let found = police.lookup(row.get(force), None);
            if let (true, Some(force)) = (draft.has(row.get(authority)), found.key()) {
                let thing = draft.thing(row.get(authority));
                thing.add_relation("police-force-area", force.as_str(), ("", ""), source);
            }
        }
    }
    Ok(())
}

fn hmcts_regions(work: &Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    let Some(regions) = work.known.get("hmcts-region") else {
        return Ok(());
    };
    for row in work.source("areas/lad_hmcts_region_lookup.csv")? {
        let found = regions.lookup(row.get("hmcts_region"), None);
        if let (true, Some(region)) = (draft.has(row.get("lad16cd_code")), found.key()) {
            let thing = draft.thing(row.get("lad16cd_code"));
            thing.add_relation(
                "hmcts-region",
                region.as_str(),
                ("", ""),
                "lad-hmcts-region",
            );
        }
    }
    Ok(())
}

/// The day before a day in ISO form; a text that is none stays as it is.
pub(super) fn day_before(day: &str) -> String {
    let parsed: Option<NaiveDate> = day.parse().ok();
    let before = parsed.and_then(|day| day.pred_opt());
    before.map_or_else(|| day.to_owned(), |day| day.to_string())
}
