/// Whether a label is one of a sum over others.
pub(super) fn is_total(label: &str) -> bool {
    let label = without_prefix(label).to_lowercase();
    let alone = ["all", "total", "grand total", "totals"].contains(&label.as_str());
    let begins = label.starts_with("all ") || label.starts_with("total ");
    alone || begins || label.ends_with(" total")
}

/// A label without a sort prefix such as `01: `.
pub(super) fn without_prefix(value: &str) -> &str {
    let rest = value.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(": ") {
        Some(label) if rest.len() < value.len() => label,
        _ => value,
    }
}
