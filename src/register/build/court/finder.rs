use std::collections::{BTreeMap, HashMap};

use super::ou::corrected;
use super::record::{Record, kind_by_name, name};
use crate::register::build::area::day_before;
use crate::register::build::draft::DraftLabel;
use crate::register::build::source::{self, tidy};
use crate::register::build::{BuildError, Work};

const SOURCE: &str = "fact-2021-03";
const DAY: &str = "2021-03-11";

/// The kinds of the finder, and ours.
const KINDS: &[(&str, &str)] = &[
    ("Crown Court", "crown-court"),
    ("Magistrates' Court", "magistrates-court"),
    ("County Court", "county-court"),
    ("Family Court", "family-court"),
    ("Tribunal", "tribunal"),
];

/// The parts of the finder's dump, by court.
struct Finder {
    kinds: BTreeMap<String, Vec<&'static str>>,
    addresses: HashMap<String, source::Record>,
    former_names: HashMap<String, Vec<DraftLabel>>,
    former_slugs: HashMap<String, Vec<(String, String)>>,
    corrections: Vec<source::Record>,
}

/// The records of the Court and Tribunal Finder, with the names and slugs that changed before.
pub(super) fn records(work: &mut Work<'_>) -> Result<Vec<Record>, BuildError> {
    let finder = Finder {
        kinds: kinds(work)?,
        addresses: addresses(work)?,
        former_names: former_names(work)?,
        former_slugs: former_slugs(work)?,
        corrections: work.decisions("corrections.csv")?,
    };
    let courts = work.source("courts/fact-2021-03-11/search_court.csv")?;
    let areas = work.known.get("local-justice-area");
    let is_area = |code: &str| areas.and_then(|areas| areas.lookup(code, None).key());
    let records = courts.iter().map(|row| {
        let mut record = finder.record(row);
        if record.kinds.contains(&"magistrates-court") {
            let area = is_area(row.get("magistrate_code")).or_else(|| is_area(row.get("number")));
            record.relations = area
                .map(|key| ("local-justice-area", key.to_string()))
                .into_iter()
                .collect();
        }
        record
    });
    Ok(records.collect())
}

