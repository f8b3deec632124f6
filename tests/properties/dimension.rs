//! Dimensions and attributes of generated mappings. Each value is made from what it means; how a
//! release writes it follows from that, so that what it must become is known without this crate.

use proptest::prelude::*;

use crate::labels::{Label, labels};
use crate::period::{self, Way};
use crate::things::{court, dates, sex, texts, wholes};

pub(crate) const BASE: &str = "http://justice.data.gov.uk";

/// What becomes of a row with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Becomes {
    Observed,
    Excluded,
    Queued,
}

/// A value: what it is, and how a release may write it.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// Each holds a cell for each column of the dimension.
    pub(crate) spellings: Vec<Vec<String>>,
    /// Its cell of the tidy table.
    pub(crate) cell: String,
    /// The kind of a period.
    pub(crate) kind: &'static str,
    /// Its term, as N-Triples writes it; empty where an attribute has no value.
    pub(crate) term: String,
    pub(crate) becomes: Becomes,
}

/// A dimension or attribute.
#[derive(Clone, Debug)]
pub(crate) struct Dimension {
    pub(crate) name: String,
    /// The columns of the release that it is made from.
    pub(crate) headings: Vec<String>,
    /// Its keys in the mapping, besides its name, its role and where it comes from.
    pub(crate) rule: String,
    pub(crate) property: String,
    /// Whether the tidy table has a column for the kinds of its periods.
    pub(crate) tells_kind: bool,
    pub(crate) values: Vec<Value>,
    /// The file of its code list, if it is frozen: name and text.
    pub(crate) frozen: Option<(String, String)>,
    /// For each key of its code list the label and the notation that it must have.
    pub(crate) labels: Vec<(String, String, Option<String>)>,
}

/// What a dimension is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Codes(Codes),
    Court { queue: bool },
    Sex,
    Text,
    Whole,
    Date,
    Constant,
    Absent,
    Period(Way),
}

/// How a dimension with a code list is written.
#[derive(Clone, Debug)]
pub(crate) struct Codes {
    labels: Vec<Label>,
    spelling: Spelling,
    nothing: bool,
    default: bool,
    total: Total,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    Plain,
    Prefixed,
    Coded,
    Frozen,
    Shared,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Total {
    None,
    Kept,
    Excluded,
}

pub(crate) fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        6 => codes().prop_map(Kind::Codes),
        1 => any::<bool>().prop_map(|queue| Kind::Court { queue }),
        1 => Just(Kind::Sex),
        1 => Just(Kind::Text),
        1 => Just(Kind::Whole),
        1 => Just(Kind::Date),
        1 => Just(Kind::Constant),
        1 => Just(Kind::Absent),
        4 => period::way().prop_map(Kind::Period),
    ]
}

fn codes() -> impl Strategy<Value = Codes> {
    let spelling = prop::sample::select(vec![
        Spelling::Plain,
        Spelling::Prefixed,
        Spelling::Coded,
        Spelling::Frozen,
        Spelling::Shared,
    ]);
    let total = prop::sample::select(vec![Total::None, Total::Kept, Total::Excluded]);
    (labels(), spelling, any::<bool>(), any::<bool>(), total).prop_map(
        |(labels, spelling, nothing, default, total)| Codes {
            labels,
            spelling,
            nothing,
            default,
            total,
        },
    )
}

impl Kind {
    /// A code list whose labels stand in the cells as they are.
    pub(crate) fn plain_codes(labels: Vec<Label>) -> Self {
        Self::Codes(Codes {
            labels,
            spelling: Spelling::Plain,
            nothing: false,
            default: false,
            total: Total::None,
        })
    }

