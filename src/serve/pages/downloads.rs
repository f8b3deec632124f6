use crate::serve::Live;
use crate::serve::shelf::Held;

/// A file of a release as a page offers it.
pub(super) struct Download {
    /// What it is.
    pub(super) what: String,
    /// Where it is.
    pub(super) href: String,
    /// How large it is.
    pub(super) size: String,
}

/// The files that releases have, those that most people want first.
const FILES: [(&str, &str); 11] = [
    ("tidy.csv", "The table (CSV)"),
    ("observations.parquet", "The table with all names (Parquet)"),
    (
        "tidy.csv-metadata.json",
        "What its columns mean (CSV on the Web)",
    ),
    (
        "observations.nq.zst",
        "Linked data (N-Quads, compressed with Zstandard)",
    ),
    (
        "difference.csv",
        "What changed since the release before (CSV)",
    ),
    (
        "difference.json",
        "What changed since the release before, in short (JSON)",
    ),
    (
        "difference.nq.zst",
        "What changed since the release before, as linked data",
    ),
    ("report.json", "What became of each row (JSON)"),
    ("mapping.toml", "How the source was read (TOML)"),
    ("provenance.nq.zst", "Where it comes from, as linked data"),
    ("SHA256SUMS", "Checksums"),
];

/// The files of a release, or of the live release of a dataset; none for anything else.
pub(super) fn of_page(live: &Live, path: &str) -> Vec<Download> {
    let mut files: Vec<_> = live.shelf.of_page(path).collect();
    files.sort_by_key(|held| rank(held));
    files.into_iter().map(download).collect()
}

/// The edition that is the live one of a dataset, and where it is described.
pub(super) fn edition(live: &Live, dataset: &str) -> Option<(String, String)> {
    let release = live.shelf.live_release(dataset)?;
    let (_, edition) = release.rsplit_once('/')?;
    Some((edition.to_owned(), release.to_owned()))
}

fn rank(held: &Held) -> usize {
    let at = FILES.iter().position(|(name, _)| *name == held.name);
    at.unwrap_or(FILES.len())
}

fn download(held: &Held) -> Download {
    let known = FILES.get(rank(held));
    Download {
        what: known.map_or_else(|| held.name.clone(), |(_, what)| (*what).to_owned()),
        href: held.address.clone(),
        size: size(held.bytes),
    }
}

/// A size as people read it: `999 bytes`, `12 kB`, `3.4 MB`.
fn size(bytes: u64) -> String {
    let mut units = ["kB", "MB", "GB", "TB"].into_iter();
    if bytes < 1000 {
        return format!("{bytes} bytes");
    }
    // In tenths of the unit.
    let (mut tenths, mut unit) = (bytes / 100, units.next().unwrap_or_default());
    while tenths >= 10_000
        && let Some(larger) = units.next()
    {
        (tenths, unit) = (tenths / 1000, larger);
    }
    if tenths < 100 {
        format!("{}.{} {unit}", tenths / 10, tenths % 10)
    } else {
        format!("{} {unit}", tenths / 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let sizes = [
            0,
            999,
            1000,
            9_999,
            10_000,
            999_999,
            1_500_000,
            12_300_000_000,
        ];
        let shown = sizes.map(size);
        let wanted = [
            "0 bytes",
            "999 bytes",
            "1.0 kB",
            "9.9 kB",
            "10 kB",
            "999 kB",
            "1.5 MB",
            "12 GB",
        ];
        assert_eq!(shown, wanted);
    }
}
