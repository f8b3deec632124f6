use crate::register::build::draft::DraftLabel;

/// What one list says about one court.
#[derive(Clone, Default)]
pub(super) struct Record {
    /// The list, as a key of `sources.csv`.
    pub(super) source: &'static str,
    /// The day on which the list shows it in use.
    pub(super) seen: &'static str,
    /// The scheme and code by which the list knows it.
    pub(super) id: (&'static str, String),
    /// The kind that its key and name say, such as `magistrates-court`.
    pub(super) kind: &'static str,
    /// All kinds of work done there.
    pub(super) kinds: Vec<&'static str>,
    /// Its names, the one that would name a key first.
    pub(super) names: Vec<DraftLabel>,
    /// Scheme, code, from, to; codes that may link it to other lists come here too.
    pub(super) codes: Vec<[String; 4]>,
    pub(super) point: (String, String),
    pub(super) address: String,
    pub(super) postcode: String,
    pub(super) closed: String,
    /// Register and key of what it lies in.
    pub(super) relations: Vec<(&'static str, String)>,
    pub(super) note: String,
}

impl Record {
    /// The name that would name a key.
    pub(super) fn name(&self) -> &str {
        self.names.first().map_or("", |label| label.text.as_str())
    }
}

/// A name by a list.
pub(super) fn name(text: &str, role: &'static str, source: &str) -> DraftLabel {
    DraftLabel {
        text: text.to_owned(),
        language: "en",
        role,
        source: source.to_owned(),
        seen: seen(source),
        ..DraftLabel::default()
    }
}

/// The day that a list shows; none for lists that date their lines themselves.
pub(super) fn seen(source: &str) -> &'static str {
    match source {
        "fact-2021-03" => "2021-03-11",
        "courtfinder-2013-07" => "2013-07-23",
        "courtfinder-2013-05" => "2013-05-01",
        "opal" | "juror" => "2024-01-01",
        _ => "",
    }
}

/// What words in a name say about the kind of a court, the most telling first.
pub(super) fn kind_by_name(name: &str) -> Option<&'static str> {
    const WORDS: &[(&[&str], &str)] = &[
        (
            &[
                "office",
                "unit",
                "registry",
                "service centre",
                "divorce centre",
                "contact centre",
                "production centre",
                "finance",
                "accounting",
                "compliance",
                "taxing",
                "bulk centre",
                "money claims",
                "payment",
            ],
            "office",
        ),
        (&["magistrates"], "magistrates-court"),
        (&["crown", "combined"], "crown-court"),
        (
            &["county court", "county and family", "civil"],
            "county-court",
        ),
        (&["family"], "family-court"),
        (&["tribunal", "chamber"], "tribunal"),
    ];
    let name = name.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    WORDS
        .iter()
        .find(|(words, _)| says(words))
        .map(|(_, kind)| *kind)
}
