use std::io::{BufRead, Write};

use super::DifferenceError;
use super::groups::Lines;

/// Writes the later release: the earlier one without what was removed and with what was added, all
/// of them canonical N-Quads.
///
/// ```
/// let (old, removed, added) = ("<a> <b> <c> .\n<b> <b> <c> .\n", "<a> <b> <c> .\n", "<c> <b> <c> .\n");
/// let mut new = Vec::new();
/// assize::difference::apply(old.as_bytes(), removed.as_bytes(), added.as_bytes(), &mut new)?;
/// assert_eq!(new, b"<b> <b> <c> .\n<c> <b> <c> .\n");
/// # Ok::<_, assize::difference::DifferenceError>(())
/// ```
pub fn apply(
    old: impl BufRead,
    removed: impl BufRead,
    added: impl BufRead,
    mut new: impl Write,
) -> Result<(), DifferenceError> {
    let mut old = Lines::new(old)?;
    let mut removed = Lines::new(removed)?;
    let mut added = Lines::new(added)?;
    while !old.next.is_empty() || !added.next.is_empty() {
        if !removed.next.is_empty() && old.next == removed.next {
            old.advance()?;
            removed.advance()?;
        } else if old.next.is_empty() || (!added.next.is_empty() && added.next < old.next) {
            new.write_all(added.next.as_bytes())?;
            added.advance()?;
        } else {
            new.write_all(old.next.as_bytes())?;
            old.advance()?;
        }
    }
    Ok(())
}
