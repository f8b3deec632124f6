//! Cells of figures: what each says, and how a release may write it.

use proptest::prelude::*;

/// How the figures of a column are written, and what they are.
#[derive(Clone, Debug)]
pub(crate) struct Style {
    /// How many digits stand behind the point; none for whole numbers.
    pub(crate) decimals: u32,
    pub(crate) unit: Option<&'static str>,
    /// The power of ten by which they are to be multiplied.
    pub(crate) exponent: u32,
    /// The spellings that the column allows.
    spellings: Vec<&'static str>,
    marks: Marks,
    blank: Blank,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    None,
    Gss,
    Own,
}

/// What a blank cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blank {
    NoObservation,
    Status,
}

/// What a cell is to say, as numbers that a style makes something of.
#[derive(Clone, Debug)]
pub(crate) struct Seed {
    amount: i64,
    state: u8,
    look: u8,
    marks: Vec<u8>,
}

/// What a cell must become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing: there is no observation.
    Nothing,
    /// A finding.
    Fault,
    /// A figure, or statuses in its place.
    Figure {
        text: String,
        statuses: Vec<&'static str>,
    },
}

/// The spellings of numbers that a column may allow.
const SPELLINGS: [&str; 4] = ["currency", "accounting", "percent", "float"];
/// Statuses that go with a figure: notation and key.
const WITH: [(&str, &str); 5] = [
    ("r", "revised"),
    ("e", "estimated"),
    ("p", "provisional"),
    ("b", "break"),
    ("f", "forecast"),
];
/// Statuses that stand in place of a figure.
const WITHOUT: [(&str, &str); 4] = [
    ("c", "confidential"),
    ("x", "not-available"),
    ("z", "not-applicable"),
    ("low", "low"),
];
/// Marks of a dataset's own, and the keys of their statuses.
const OWN: [(&str, &str); 3] = [
    ("..", "not-available"),
    ("*", "confidential"),
    ("-", "not-applicable"),
];

pub(crate) fn style() -> impl Strategy<Value = Style> {
    let flags = prop::collection::vec(any::<bool>(), 6);
    let unit = prop::sample::select(vec![None, Some("case"), Some("gbp"), Some("percent")]);
    let marks = prop::sample::select(vec![Marks::None, Marks::Gss, Marks::Own]);
    (0..3_u32, unit, 0..2_u32, flags, marks).prop_map(
        |(decimals, unit, thousands, flags, marks)| Style {
            decimals,
            unit,
            exponent: 3 * thousands,
            spellings: SPELLINGS
                .iter()
                .zip(&flags)
                .filter(|(_, has)| **has)
                .map(|(word, _)| *word)
                .collect(),
            marks,
            blank: match (marks, flags[5]) {
                (Marks::Own, true) => Blank::Status,
                _ => Blank::NoObservation,
            },
        },
    )
}

pub(crate) fn seed() -> impl Strategy<Value = Seed> {
    let amount = prop_oneof![
        1 => Just(0_i64),
        6 => -9_999_i64..9_999,
        3 => -5_000_000_000_i64..5_000_000_000,
    ];
    let marks = prop::collection::vec(0..5_u8, 0..3);
    (amount, any::<u8>(), any::<u8>(), marks).prop_map(|(amount, state, look, marks)| Seed {
        amount,
        state,
        look,
        marks,
    })
}

impl Meaning {
    /// Adds the status of a column of marks, which is another than those of the cells.
    pub(crate) fn mark(&mut self) {
        if let Self::Figure { statuses, .. } = self {
            statuses.push("significant");
        }
    }
}

impl Style {
    /// The same in sums: no marks, because a figure that is missing has no sum.
    pub(crate) fn summed(mut self) -> Self {
        self.marks = Marks::None;
        self.blank = Blank::NoObservation;
        self
    }

    /// The same with blank cells that give no observation, as in wide tables.
    pub(crate) fn with_plain_blanks(mut self) -> Self {
        self.blank = Blank::NoObservation;
        self
    }

    /// Whether the marks of another column may stand beside any of its cells.
    pub(crate) fn takes_marks(&self) -> bool {
        self.marks != Marks::None && self.blank == Blank::NoObservation
    }

