//! How a generated table stands in its file, and what the mapping says about that.

use proptest::prelude::*;

/// What stands around a table, and in which order its columns stand.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    titles: usize,
    footer: bool,
    blank_every: usize,
    blank_columns: usize,
    /// A column that the mapping does not know, whose cells have line breaks.
    unknown: bool,
    delimiter: char,
    encoding: Encoding,
    line_end: &'static str,
    headings: Headings,
    order: Vec<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Marked,
    Windows1252,
}

/// How headings are spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Headings {
    AsWritten,
    OtherCase,
    Exact,
}

/// The bytes of a release, and what the reader must say of its rows.
pub(crate) struct Written {
    pub(crate) bytes: Vec<u8>,
    /// The line on which each row begins.
    pub(crate) lines: Vec<u64>,
    pub(crate) blank: u64,
    pub(crate) notes: Vec<String>,
    /// How many of the notes are rows below the heading.
    pub(crate) notes_below: u64,
}

pub(crate) fn layout() -> impl Strategy<Value = Layout> {
    let encoding = prop::sample::select(vec![
        Encoding::Utf8,
        Encoding::Marked,
        Encoding::Windows1252,
    ]);
    let delimiter = prop::sample::select(vec![',', ',', ';', '\t']);
    let headings = prop::sample::select(vec![
        Headings::AsWritten,
        Headings::OtherCase,
        Headings::Exact,
    ]);
    let around = (
        0..4_usize,
        any::<bool>(),
        0..6_usize,
        0..3_usize,
        any::<bool>(),
    );
    let order = prop::collection::vec(any::<u16>(), 16);
    let line_end = prop::sample::select(vec!["\n", "\r\n"]);
    (around, delimiter, encoding, line_end, headings, order).prop_map(
        |(
            (titles, footer, blank_every, blank_columns, unknown),
            delimiter,
            encoding,
            line_end,
            headings,
            order,
        )| Layout {
            titles,
            footer,
            blank_every,
            blank_columns,
            unknown,
            delimiter,
            encoding,
            line_end,
            headings,
            order,
        },
    )
}

/// A column of the release.
pub(crate) struct RawColumn {
    pub(crate) heading: String,
    /// Whether the heading holds captures, so that it must stand as it is.
    pub(crate) captured: bool,
    /// Its cell in each row.
    pub(crate) cells: Vec<String>,
}

impl Layout {
    /// The `[source]` table of the mapping.
    pub(crate) fn rule(&self, find: &str) -> String {
        let headings = match self.headings {
            Headings::Exact => "exact",
            _ => "loose",
        };
        format!(
            "[source]\nheader = {{ find = [{find:?}] }}\nskip-rows = [\"^Source:\", \"^Note \\\\d+\"]\n\
             delimiter = {:?}\nunknown-columns = \"ignore\"\nheadings = \"{headings}\"\n\n",
            self.delimiter.to_string()
        )
    }

    /// Whether every row has a cell that no column of the mapping takes.
    pub(crate) fn has_unknown_column(&self) -> bool {
        self.unknown
    }

    fn spelt(&self, heading: &str) -> String {
        match self.headings {
            Headings::OtherCase => heading.to_uppercase().replace(' ', "_"),
            _ => heading.to_owned(),
        }
    }

    /// Writes the table as a file.
    pub(crate) fn write(&self, mut columns: Vec<RawColumn>, rows: usize) -> Written {
        if self.unknown {
            let cells = (0..rows).map(|row| format!("{row}\nand \"more\""));
            columns.push(RawColumn {
                heading: "Nobody knows".to_owned(),
                captured: false,
                cells: cells.collect(),
            });
        }
        let mut order: Vec<_> = (0..columns.len()).collect();
        order.sort_by_key(|at| self.order[at % self.order.len()]);
        let mut file = File::new(self);
        for n in 0..self.titles {
            file.note(&format!("Title {n}: figures, and \"more\""));
        }
        let heading = |&at: &usize| match &columns[at] {
            column if column.captured => column.heading.clone(),
            column => self.spelt(&column.heading),
        };
        file.row(order.iter().map(heading).collect());
        for row in 0..rows {
            if self.blank_every > 0 && row % self.blank_every == 0 {
                file.blank(columns.len());
            }
            file.written.lines.push(file.line);
            file.row(
                order
                    .iter()
                    .map(|&at| columns[at].cells[row].clone())
                    .collect(),
            );
        }
        if self.footer {
            file.blank(0);
            file.note("Source: nobody");
            file.note("Note 1: figures, and \"more\"");
            file.written.notes_below = 2;
        }
        file.finish()
    }
}

struct File<'l> {
    layout: &'l Layout,
    text: String,
    /// The line that comes next; the first is 1.
    line: u64,
    written: Written,
}

impl<'l> File<'l> {
    fn new(layout: &'l Layout) -> Self {
        Self {
            layout,
            text: String::new(),
            line: 1,
            written: Written {
                bytes: Vec::new(),
                lines: Vec::new(),
                blank: 0,
                notes: Vec::new(),
                notes_below: 0,
            },
        }
    }

    fn push(&mut self, cells: &[String]) {
        let quoted: Vec<_> = cells.iter().map(|cell| self.quoted(cell)).collect();
        let row = quoted.join(&self.layout.delimiter.to_string());
        self.line += 1 + row.matches('\n').count() as u64;
        self.text += &row;
        self.text += self.layout.line_end;
    }

    fn quoted(&self, cell: &str) -> String {
        if cell.contains([self.layout.delimiter, '"', '\n']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    }

    fn row(&mut self, mut cells: Vec<String>) {
        cells.resize(cells.len() + self.layout.blank_columns, String::new());
        self.push(&cells);
    }

    fn note(&mut self, text: &str) {
        self.written.notes.push(text.to_owned());
        self.push(&[text.to_owned()]);
    }

    fn blank(&mut self, cells: usize) {
        self.written.blank += 1;
        self.push(&vec![String::new(); cells]);
    }

    fn finish(mut self) -> Written {
        self.written.bytes = match self.layout.encoding {
            Encoding::Utf8 => self.text.into_bytes(),
            Encoding::Marked => format!("\u{feff}{}", self.text).into_bytes(),
            Encoding::Windows1252 => {
                let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(&self.text);
                assert!(!lossy, "all that is generated has its character");
                bytes.into_owned()
            }
        };
        self.written
    }
}
