use strsim::{damerau_levenshtein, jaro_winkler};

/// The one of some names that a person who wrote `name` most likely meant.
pub(crate) fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wrong = name.to_lowercase();
    let rated = names.into_iter().map(|known| {
        let right = known.to_lowercase();
        let slips = damerau_levenshtein(&wrong, &right);
        (known, slips, jaro_winkler(&wrong, &right))
    });
    let near = rated.filter(|(known, slips, likeness)| {
        *slips <= 1.max(known.chars().count() / 4) || *likeness > 0.85
    });
    let best = near.min_by(|a, b| a.1.cmp(&b.1).then(b.2.total_cmp(&a.2)));
    best.map(|(known, ..)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_seen_and_strangers_are_not_taken() {
        let names = ["register", "required", "role", "titles"];
        assert_eq!(nearest("registre", names), Some("register"));
        assert_eq!(nearest("title", names), Some("titles"));
        assert_eq!(nearest("colour", names), None);
    }
}