    /// What at most one dimension of a mapping can be, because its property is shared.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let shared = |kind: &Self| match kind {
            Self::Codes(codes) => codes.spelling == Spelling::Shared,
            Self::Court { .. } | Self::Sex | Self::Period(_) => true,
            _ => false,
        };
        shared(self)
            && std::mem::discriminant(self) == std::mem::discriminant(other)
            && shared(other)
    }

    /// The dimension or attribute of that name.
    pub(crate) fn named(&self, name: &str) -> Dimension {
        let own = format!("{BASE}/def/generated/{name}");
        let literals = |rule: &str, values: Vec<Value>| Dimension::new(name, &own, rule, values);
        match self {
            Self::Codes(codes) => codes.named(name),
            Self::Period(way) => period::dimension(*way),
            Self::Court { queue } => court(name, *queue),
            Self::Sex => sex(name),
            Self::Text => literals("datatype = \"string\"\n", texts()),
            Self::Whole => literals("datatype = \"integer\"\n", wholes()),
            Self::Date => literals("datatype = \"date\"\n", dates()),
            Self::Constant => {
                let values = vec![Value::code(&[], &own, "of-2025-q4")];
                let rule = "constant = \"Of {edition}\"\ncodes = \"open\"\n";
                let mut dimension = Dimension::new(name, &own, rule, values);
                dimension.headings.clear();
                dimension
            }
            Self::Absent => {
                let values = vec![Value::code(&[], &own, "by-default")];
                let rule = "optional = true\ndefault = \"By default\"\ncodes = \"open\"\n";
                let mut dimension = Dimension::new(name, &own, rule, values);
                dimension.headings.clear();
                dimension
            }
        }
    }
}

impl Dimension {
    pub(crate) fn new(name: &str, property: &str, rule: &str, values: Vec<Value>) -> Self {
        Self {
            name: name.to_owned(),
            headings: vec![format!("The {name} Heading")],
            rule: rule.to_owned(),
            property: property.to_owned(),
            tells_kind: false,
            values,
            frozen: None,
            labels: Vec::new(),
        }
    }
}

impl Value {
    pub(crate) fn period(spellings: &[&[&str]], kind: &'static str, key: &str) -> Self {
        let owned = |cells: &&[&str]| cells.iter().map(|&cell| cell.to_owned()).collect();
        Self {
            spellings: spellings.iter().map(owned).collect(),
            cell: key.to_owned(),
            kind,
            term: format!("<http://reference.data.gov.uk/id/{kind}/{key}>"),
            becomes: Becomes::Observed,
        }
    }

    /// No value, as an attribute may have.
    pub(crate) fn blank() -> Self {
        Self::new(&["", " "], "", String::new())
    }

    pub(crate) fn excluded(self) -> Self {
        Self {
            becomes: Becomes::Excluded,
            ..self
        }
    }

    pub(crate) fn new(spellings: &[&str], cell: &str, term: String) -> Self {
        Self {
            spellings: spellings
                .iter()
                .map(|&text| vec![text.to_owned()])
                .collect(),
            cell: cell.to_owned(),
            kind: "",
            term,
            becomes: Becomes::Observed,
        }
    }

    /// A concept of the code list below an IRI.
    pub(crate) fn code(spellings: &[&str], list: &str, key: &str) -> Self {
        Self::new(spellings, key, format!("<{list}/{key}>"))
    }

    pub(crate) fn literal(spellings: &[&str], cell: &str, datatype: &str) -> Self {
        let text = cell.replace('\\', "\\\\").replace('"', "\\\"");
        let term = match datatype {
            "string" => format!("\"{text}\""),
            _ => format!("\"{text}\"^^<http://www.w3.org/2001/XMLSchema#{datatype}>"),
        };
        Self::new(spellings, cell, term)
    }
}

impl Codes {
    fn named(&self, name: &str) -> Dimension {
        let list = match self.spelling {
            Spelling::Shared => format!("{BASE}/def/things"),
            _ => format!("{BASE}/def/generated/{name}"),
        };
        let property = match self.spelling {
            Spelling::Shared => format!("{BASE}/def/dimension/things"),
            _ => list.clone(),
        };
        let mut dimension = Dimension::new(name, &property, self.rule(), Vec::new());
        self.push_extras(&mut dimension.rule);
        let mut file = csv::Writer::from_writer(Vec::new());
        let header = file.write_record(["key", "label", "aliases", "notation"]);
        assert!(header.is_ok(), "memory takes everything");
        for (n, (label, spellings, becomes)) in self.members().into_iter().enumerate() {
            let key = match self.spelling {
                Spelling::Frozen => format!("k{n}"),
                _ => label.key.clone(),
            };
            let spellings: Vec<_> = spellings.iter().map(String::as_str).collect();
            dimension.values.push(Value {
                becomes,
                ..Value::code(&spellings, &list, &key)
            });
            if becomes == Becomes::Observed {
                let alias = format!("{} (former)", label.text);
                let record = file.write_record([&key, &label.text, &alias, ""]);
                assert!(record.is_ok(), "memory takes everything");
                let notation = self.notation(&label);
                dimension.labels.push((key, label.text, notation));
            }
        }
        if self.spelling == Spelling::Frozen {
            let text = String::from_utf8(file.into_inner().unwrap_or_default());
            dimension.frozen = Some((format!("generated/{name}.csv"), text.unwrap_or_default()));
        }
        dimension
    }

