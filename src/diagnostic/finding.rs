use super::{Code, Place, Severity};

/// Something wrong, or worth knowing: a code, one plain sentence, where, and what to do.
///
/// ```
/// use assize::diagnostic::{Code, Finding, Place};
///
/// const RAGGED: Code = Code::error("release-ragged-row", "A row has too few cells.", "Mend the row.");
/// let finding = Finding::new(RAGGED, "This row has 8 cells; the heading has 9.")
///     .at(Place::line("cc.csv", 17))
///     .help("add the missing cell, or a `skip-rows` pattern if this is a note");
/// assert_eq!(finding.data.unwrap().to_string(), "cc.csv:17");
/// ```
#[derive(Clone, Debug)]
pub struct Finding {
    /// The stable name of what is wrong.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One plain sentence.
    pub message: String,
    /// Where in the data: the CSV file, line and column.
    pub data: Option<Place>,
    /// Where in the definition that cares: the mapping, shape, register or metadata line.
    pub definition: Option<Place>,
    /// Other places that belong to it, such as the first of two duplicate rows.
    pub related: Vec<Place>,
    /// How many rows or things it stands for; 1 unless it groups several.
    pub count: u64,
    /// What to do about it.
    pub help: Option<String>,
}

impl Finding {
    /// A finding without a place; its severity is the code's.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            data: None,
            definition: None,
            related: Vec::new(),
            count: 1,
            help: None,
        }
    }

    /// Sets the place in the data.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.data = Some(place);
        self
    }

    /// Sets the place in the mapping, shape, register or metadata.
    #[must_use]
    pub fn defined_at(mut self, place: Place) -> Self {
        self.definition = Some(place);
        self
    }

    /// Adds a place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place) -> Self {
        self.related.push(place);
        self
    }

    /// Says that it stands for `count` rows or things.
    #[must_use]
    pub fn with_count(mut self, count: u64) -> Self {
        self.count = count;
        self
    }

    /// Sets another severity than the code's.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Sets what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The place to name first: the data's, else the definition's.
    pub fn place(&self) -> Option<&Place> {
        self.data.as_ref().or(self.definition.as_ref())
    }
}
