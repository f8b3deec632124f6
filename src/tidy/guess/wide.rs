use std::collections::BTreeSet;

use regex::Regex;

/// What the headings of a wide table have in common.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wide {
    /// Each is a year.
    Years,
    /// Each has a part in brackets: `Offence to charge (mean days)`.
    Bracketed(Vec<String>),
}

/// So many columns of figures that look alike make a wide table.
const FEWEST: usize = 3;

/// Whether a text is a year of four digits.
pub(super) fn is_year(text: &str) -> bool {
    text.len() == 4
        && text
            .parse()
            .is_ok_and(|year: u32| (1900..2100).contains(&year))
}

/// What the headings of columns of figures have in common, and which of them.
pub(super) fn find(headings: &[&str]) -> Option<(Wide, Vec<usize>)> {
    let at = |test: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let all = headings.iter().enumerate();
        all.filter(|(_, heading)| test(heading))
            .map(|(at, _)| at)
            .collect()
    };
    let years = at(&is_year);
    if years.len() >= FEWEST {
        return Some((Wide::Years, years));
    }
    let bracketed = Regex::new(r"^.+ \(([^()]+)\)$").ok()?;
    let with_part = at(&|heading| bracketed.is_match(heading));
    let parts: BTreeSet<String> = with_part
        .iter()
        .filter_map(|at| Some(bracketed.captures(headings[*at])?[1].to_owned()))
        .collect();
    let alike = with_part.len() >= FEWEST && parts.len() < with_part.len();
    alike.then(|| (Wide::Bracketed(parts.into_iter().collect()), with_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_bracketed_parts_are_seen() {
        let (wide, at) = find(&["total", "2010", "2011", "2012"]).unwrap();
        assert_eq!((wide, at), (Wide::Years, vec![1, 2, 3]));
        let (wide, _) = find(&["a (mean days)", "a (median days)", "b (mean days)"]).unwrap();
        assert_eq!(
            wide,
            Wide::Bracketed(vec!["mean days".into(), "median days".into()])
        );
        assert_eq!(find(&["offenders", "rate (%)"]), None);
    }
}
