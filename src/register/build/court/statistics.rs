use crate::register::build::draft::{Draft, DraftLabel};
use crate::register::build::{BuildError, Work};

const SOURCE: &str = "ccsq-2025q4";

/// Links the labels of the Crown Court statistics to courts, and takes the statistics' regions and
/// areas of each, by the reviewed table.
pub(super) fn add(work: &mut Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    for row in work.decisions("statistics.csv")? {
        let key = row.get("key");
        if key == "unknown" {
            let thing = draft.thing(key);
            thing.types = vec!["not-known".to_owned()];
            row.get("reason").clone_into(&mut thing.note);
        } else if !draft.has(key) {
            let message = format!(
                "The statistics' label {} is decided to be `{key}`, which is not there.",
                row.get("label")
            );
            work.undecided(message, "correct decisions/statistics.csv");
            continue;
        }
        let thing = draft.thing(key);
        thing.sources.insert(SOURCE.to_owned());
        thing
            .relations
            .retain(|line| line[0] != "lcjb-area" && line[0] != "hmcts-region");
        for concept in ["hmcts-region", "lcjb-area"] {
            thing.add_relation(concept, row.get(concept), ("", ""), SOURCE);
        }
        let known = thing
            .labels
            .iter()
            .any(|label| label.text == row.get("label"));
        if !known {
            thing.add_label(DraftLabel {
                text: row.tidy("label"),
                language: "en",
                role: if key == "unknown" {
                    "preferred"
                } else {
                    "alias"
                },
                from: row.get("from").to_owned(),
                source: SOURCE.to_owned(),
                note: row.get("reason").to_owned(),
                ..DraftLabel::default()
            });
        }
    }
    Ok(())
}