    pub(crate) fn datatype(&self) -> &'static str {
        if self.decimals == 0 {
            "integer"
        } else {
            "decimal"
        }
    }

    /// Its keys in the mapping.
    pub(crate) fn rule(&self) -> String {
        let mut rule = format!("datatype = \"{}\"\n", self.datatype());
        if let Some(unit) = self.unit {
            rule += &format!("unit = \"{unit}\"\n");
        }
        if self.exponent > 0 {
            rule += &format!("multiplier = {}\n", 10_u32.pow(self.exponent));
        }
        let words = self.spellings.iter();
        let words: Vec<_> = words.map(|word| format!("\"{word}\"")).collect();
        rule += &format!("number = [{}]\n", words.join(", "));
        rule += match (self.marks, self.blank) {
            (Marks::None, _) => "markers = \"none\"\n",
            (Marks::Gss, _) => "markers = \"gss\"\n",
            (Marks::Own, Blank::NoObservation) => {
                "markers = { \"..\" = \"x\", \"*\" = \"confidential\", \"-\" = \"z\", \"(r)\" = \"r\" }\n"
            }
            (Marks::Own, Blank::Status) => {
                "markers = { \"..\" = \"x\", \"*\" = \"confidential\", \"-\" = \"z\", \"(r)\" = \"r\", \"\" = \"x\" }\n"
            }
        };
        if self.blank == Blank::NoObservation {
            rule += "null = [\"\", \"n/d\"]\n";
        }
        rule
    }

    /// A cell, and what it must become.
    pub(crate) fn cell(&self, seed: &Seed, faults: bool) -> (String, Meaning) {
        match seed.state % 16 {
            0 if faults => (Self::fault(seed), Meaning::Fault),
            1 | 2 => self.blank(seed),
            3 | 4 if self.marks != Marks::None => self.missing(seed),
            _ => self.figure(seed),
        }
    }

    fn allows(&self, spelling: &str) -> bool {
        self.spellings.contains(&spelling)
    }

    /// Text that no style allows.
    fn fault(seed: &Seed) -> String {
        let faults = [
            "about 7", "1,23", "1.2.3", "12 [q]", "1e5", "--4", "[", "()",
        ];
        faults[usize::from(seed.look) % faults.len()].to_owned()
    }

    fn blank(&self, seed: &Seed) -> (String, Meaning) {
        match self.blank {
            Blank::NoObservation => {
                let cells = ["", "  ", "n/d"];
                let cell = cells[usize::from(seed.look) % cells.len()];
                (cell.to_owned(), Meaning::Nothing)
            }
            Blank::Status => {
                let (text, statuses) = (String::new(), vec!["not-available"]);
                (String::new(), Meaning::Figure { text, statuses })
            }
        }
    }

    fn missing(&self, seed: &Seed) -> (String, Meaning) {
        let at = usize::from(seed.look);
        let (cell, key) = if self.marks == Marks::Own && seed.look & 64 != 0 {
            let (mark, key) = OWN[at % OWN.len()];
            (mark.to_owned(), key)
        } else {
            let (notation, key) = WITHOUT[at % WITHOUT.len()];
            (format!("[{notation}]"), key)
        };
        let text = String::new();
        (
            cell,
            Meaning::Figure {
                text,
                statuses: vec![key],
            },
        )
    }

    fn figure(&self, seed: &Seed) -> (String, Meaning) {
        let mut cell = self.written(seed);
        let mut statuses = Vec::new();
        for mark in seed.marks.iter().filter(|_| self.marks != Marks::None) {
            let (notation, key) = WITH[usize::from(*mark)];
            if !statuses.contains(&key) {
                statuses.push(key);
            }
            cell += match seed.look & 3 {
                0 => "",
                _ => " ",
            };
            cell += &match (self.marks, notation) {
                (Marks::Own, "r") => "(r)".to_owned(),
                _ if seed.look & 1 == 0 => format!("[{}]", notation.to_uppercase()),
                _ => format!("[{notation}]"),
            };
        }
        let text = decimal(seed.amount.into(), self.decimals);
        (cell, Meaning::Figure { text, statuses })
    }

    /// The number as a release writes it.
    fn written(&self, seed: &Seed) -> String {
        let look = |bit: u32| seed.look >> bit & 1 == 1;
        let digits = decimal(i128::from(seed.amount).abs(), self.decimals);
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let mut text = String::new();
        if self.allows("currency") && look(2) {
            text.push('£');
        }
        text += &if look(3) {
            grouped(whole)
        } else {
            whole.to_owned()
        };
        if self.decimals > 0 {
            text = format!("{text}.{fraction}");
        } else if self.allows("float") && look(4) {
            text += ".0";
        }
        if self.allows("percent") && look(5) {
            text += if look(6) { " %" } else { "%" };
        }
        if seed.amount < 0 && self.allows("accounting") && look(6) {
            text = format!("({text})");
        } else if seed.amount < 0 {
            text.insert(0, '-');
        }
        if look(7) { format!("  {text} ") } else { text }
    }
}

/// A number with so many digits behind the point.
pub(crate) fn decimal(amount: i128, decimals: u32) -> String {
    let power = 10_i128.pow(decimals);
    let (whole, fraction) = (amount.abs() / power, amount.abs() % power);
    let sign = if amount < 0 { "-" } else { "" };
    match decimals {
        0 => format!("{sign}{whole}"),
        _ => format!(
            "{sign}{whole}.{fraction:0>width$}",
            width = decimals as usize
        ),
    }
}

/// Digits with commas between thousands.
fn grouped(whole: &str) -> String {
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
