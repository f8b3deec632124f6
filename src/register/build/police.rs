use super::draft::{Draft, DraftLabel};
use super::{BuildError, Work};
use crate::register::build::area::history;
use crate::uri::Key;

/// The 43 police force areas of England and Wales, by their statistical codes.
pub(super) fn build(work: &mut Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    let names = work.source(
        "areas/Police_Force_Areas_December_2019_Names_and_Codes_in_the_United_Kingdom.csv",
    )?;
    for row in names {
        let (code, name) = (row.get("PFA19CD"), row.tidy("PFA19NM"));
        if !code.starts_with(['E', 'W']) {
            continue;
        }
        let minted = work.minted.by_code("gss", code).map(str::to_owned);
        let key = minted.unwrap_or_else(|| Key::from_label(&name).to_string());
        let thing = draft.thing(&key);
        thing.types = vec!["police-force-area".to_owned()];
        thing.sources = ["ons-pfa-2019", "ons-chd-2024"].map(str::to_owned).into();
        thing.add_code("gss", code, ("2009-01-01", ""), "ons-chd-2024");
        thing.add_label(DraftLabel {
            text: name,
            language: "en",
            role: "preferred",
            source: "ons-pfa-2019".to_owned(),
            ..DraftLabel::default()
        });
    }
    for entity in ["E23", "W15"] {
        for area in history(work, entity)? {
            let Some(key) = work.minted.by_code("gss", &area.code).map(str::to_owned) else {
                continue;
            };
            for version in area.versions {
                for name in std::iter::once(version.name).chain(version.other_names) {
                    draft.thing(&key).add_label(name_of("other", name));
                }
            }
        }
    }
    for row in work.decisions("members.csv")? {
        let thing = draft.thing(row.get("key"));
        thing.types = vec![row.get("type").to_owned()];
        thing.sources.insert("assize".to_owned());
        row.get("reason").clone_into(&mut thing.note);
        for (column, role) in [("label", "preferred"), ("also", "alias")] {
            thing.add_label(DraftLabel {
                source: "assize".to_owned(),
                ..name_of(role, row.tidy(column))
            });
        }
    }
    for row in work.decisions("labels.csv")? {
        draft.thing(row.get("key")).add_label(DraftLabel {
            note: row.get("reason").to_owned(),
            source: row.get("source").to_owned(),
            ..name_of("alias", row.tidy("label"))
        });
    }
    Ok(())
}

/// A name by the Office for National Statistics; Welsh forces have Welsh names beside the English.
fn name_of(role: &'static str, text: String) -> DraftLabel {
    let welsh = text.starts_with("Heddlu ");
    DraftLabel {
        role: if welsh { "preferred" } else { role },
        language: if welsh { "cy" } else { "en" },
        text,
        source: "ons-chd-2024".to_owned(),
        ..DraftLabel::default()
    }
}