    fn rule(&self) -> &'static str {
        match self.spelling {
            Spelling::Plain => "codes = \"open\"\n",
            Spelling::Prefixed => "codes = \"open\"\nextract = '^(?:\\d+: ?)?(?<value>.+)$'\n",
            Spelling::Coded => {
                "codes = \"open\"\nextract = '^(?:(?<notation>\\d+[A-Z]) )?(?<value>.+)$'\n"
            }
            Spelling::Frozen => "codes = { new = \"error\" }\n",
            Spelling::Shared => "codes = { list = \"things\", new = \"open\" }\n",
        }
    }

    fn push_extras(&self, rule: &mut String) {
        if self.nothing {
            *rule += "nothing = { \"N/A\" = \"Not applicable\", \"not known\" = \"Not stated\" }\n";
        }
        if self.default {
            *rule += "default = \"By default\"\n";
        }
        match self.total {
            Total::None => {}
            Total::Kept => *rule += "totals = { values = [\"All things\"], as = \"member\" }\n",
            Total::Excluded => {
                *rule += "totals = { values = [\"All things\"], as = \"exclude\", reason = \"a sum\" }\n";
            }
        }
    }

    /// The members, how each is written, and what becomes of its rows.
    fn members(&self) -> Vec<(Label, Vec<String>, Becomes)> {
        let labels = self.labels.iter();
        let mut members: Vec<_> = labels
            .map(|label| (label.clone(), self.spellings(label), Becomes::Observed))
            .collect();
        let mut push = |text: &str, key: &str, cells: Vec<String>, becomes| {
            members.push((Label::new(text, key), cells, becomes));
        };
        if self.nothing {
            let (known, applies) = ("not known".to_owned(), "N/A".to_owned());
            push("Not stated", "not-stated", vec![known], Becomes::Observed);
            push(
                "Not applicable",
                "not-applicable",
                vec![applies],
                Becomes::Observed,
            );
        }
        if self.default {
            let blank = vec![String::new(), "  ".to_owned()];
            push("By default", "by-default", blank, Becomes::Observed);
        }
        let cells = self.spellings(&Label::new("All things", "all-things"));
        match self.total {
            Total::None => {}
            Total::Kept => push("All things", "all-things", cells, Becomes::Observed),
            Total::Excluded => push(
                "All things",
                "all-things",
                cells[..1].to_vec(),
                Becomes::Excluded,
            ),
        }
        members
    }

    fn spellings(&self, label: &Label) -> Vec<String> {
        let text = &label.text;
        match self.spelling {
            Spelling::Plain | Spelling::Shared => vec![text.clone(), format!(" {text}\u{a0}")],
            Spelling::Prefixed => {
                vec![format!("01: {text}"), format!("17:{text}"), text.clone()]
            }
            Spelling::Coded => vec![format!("{}A {text}", text.len())],
            Spelling::Frozen => vec![
                text.clone(),
                format!("{text} (former)"),
                text.to_lowercase().replace(' ', "  "),
            ],
        }
    }

    fn notation(&self, label: &Label) -> Option<String> {
        let coded = self.spelling == Spelling::Coded;
        let of_their_own = ["not-stated", "not-applicable", "by-default"];
        let has = coded && !of_their_own.contains(&label.key.as_str());
        has.then(|| format!("{}A", label.text.len()))
    }
}
