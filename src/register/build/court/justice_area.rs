use crate::register::build::court::record::name;
use crate::register::build::draft::Draft;
use crate::register::build::{BuildError, Work};
use crate::register::normal;
use crate::uri::Key;

/// The local justice areas of the fines service; its names are those of the courts that act for them.
pub(in crate::register::build) fn build(
    work: &mut Work<'_>,
    draft: &mut Draft,
) -> Result<(), BuildError> {
    let corrections = work.decisions("names.csv")?;
    let Some(register) = work.known.get("local-justice-area") else {
        return Ok(());
    };
    for row in work.source("courts/opal-local-justice-areas.csv")? {
        if row.get("lja_type") != "LJA" {
            continue;
        }
        let code = row.get("local_justice_area_id");
        let written = row.tidy("name");
        let decided = corrections.iter().find(|line| line.get("code") == code);
        let title = decided.map_or_else(|| without_court(&written), |line| line.tidy("label"));
        let minted = work.minted.by_code("lja-code", code).map(str::to_owned);
        let stem = normal::stem(&normal::plain(&title), register.definition()).name;
        let fresh = Key::from_label(&stem).to_string();
        let key = minted.unwrap_or_else(|| {
            if draft.has(&fresh) {
                format!("{fresh}-{code}")
            } else {
                fresh
            }
        });
        let thing = draft.thing(&key);
        thing.types = vec!["local-justice-area".to_owned()];
        thing.sources.insert("opal".to_owned());
        row.get("end_date").clone_into(&mut thing.closed);
        thing.add_code("lja-code", code, ("", ""), "opal");
        thing.add_label(name(&title, "preferred", "opal"));
        thing.add_label(name(&written, "alias", "opal"));
    }
    Ok(())
}

/// `Somerset Magistrates' Court` is the court of the area `Somerset`.
fn without_court(written: &str) -> String {
    let ends = [
        " Magistrates' Courts",
        " Magistrates' Court",
        " Magistrates' Crt",
        " Mags' Ct",
        " Mags Court",
        " Mags' Crt",
        " Mags Crt",
        " Mags. Court",
        " Mags. Crt",
        " Mags' Court",
        " Mags.Court",
    ];
    let found = ends.iter().find_map(|end| written.strip_suffix(end));
    found.unwrap_or(written).to_owned()
}
