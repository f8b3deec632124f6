use super::record::{Record, name};
use crate::register::build::{BuildError, Work};

/// The Crown Court centres that the fines service lists, by Crown Court code.
pub(super) fn records(work: &mut Work<'_>) -> Result<Vec<Record>, BuildError> {
    let rows = work.source("courts/opal-local-justice-areas.csv")?;
    let crown = rows.iter().filter(|row| row.get("lja_type") == "CRWCRT");
    let records = crown.map(|row| {
        let parts = [
            "address_line_1",
            "address_line_2",
            "address_line_3",
            "address_line_4",
        ];
        let parts = parts.map(|part| row.tidy(part));
        let address: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Record {
            source: "opal",
            seen: "2024-01-01",
            id: (
                "crown-court-code",
                row.get("local_justice_area_id").to_owned(),
            ),
            kind: "crown-court",
            kinds: vec!["crown-court"],
            names: vec![name(&row.tidy("name"), "other", "opal")],
            address: address.join(", "),
            postcode: row.get("postcode").to_owned(),
            ..Record::default()
        }
    });
    Ok(records.collect())
}

/// The places to which jurors are summoned; only those of a Crown Court code that is known, since
/// the list mixes in bureaus and other systems' numbers.
pub(super) fn juror_records(work: &mut Work<'_>) -> Result<Vec<Record>, BuildError> {
    let rows = work.source("courts/juror-crown-court-locations.csv")?;
    let crown = rows.iter().filter(|row| {
        row.get("loc_code") == row.get("owner") && row.get("loc_code").starts_with('4')
    });
    let records = crown.map(|row| Record {
        source: "juror",
        id: ("crown-court-code", row.get("loc_code").to_owned()),
        kind: "crown-court",
        names: vec![name(&row.tidy("loc_name"), "alias", "juror")],
        ..Record::default()
    });
    Ok(records.collect())
}
