use std::path::{Path, PathBuf};

use oxiri::Iri;
use oxrdf::NamedNode;
use serde_json::Value;

use super::about::About;
use super::component::Component;
use super::statements::{Node, Statements};
use super::{declared, find};
use crate::csvw::{
    self, Column, Mapping, Presence, Processor, Resolver, Schema, Source, Table, TableGroup,
    absolute_template,
};
use crate::diagnostic::{Field, Finding, Findings};
use crate::mapping::Text;
use crate::uri::{Base, Key};
use crate::vocab::{qb, rdf};

/// A cube that CSVW metadata describe.
#[derive(Clone, Debug)]
pub struct ForeignCube {
    /// The last part of the dataset's URI: from the metadata, or from the name of their file.
    pub dataset: Key,
    /// What the dataset is called.
    pub title: Text,
    /// The edition that the metadata tell, such as the day of issue.
    pub edition: Option<Key>,
    /// The metadata file.
    path: PathBuf,
    /// The URL that stands for the metadata file; relative URLs are resolved against it.
    pub(super) url: Iri<String>,
    pub(super) base: Base,
    pub(super) document: Value,
    pub(super) group: TableGroup,
    /// The index of the table of the observations.
    pub(super) table: usize,
    pub(super) statements: Statements,
    pub(super) about: About,
    /// What the metadata call the data set.
    pub(super) called: Option<String>,
    pub(super) components: Vec<Component>,
    /// What there is to say of the metadata as those of a cube, though they can be used.
    warnings: Vec<Finding>,
}

/// A column of the table of the observations, with its property in full.
pub(super) struct CubeColumn<'t> {
    /// Its index in the schema.
    pub(super) index: usize,
    /// The name by which templates call it.
    pub(super) name: String,
    pub(super) property: Property,
    pub(super) column: &'t Column,
}

/// The property of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Fixed(String),
    /// Another column tells it for each row.
    ByRow,
}

impl ForeignCube {
    /// Reads the metadata at a path and decides what each column is.
    ///
    /// Gives `None` after an error, which is in the findings. Relative URLs are resolved against
    /// `{base}/data/{dataset}/`, and files are read from the folder of the metadata only.
    pub fn open(path: &Path, base: &Base, findings: &mut Findings) -> Option<Self> {
        let here = csvw::file_url(path).ok()?;
        let mut of_tables = Findings::default();
        let Some((group, document)) = find::read(path, &here, &mut of_tables) else {
            findings.append(of_tables);
            return None;
        };
        let dataset = find::key_of(&group, path, base);
        let name = path.file_name()?.to_string_lossy().into_owned();
        let url = format!("{}/", base.dataset(dataset.as_str()).as_str());
        let url = Iri::parse(url).ok()?.resolve(&name).ok()?;
        let (group, _) = find::read(path, &url, &mut Findings::default())?;
        let table = find::observations(&group, path, findings)?;
        let mut statements = Statements::default();
        statements.add(&Node::Dataset, &group.tables[table].annotations);
        statements.add(&Node::Dataset, &group.annotations);
        let called = find::called(&group.tables[table], &statements);
        if let Some(iri) = &called {
            statements.is_dataset(iri);
        }
        let about = About::read(&statements);
        let edition = about.edition.as_deref().map(Key::from_label);
        let mut cube = Self {
            title: find::title(&about, &dataset),
            dataset,
            edition,
            path: path.to_owned(),
            url,
            base: base.clone(),
            document,
            group,
            table,
            statements,
            about,
            called,
            components: Vec::new(),
            warnings: Vec::new(),
        };
        let mut found = Findings::default();
        let decided = cube.decide(&mut found);
        cube.check_names(&mut found);
        cube.check_licence(&mut found);
        if found.has_errors() {
            findings.append(found);
            return None;
        }
        cube.components = decided?;
        cube.warnings = found.iter().cloned().collect();
        Some(cube)
    }

    /// The metadata file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The table of the observations.
    pub fn table(&self) -> &Table {
        &self.group.tables[self.table]
    }

