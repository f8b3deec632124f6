use std::fmt;

use crate::uri::Base;

/// The path of a published URI below the base, such as `/id/court/snaresbrook-crown-court`.
///
/// The observations of a dataset are one path with a star for each dimension:
/// `/data/crown-court-caseload/*/*/*`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LedgerPath(String);

impl LedgerPath {
    /// Takes a path that starts with `/id/`, `/def/` or `/data/`, and `/catalogue`.
    pub fn parse(path: &str) -> Option<Self> {
        let known = ["/id/", "/def/", "/data/"]
            .iter()
            .any(|start| path.starts_with(start))
            || path == "/catalogue";
        let plain = !path.contains(['#', '?']) && !path.ends_with('/');
        (known && plain).then(|| Self(path.to_owned()))
    }

    /// The path of a published URI; none for one of another base, for a document, or for a part of
    /// a document behind `#`.
    pub fn of(base: &Base, uri: &str) -> Option<Self> {
        let path = Self::parse(uri.strip_prefix(base.as_str())?)?;
        Some(path.observation_pattern().unwrap_or(path))
    }

    /// The pattern that stands for an observation, which is anything below a dataset but its
    /// releases and its structure.
    fn observation_pattern(&self) -> Option<Self> {
        let mut parts = self.0.strip_prefix("/data/")?.split('/');
        let dataset = parts.next()?;
        let keys: Vec<_> = parts.collect();
        let apart = ["release", "structure", "slice"];
        if keys.is_empty() || keys.first().is_some_and(|first| apart.contains(first)) {
            return None;
        }
        let stars = vec!["*"; keys.len()].join("/");
        Some(Self(format!("/data/{dataset}/{stars}")))
    }

    /// The dataset that it is or lies below: `x` for `/data/x` and for `/data/x/structure`.
    pub fn dataset(&self) -> Option<&str> {
        self.0.strip_prefix("/data/")?.split('/').next()
    }

    /// Whether it is a dataset, and nothing below one.
    pub fn is_dataset(&self) -> bool {
        let path = self.0.strip_prefix("/data/");
        path.is_some_and(|path| !path.contains('/'))
    }

    /// Whether it lies below a dataset, or in the vocabulary of its own.
    pub fn is_below(&self, dataset: &str) -> bool {
        ["/data/", "/def/"].iter().any(|place| {
            let rest = self.0.strip_prefix(place);
            let rest = rest.and_then(|rest| rest.strip_prefix(dataset));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether it is the catalogue, which every publication makes last.
    pub fn is_catalogue(&self) -> bool {
        self.0 == "/catalogue"
    }

    /// Whether it is, or is a part of, a release of a dataset: those are kept as files.
    pub fn is_of_release(&self) -> bool {
        let path = self.0.strip_prefix("/data/");
        let below = path.and_then(|path| path.split_once('/'));
        below.is_some_and(|(_, rest)| rest == "release" || rest.starts_with("release/"))
    }

    /// Whether it is, or is a part of, this release.
    pub fn is_in_release(&self, dataset: &str, edition: &str) -> bool {
        let kept = format!("/data/{dataset}/release/{edition}");
        let rest = self.0.strip_prefix(&kept);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether it stands for many URIs.
    pub fn is_pattern(&self) -> bool {
        self.0.contains('*')
    }

    /// Whether a URI is, or is one of those behind, this path.
    pub fn covers(&self, base: &Base, uri: &str) -> bool {
        Self::of(base, uri).is_some_and(|path| path == *self)
    }

    /// Whether it is a thing of the world, which is answered with 303.
    pub fn is_thing(&self) -> bool {
        self.0.starts_with("/id/")
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URI below a base.
    pub fn uri(&self, base: &Base) -> String {
        format!("{base}{self}")
    }
}

impl fmt::Display for LedgerPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_observation_stands_as_its_dataset_s_pattern() {
        let base = Base::default();
        let of = |path: &str| {
            let path = LedgerPath::of(&base, &format!("{base}{path}"));
            path.map(|path| path.to_string())
        };
        let pattern = of("/data/caseload/snaresbrook-crown-court/2025-Q4/open");
        assert_eq!(pattern.as_deref(), Some("/data/caseload/*/*/*"));
        let release = of("/data/caseload/release/2025-Q4");
        assert_eq!(release.as_deref(), Some("/data/caseload/release/2025-Q4"));
        let weekly = of("/data/population/2020-08-07");
        assert_eq!(weekly.as_deref(), Some("/data/population/*"));
        let structure = of("/data/population/structure");
        assert_eq!(structure.as_deref(), Some("/data/population/structure"));
        assert_eq!(of("/id/court/x#name-1"), None);
        assert_eq!(of("/doc/court/x"), None);
        assert_eq!(LedgerPath::of(&base, "http://elsewhere/id/court/x"), None);
    }
}
