//! Checking [primary](https://www.w3.org/TR/tabular-metadata/#schema-primaryKey) and
//! [foreign keys](https://www.w3.org/TR/tabular-metadata/#schema-foreignKeys). Only the keys are
//! kept, not the rows.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::csvw::codes;
use crate::csvw::convert::{Keys, RowCells};
use crate::csvw::metadata::TableGroup;
use crate::diagnostic::{Finding, Findings, Place, SourceName};

/// The keys of all tables of a group.
pub(crate) struct GroupKeys {
    tables: Vec<TableKeys>,
}

/// The keys of one table.
#[derive(Default)]
struct TableKeys {
    source: Option<SourceName>,
    primary: Option<Primary>,
    /// The sets of columns that foreign keys refer to.
    targets: Vec<Target>,
    references: Vec<References>,
}

struct Primary {
    columns: Vec<usize>,
    /// The line of the first row of each key.
    lines: HashMap<String, u64>,
    /// The lines of a row and of the row before it that has its key.
    duplicates: Vec<(u64, u64)>,
}

struct Target {
    columns: Vec<usize>,
    rows: HashMap<String, Rows>,
}

/// How many rows have a key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    One,
    Several,
}

struct References {
    columns: Vec<usize>,
    /// The index of the table that is referred to, and of the target in it.
    target: (usize, usize),
    definition: Place,
    /// The first row of each key, and how many rows have it.
    rows: HashMap<String, (u64, u64)>,
}

impl GroupKeys {
    /// Makes room for the keys that a group defines.
    pub(crate) fn new(group: &TableGroup) -> Self {
        let mut tables: Vec<_> = group.tables.iter().map(|_| TableKeys::default()).collect();
        for (index, table) in group.tables.iter().enumerate() {
            let Some(schema) = &table.schema else {
                continue;
            };
            if !schema.primary_key.is_empty() {
                tables[index].primary = Some(Primary {
                    columns: schema.primary_key.clone(),
                    lines: HashMap::new(),
                    duplicates: Vec::new(),
                });
            }
            for key in &schema.foreign_keys {
                let Some((table, columns)) = &key.reference.resolved else {
                    continue;
                };
                let target = tables[*table].target(columns);
                tables[index].references.push(References {
                    columns: key.columns.clone(),
                    target: (*table, target),
                    definition: key.place.clone(),
                    rows: HashMap::new(),
                });
            }
        }
        Self { tables }
    }

    /// What looks at the rows of a table.
    pub(crate) fn of_table(&mut self, index: usize, source: SourceName) -> &mut dyn Keys {
        self.tables[index].source = Some(source);
        &mut self.tables[index]
    }

    /// Reports what is wrong, once all tables were read.
    pub(crate) fn report(&self, findings: &mut Findings) {
        for table in &self.tables {
            let Some(source) = &table.source else {
                continue;
            };
            table.report_duplicates(source, findings);
            for references in &table.references {
                let (other, target) = references.target;
                references.report(source, &self.tables[other].targets[target], findings);
            }
        }
    }
}

impl TableKeys {
    /// The index of the target with these columns, made if it is not there.
    fn target(&mut self, columns: &[usize]) -> usize {
        let known = self
            .targets
            .iter()
            .position(|target| target.columns == columns);
        known.unwrap_or_else(|| {
            self.targets.push(Target {
                columns: columns.to_vec(),
                rows: HashMap::new(),
            });
            self.targets.len() - 1
        })
    }

    fn report_duplicates(&self, source: &SourceName, findings: &mut Findings) {
        for (line, before) in self.primary.iter().flat_map(|primary| &primary.duplicates) {
            let message = format!("This row has the same primary key as the one in line {before}.");
            let finding =
                Finding::new(codes::DUPLICATE_KEY, message).at(Place::line(source.clone(), *line));
            findings.push(finding.related(Place::line(source.clone(), *before)));
        }
    }
}

impl Keys for TableKeys {
    fn row(&mut self, row: &dyn RowCells) {
        if let Some(primary) = &mut self.primary {
            match primary.lines.entry(row.key(&primary.columns)) {
                Entry::Vacant(entry) => {
                    entry.insert(row.line());
                }
                Entry::Occupied(entry) => primary.duplicates.push((row.line(), *entry.get())),
            }
        }
        for target in &mut self.targets {
            let rows = target.rows.entry(row.key(&target.columns));
            rows.and_modify(|rows| *rows = Rows::Several)
                .or_insert(Rows::One);
        }
        for references in &mut self.references {
            let key = row.key(&references.columns);
            references.rows.entry(key).or_insert((row.line(), 0)).1 += 1;
        }
    }
}

impl References {
    fn report(&self, source: &SourceName, target: &Target, findings: &mut Findings) {
        let mut wrong: Vec<_> = self
            .rows
            .iter()
            .filter_map(|(key, (line, count))| match target.rows.get(key) {
                Some(Rows::One) => None,
                found => Some((*line, *count, found.copied())),
            })
            .collect();
        wrong.sort_unstable_by_key(|(line, ..)| *line);
        for (line, count, found) in wrong {
            let (code, what) = match found {
                None => (codes::NO_REFERENCE, "no row"),
                Some(_) => (codes::MANY_REFERENCES, "several rows"),
            };
            let finding = Finding::new(
                code,
                format!("The foreign key of this row refers to {what}."),
            );
            let finding = finding
                .at(Place::line(source.clone(), line))
                .with_count(count);
            findings.push(finding.defined_at(self.definition.clone()));
        }
    }
}