    /// Checks the tables against the metadata, and the keys between them; repeats what there was
    /// to warn of when the metadata were read.
    pub fn validate(&self, findings: &mut Findings) {
        for warning in &self.warnings {
            findings.push(warning.clone());
        }
        let input = csvw::Input {
            url: self.url.clone(),
            metadata: Some(self.url.clone()),
        };
        Processor::new(&self.resolver()).validate(&input, findings);
    }

    /// What answers the URLs of the tables: the folder of the metadata.
    pub(super) fn resolver(&self) -> Resolver {
        resolver(&self.path, &self.url)
    }

    pub(super) fn schema(&self) -> &Schema {
        static NONE: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(Schema::default);
        self.table().schema.as_ref().unwrap_or(&NONE)
    }

    /// The columns that speak of the observations.
    pub(super) fn columns(&self) -> Vec<CubeColumn<'_>> {
        let columns = self.schema().columns.iter().enumerate();
        let shown = columns.filter(|(_, column)| column.output == Presence::Shown);
        let columns: Vec<_> = shown.map(|(at, column)| self.column(at, column)).collect();
        let about = about_of(&columns);
        columns
            .into_iter()
            .filter(|column| about_url(column.column) == about)
            .collect()
    }

    /// Which column of the table the values of each property come from.
    pub fn fields(&self) -> Vec<(NamedNode, Field)> {
        let columns = self.columns().into_iter();
        let of_file = columns.filter(|column| column.column.source == Source::File);
        let fields = of_file.filter_map(|column| {
            let Property::Fixed(property) = &column.property else {
                return None;
            };
            let titles = &column.column.titles;
            let heading = titles.first().map_or(&column.name, |title| &title.text);
            let field = Field {
                number: column.index + 1,
                heading: Some(heading.clone()),
            };
            Some((NamedNode::new(property.as_str()).ok()?, field))
        });
        fields.collect()
    }

    fn column<'t>(&self, index: usize, column: &'t Column) -> CubeColumn<'t> {
        let name = name(column, index);
        let property = match &column.properties.property_url {
            Some(template) if template.variables().next().is_some() => Property::ByRow,
            Some(template) => {
                Property::Fixed(absolute_template(template.as_str(), &self.table().url))
            }
            None => Property::Fixed(self.own_property(&name)),
        };
        CubeColumn {
            index,
            name,
            property,
            column,
        }
    }

    /// The property of a column that has none: one of the dataset's own.
    pub(super) fn own_property(&self, name: &str) -> String {
        let key = Key::new(name).unwrap_or_else(|_| Key::from_label(name));
        let property = self.base.term(self.dataset.as_str(), key.as_str());
        property.into_string()
    }

    /// The URI of the structure: the one that the metadata give, or one of our own.
    pub(super) fn structure(&self) -> String {
        let named = declared::structure(&self.statements).and_then(Node::iri);
        let own = || self.base.term(self.dataset.as_str(), "structure");
        named.map_or_else(|| own().into_string(), str::to_owned)
    }
}

/// The name by which templates call a column; an index begins at 0.
pub(super) fn name(column: &Column, index: usize) -> String {
    let given = column.name.as_ref().or(column.naming_title.as_ref());
    given.map_or_else(|| format!("_col.{}", index + 1), Clone::clone)
}

/// What the observations are called: what the column that names their data set is about, or else
/// the first that has a name for them.
fn about_of(columns: &[CubeColumn<'_>]) -> Option<String> {
    let dataset = columns
        .iter()
        .find(|column| column.property == Property::Fixed(qb::DATA_SET.as_str().to_owned()));
    let named = || {
        columns
            .iter()
            .find(|c| c.column.properties.about_url.is_some())
    };
    about_url(dataset.or_else(named)?.column)
}

fn about_url(column: &Column) -> Option<String> {
    let about = column.properties.about_url.as_ref();
    about.map(|template| template.as_str().to_owned())
}

pub(super) fn resolver(path: &Path, url: &Iri<String>) -> Resolver {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let prefix = url
        .as_str()
        .rsplit_once('/')
        .map_or("", |(before, _)| before);
    let mapping = Mapping::new(format!("{prefix}/"), folder);
    Resolver::new(vec![mapping], Vec::new())
}

/// Whether a column gives each observation a type.
pub(super) fn is_type(column: &CubeColumn<'_>) -> bool {
    column.property == Property::Fixed(rdf::TYPE.as_str().to_owned())
}
