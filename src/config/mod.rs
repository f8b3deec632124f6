//! The configuration: `assize.toml` in the working folder, or the file that `--config` names.

mod codes;
mod read;
mod remote;

use std::path::PathBuf;

pub use codes::CODES;
pub use remote::{Auth, Remote, SecretPlace};

use crate::uri::Base;

/// What a ministry sets once, for all its datasets.
///
/// Paths are relative to the working folder. Every key has a default, so the file may be absent.
///
/// ```
/// use assize::config::Config;
///
/// let text = "base = \"https://statistics.example.gov\"\nstore = \"live\"\n";
/// let config = Config::parse("assize.toml", text).expect("the configuration is right");
/// assert_eq!(config.base.as_str(), "https://statistics.example.gov");
/// assert_eq!(config.shapes.to_str(), Some("shapes"));
///
/// let findings = Config::parse("assize.toml", "stroe = \"live\"\n").expect_err("a slip");
/// assert_eq!(findings.errors(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    /// The start of every URI that is published.
    pub base: Base,
    /// Who publishes: [`dct:publisher`](https://www.dublincore.org/specifications/dublin-core/dcmi-terms/#publisher).
    pub publisher: Publisher,
    /// What part of the world the statistics are about: a URI of a place.
    pub spatial: String,
    /// The licence of datasets whose mapping names none.
    pub licence: String,
    /// The folder of the store; with a store elsewhere, of what is sent there.
    pub store: PathBuf,
    /// The store elsewhere that is published to and served from, if there is one.
    pub remote: Option<Remote>,
    /// The folder of the mappings, one TOML file a dataset.
    pub mappings: PathBuf,
    /// The folder of the registers.
    pub registers: PathBuf,
    /// The folder of the frozen code lists.
    pub code_lists: PathBuf,
    /// The folder of the ledger of published URIs, with the tombstones of those withdrawn.
    pub ledger: PathBuf,
    /// The folder of the shapes, as Turtle.
    pub shapes: PathBuf,
    /// The folder of the example queries, as Turtle.
    pub examples: PathBuf,
    /// The folder in which `assize publish` looks for releases.
    pub releases: PathBuf,
    /// The largest release that is fetched from a URL, in bytes.
    pub fetch_limit: u64,
    /// How much memory loading may take beside the graph of a release, in megabytes.
    pub load_memory: usize,
}

/// Who publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// Its name in English.
    pub name: String,
    /// Its own URI, where it has one.
    pub uri: Option<String>,
}

/// The jurisdiction of the Ministry of Justice.
const ENGLAND_AND_WALES: &str = "http://statistics.data.gov.uk/id/statistical-geography/K04000001";

impl Default for Config {
    fn default() -> Self {
        Self {
            base: Base::default(),
            publisher: Publisher::default(),
            spatial: ENGLAND_AND_WALES.to_owned(),
            licence: "ogl-3".to_owned(),
            store: "store".into(),
            remote: None,
            mappings: "mappings".into(),
            registers: "vocab/registers".into(),
            ledger: "vocab/ledger".into(),
            code_lists: "vocab/codes".into(),
            shapes: "shapes".into(),
            examples: "vocab/examples".into(),
            releases: "releases".into(),
            fetch_limit: 4 << 30,
            load_memory: 800,
        }
    }
}

impl Default for Publisher {
    fn default() -> Self {
        Self {
            name: "Ministry of Justice".to_owned(),
            uri: Some("https://www.gov.uk/government/organisations/ministry-of-justice".to_owned()),
        }
    }
}
