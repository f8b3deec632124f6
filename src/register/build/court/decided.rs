use super::record::name;
use crate::register::build::draft::{Draft, DraftLabel, DraftThing};
use crate::register::build::{BuildError, Work};
use crate::uri::Key;

/// Applies what people have decided about courts that are there.
pub(super) fn apply(work: &mut Work<'_>, draft: &mut Draft) -> Result<(), BuildError> {
    for row in work.decisions("labels.csv")? {
        let Some(thing) = known(work, draft, row.get("key"), "labels.csv") else {
            continue;
        };
        thing.labels.retain(|label| label.text != row.get("label"));
        if let Some(role) = role(row.get("role")) {
            thing.labels.insert(
                0,
                DraftLabel {
                    from: row.get("from").to_owned(),
                    to: row.get("to").to_owned(),
                    note: row.get("reason").to_owned(),
                    ..name(row.get("label"), role, row.get("source"))
                },
            );
        }
    }
    for row in work.decisions("areas.csv")? {
        if let Some(thing) = known(work, draft, row.get("key"), "areas.csv") {
            thing.relations.retain(|line| line[0] != row.get("concept"));
            thing.add_relation(row.get("concept"), row.get("target"), ("", ""), "assize");
        }
    }
    for row in work.decisions("facts.csv")? {
        if let Some(thing) = known(work, draft, row.get("key"), "facts.csv") {
            match row.get("field") {
                "closed" => row.get("value").clone_into(&mut thing.closed),
                "opened" => row.get("value").clone_into(&mut thing.opened),
                "note" => row.get("value").clone_into(&mut thing.note),
                "type" => thing.types = row.get("value").split(' ').map(str::to_owned).collect(),
                _ => {}
            }
        }
    }
    for row in work.decisions("successions.csv")? {
        if !draft.has(row.get("successor")) {
            let message = format!("The successor `{}` is not there.", row.get("successor"));
            work.undecided(message, "correct decisions/successions.csv");
            continue;
        }
        if let Some(thing) = known(work, draft, row.get("key"), "successions.csv") {
            let columns = ["successor", "date", "kind", "source", "evidence"];
            thing
                .successors
                .push(columns.map(|column| row.get(column).to_owned()));
        }
    }
    Ok(())
}

/// The role that a decision gives a label; none takes the label away.
fn role(text: &str) -> Option<&'static str> {
    let roles = ["preferred", "other", "former"];
    roles.into_iter().find(|role| *role == text)
}

fn known<'d>(
    work: &mut Work<'_>,
    draft: &'d mut Draft,
    key: &str,
    table: &str,
) -> Option<&'d mut DraftThing> {
    if !draft.has(key) {
        let message = format!("decisions/{table} decides about `{key}`, which is not there.");
        work.undecided(message, "correct or remove the line");
        return None;
    }
    Some(draft.thing(key))
}

/// A court lies in the region of its criminal justice area where no list names the region itself.
pub(super) fn regions(work: &Work<'_>, draft: &mut Draft) {
    let Some(areas) = work.known.get("lcjb-area") else {
        return;
    };
    for (_, thing) in draft.things_mut() {
        let has_region = thing.relations.iter().any(|line| line[0] == "hmcts-region");
        let area = thing.relations.iter().find(|line| line[0] == "lcjb-area");
        let area = area.and_then(|line| Key::new(&line[1]).ok());
        let area = area.and_then(|key| areas.thing(&key));
        if let (false, Some(region)) = (
            has_region,
            area.and_then(|area| area.within("hmcts-region")),
        ) {
            thing.add_relation("hmcts-region", region.as_str(), ("", ""), "assize");
        }
    }
}

/// Makes one English label of each court the preferred one, and puts the labels in order.
///
/// A Crown Court centre takes the fines service's name, which says `Crown Court` throughout; others
/// the finder's, which is the one on their door; else what the latest list says.
pub(super) fn prefer(draft: &mut Draft) {
    const TRUST: &[&str] = &[
        "fact-2021-03",
        "courtfinder-2013-07",
        "courtfinder-2013-05",
        "cjs-ou",
    ];
    for (_, thing) in draft.things_mut() {
        let preferred = |l: &DraftLabel| l.role == "preferred" && l.language == "en";
        if !thing.labels.iter().any(preferred) {
            let crown = thing
                .types
                .first()
                .is_some_and(|kind| kind == "crown-court");
            let trust = |source: &str| match source {
                "opal" if crown => 0,
                _ => TRUST
                    .iter()
                    .position(|s| *s == source)
                    .map_or(9, |at| at + 1),
            };
            let english = thing.labels.iter_mut();
            let current =
                english.filter(|l| l.language == "en" && l.to.is_empty() && l.role != "alias");
            if let Some(best) = current.min_by_key(|label| trust(&label.source)) {
                best.role = "preferred";
            } else if let Some(first) = thing.labels.first_mut() {
                first.role = "preferred";
            }
        }
        let rank = |role: &str| {
            ["preferred", "other", "former", "alias"]
                .iter()
                .position(|r| *r == role)
        };
        thing
            .labels
            .sort_by_key(|label| (rank(label.role), label.language == "cy"));
    }
}