fn kinds(work: &Work<'_>) -> Result<BTreeMap<String, Vec<&'static str>>, BuildError> {
    let names = work.source("courts/fact-2021-03-11/search_courttype.csv")?;
    let kind = |id: &str| {
        let row = names.iter().find(|row| row.get("id") == id)?;
        let known = KINDS.iter().find(|(name, _)| *name == row.get("name"))?;
        Some(known.1)
    };
    let mut kinds: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in work.source("courts/fact-2021-03-11/search_courtcourttype.csv")? {
        let court = row.get("court_id").to_owned();
        kinds
            .entry(court)
            .or_default()
            .extend(kind(row.get("court_type_id")));
    }
    for kinds in kinds.values_mut() {
        kinds.sort_by_key(|kind| KINDS.iter().position(|(_, known)| known == kind));
    }
    Ok(kinds)
}

/// The address to visit, else the one to write to.
fn addresses(work: &Work<'_>) -> Result<HashMap<String, source::Record>, BuildError> {
    const POSTAL: &str = "5881";
    let mut addresses: HashMap<String, source::Record> = HashMap::new();
    for row in work.source("courts/fact-2021-03-11/search_courtaddress.csv")? {
        let court = row.get("court_id").to_owned();
        let better = addresses.get(&court).is_none_or(|there| {
            there.get("address_type_id") == POSTAL && row.get("address_type_id") != POSTAL
        });
        if better {
            addresses.insert(court, row);
        }
    }
    Ok(addresses)
}

/// Names that the finder gave before, until the day before the dump that has another.
fn former_names(work: &Work<'_>) -> Result<HashMap<String, Vec<DraftLabel>>, BuildError> {
    let mut names: HashMap<_, Vec<_>> = HashMap::new();
    for row in changes(work, "name")? {
        let (old, new) = (tidy(row.get("old")), tidy(row.get("new")));
        if old != new && !old.contains("Test Court") {
            names
                .entry(row.get("id").to_owned())
                .or_default()
                .push(DraftLabel {
                    to: day_before(row.get("to")),
                    ..name(&old, "former", "fact-changes")
                });
        }
    }
    Ok(names)
}

fn former_slugs(work: &Work<'_>) -> Result<HashMap<String, Vec<(String, String)>>, BuildError> {
    let mut slugs: HashMap<_, Vec<_>> = HashMap::new();
    for row in changes(work, "slug")? {
        let old = row.get("old");
        if !old.contains(' ') && !old.contains("test-court") {
            let line = (old.to_owned(), day_before(row.get("to")));
            slugs
                .entry(row.get("id").to_owned())
                .or_default()
                .push(line);
        }
    }
    Ok(slugs)
}

fn changes(work: &Work<'_>, field: &str) -> Result<Vec<source::Record>, BuildError> {
    let mut rows = work.source("courts/fact-register-changes-2020-09_to_2021-03.csv")?;
    rows.retain(|row| row.get("change") == "changed" && row.get("field") == field);
    Ok(rows)
}

impl Finder {
    fn record(&self, row: &source::Record) -> Record {
        let id = row.get("id");
        let title = tidy(&corrected(&self.corrections, id, "name", &row.tidy("name")));
        let kinds = self.kinds.get(id).cloned().unwrap_or_default();
        let kind = kind_by_name(&title)
            .or(kinds.first().copied())
            .unwrap_or("court");
        let kinds = if kinds.is_empty() { vec![kind] } else { kinds };
        let address = self.addresses.get(id);
        let shown = row.get("displayed") == "t";
        Record {
            source: SOURCE,
            seen: if shown { DAY } else { "2013-07-30" },
            id: ("finder-id", id.to_owned()),
            kind,
            names: self.names(row, &title),
            codes: self.codes(row),
            point: point(row),
            address: address.map(address_text).unwrap_or_default(),
            postcode: address.map(postcode).unwrap_or_default(),
            note: if shown {
                String::new()
            } else {
                format!("Not shown by the finder on {DAY}.")
            },
            kinds,
            ..Record::default()
        }
    }

    fn names(&self, row: &source::Record, title: &str) -> Vec<DraftLabel> {
        let former = self.former_names.get(row.get("id"));
        let mut names = vec![name(title, "other", SOURCE)];
        let welsh = row.tidy("name_cy");
        if !welsh.trim_matches(['-', ' ']).is_empty() && !welsh.ends_with('-') {
            names.push(DraftLabel {
                language: "cy",
                ..name(&welsh, "preferred", SOURCE)
            });
        }
        names.extend(
            former
                .into_iter()
                .flatten()
                .filter(|&n| n.text != title)
                .cloned(),
        );
        names
    }

    fn codes(&self, row: &source::Record) -> Vec<[String; 4]> {
        let id = row.get("id");
        let number = corrected(&self.corrections, id, "number", row.get("number"));
        let crown = number.len() == 3 && number.starts_with(['4', '7']);
        let number = if crown { number } else { String::new() };
        let mut codes: Vec<_> = [
            ("crown-court-code", number.as_str()),
            ("finder-slug", row.get("slug")),
            ("county-court-code", row.get("cci_code")),
            ("magistrates-court-code", row.get("magistrate_code")),
            ("gbs-code", row.get("gbs")),
        ]
        .map(|(scheme, code)| [scheme, code, "", ""].map(str::to_owned))
        .into();
        for (slug, to) in self.former_slugs.get(id).into_iter().flatten() {
            codes.push(["finder-slug", slug, "", to].map(str::to_owned));
        }
        codes.retain(|code| !code[1].is_empty() && code[1] != "0");
        codes
    }
}

/// Six decimals are a tenth of a metre; coordinates outside the British Isles are slips.
fn point(row: &source::Record) -> (String, String) {
    let degree = |column| row.get(column).parse::<f64>().ok();
    match (degree("lat"), degree("lon")) {
        (Some(lat), Some(lon)) if (49.0..61.0).contains(&lat) && (-9.0..2.0).contains(&lon) => {
            (format!("{lat:.6}"), format!("{lon:.6}"))
        }
        _ => Default::default(),
    }
}

/// The postcode in its usual form; half a one is none.
fn postcode(row: &source::Record) -> String {
    let letters: String = row.get("postcode").split_whitespace().collect();
    let letters = letters.to_uppercase();
    match letters.len() {
        5..=7 if letters.is_ascii() => {
            let (outward, inward) = letters.split_at(letters.len() - 3);
            format!("{outward} {inward}")
        }
        _ => String::new(),
    }
}

fn address_text(row: &source::Record) -> String {
    let lines = row.get("address").split(['\r', '\n', ',']);
    let parts = lines.chain([row.get("town_name")]).map(tidy);
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}
