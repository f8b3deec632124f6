use std::collections::BTreeSet;

use oxrdf::{LiteralRef, NamedNode, NamedNodeRef};
use rustc_hash::FxHashSet;

use super::about::About;
use super::component::{Component, Role, last_part};
use super::cube::{CubeColumn, ForeignCube, Property};
use super::declared;
use super::statements::{Node, Object, Statements};
use crate::csvw::Datatype;
use crate::cube::shared;
use crate::cube::writer::Writer;
use crate::graph::{Dictionary, Triple, TripleSink};
use crate::uri::Key;
use crate::vocab::{dct, qb, rdf, rdfs, xsd};

impl ForeignCube {
    /// Writes all triples of the cube but its observations: what the metadata say of the dataset,
    /// its structure and its properties, and what is still needed to make them whole.
    ///
    /// `measures` are those that the observations name, for tables in which a column tells the
    /// measure of each row.
    pub fn describe<S: TripleSink>(
        &self,
        measures: &BTreeSet<String>,
        sink: &mut S,
    ) -> Result<(), S::Error> {
        let mut once = Once::new(sink);
        let mut writer = Writer::new(&mut once);
        self.write_dataset(&mut writer)?;
        self.write_statements(&mut writer)?;
        self.write_structure(measures, &mut writer)
    }

    fn write_dataset<S: TripleSink>(&self, writer: &mut Writer<'_, S>) -> Result<(), S::Error> {
        let dataset = self.base.dataset(self.dataset.as_str());
        let dataset = dataset.as_ref();
        writer.is_a(dataset, qb::DATA_SET_CLASS)?;
        writer.text(dataset, rdfs::LABEL, &self.title)?;
        writer.text(dataset, dct::TITLE, &self.title)?;
        writer.text(dataset, dct::DESCRIPTION, &self.about.description)?;
        writer.string(dataset, dct::IDENTIFIER, self.dataset.as_str())?;
        let structure = self.structure();
        writer.triple(
            dataset,
            qb::STRUCTURE,
            NamedNodeRef::new_unchecked(&structure),
        )?;
        if let Some(licence) = &self.about.licence {
            writer.triple(dataset, dct::LICENSE, NamedNodeRef::new_unchecked(licence))?;
        }
        match &self.called {
            Some(called) if !called.starts_with(self.base.as_str()) => {
                writer.triple(dataset, dct::SOURCE, NamedNodeRef::new_unchecked(called))
            }
            _ => Ok(()),
        }
    }

    /// What the metadata say, but for nodes without a URI, and for what was written of the dataset.
    fn write_statements<S: TripleSink>(&self, writer: &mut Writer<'_, S>) -> Result<(), S::Error> {
        let dataset = self.base.dataset(self.dataset.as_str());
        for (subject, property, object) in self.statements.iter() {
            let subject = match subject {
                Node::Dataset if About::covers(property) => continue,
                Node::Dataset => dataset.as_ref(),
                Node::Iri(iri) => NamedNodeRef::new_unchecked(iri),
                Node::Blank(_) => continue,
            };
            let property = NamedNodeRef::new_unchecked(property);
            match object {
                Object::Node(node) if self.is_carrier(property, node) => {}
                Object::Node(Node::Dataset) => {
                    writer.triple(subject, property, dataset.as_ref())?;
                }
                Object::Node(Node::Iri(iri)) => {
                    writer.triple(subject, property, NamedNodeRef::new_unchecked(iri))?;
                }
                Object::Node(Node::Blank(_)) => {}
                Object::Literal {
                    value,
                    language,
                    datatype,
                } => {
                    let literal = literal(value, language.as_deref(), datatype);
                    writer.triple(subject, property, literal)?;
                }
            }
        }
        Ok(())
    }

    /// Tools hang everything that they have to say below `rdfs:seeAlso`; that it hangs there says
    /// nothing.
    fn is_carrier(&self, property: NamedNodeRef<'_>, node: &Node) -> bool {
        property == rdfs::SEE_ALSO && (*node == Node::Dataset || self.statements.speak_of(node))
    }

    fn write_structure<S: TripleSink>(
        &self,
        measures: &BTreeSet<String>,
        writer: &mut Writer<'_, S>,
    ) -> Result<(), S::Error> {
        let structure = NamedNode::new_unchecked(self.structure());
        let structure = structure.as_ref();
        writer.is_a(structure, qb::DATA_STRUCTURE_DEFINITION)?;
        if !self.says(structure.as_str(), rdfs::LABEL) {
            let label = format!("Structure of {}", self.title.as_str());
            writer.english(structure, rdfs::LABEL, &label)?;
        }
        let columns = self.columns();
        let components = self.all_components(measures);
        let mut keys = BTreeSet::new();
        for (at, component) in components.iter().enumerate() {
            let own = || {
                format!(
                    "{}/{}",
                    structure.as_str(),
                    unused(&component.key(), &mut keys)
                )
            };
            let iri = component.iri.clone().unwrap_or_else(own);
            let node = NamedNodeRef::new_unchecked(&iri);
            writer.triple(structure, qb::COMPONENT, node)?;
            writer.is_a(node, qb::COMPONENT_SPECIFICATION)?;
            let property = NamedNodeRef::new_unchecked(&component.property);
            writer.triple(node, component.role.predicate(), property)?;
            if component.order.is_none() || component.iri.is_none() {
                writer.integer(node, qb::ORDER, at + 1)?;
            }
            if component.role == Role::Attribute && !self.says(&iri, qb::COMPONENT_REQUIRED) {
                let required = if component.required { "true" } else { "false" };
                let required = LiteralRef::new_typed_literal(required, xsd::BOOLEAN);
                writer.triple(node, qb::COMPONENT_REQUIRED, required)?;
            }
            let column = columns.iter().find(|column| gives(column, component));
            if let Some(column) = column.filter(|_| !self.says(&iri, rdfs::LABEL)) {
                writer.english(node, rdfs::LABEL, &heading(column))?;
            }
            self.write_property(component, column, writer)?;
        }
        Ok(())
    }

    /// The components, with the measures that only the rows tell.
    fn all_components(&self, measures: &BTreeSet<String>) -> Vec<Component> {
        let mut components = self.components.clone();
        let known = |property: &str| {
            let mut known = self.components.iter();
            known.any(|component| component.property == property)
        };
        let new = measures.iter().filter(|measure| !known(measure));
        components.extend(new.map(|measure| Component {
            iri: None,
            property: measure.clone(),
            role: Role::Measure,
            required: false,
            order: None,
        }));
        components
    }

    /// A property needs a type, a name and a range; what the metadata leave out is told by its
    /// column. Attributes from elsewhere, such as those of SDMX, are described there.
    fn write_property<S: TripleSink>(
        &self,
        component: &Component,
        column: Option<&CubeColumn<'_>>,
        writer: &mut Writer<'_, S>,
    ) -> Result<(), S::Error> {
        let property = NamedNodeRef::new_unchecked(&component.property);
        if property == qb::MEASURE_TYPE {
            return Ok(());
        }
        let own = self.is_own(property.as_str());
        if component.role == Role::Attribute && !own {
            return Ok(());
        }
        writer.is_a(property, rdf::PROPERTY)?;
        writer.is_a(property, component.role.class())?;
        if !self.says(property.as_str(), rdfs::LABEL) {
            writer.english(property, rdfs::LABEL, &self.label(component, column))?;
        }
        if self.says(property.as_str(), rdfs::RANGE) {
            return Ok(());
        }
        let by_row = || {
            let columns = self.columns();
            let figures = columns.iter().find(|c| c.property == Property::ByRow);
            figures.and_then(|figures| range(figures, component.role))
        };
        let told = column.map_or_else(by_row, |column| range(column, component.role));
        match told {
            Some(range) => writer.triple(property, rdfs::RANGE, range.as_ref()),
            None => Ok(()),
        }
    }

    /// The heading names a property of the dataset's own; others may have a property from
    /// elsewhere under another heading, so that its own name must do.
    fn label(&self, component: &Component, column: Option<&CubeColumn<'_>>) -> String {
        match column.filter(|_| self.is_own(&component.property)) {
            Some(column) => heading(column),
            None => shared::label(&hyphened(last_part(&component.property))),
        }
    }

    /// Whether a property is the dataset's own.
    fn is_own(&self, property: &str) -> bool {
        let key = self.dataset.as_str();
        ["data", "def"]
            .iter()
            .any(|below| property.starts_with(&format!("{}/{below}/{key}/", self.base)))
    }

    fn says(&self, iri: &str, property: NamedNodeRef<'_>) -> bool {
        self.statements.has(&Node::Iri(iri.to_owned()), property)
    }
}

/// Passes each triple on once: metadata say much of what is written anyway.
struct Once<'s, S> {
    sink: &'s mut S,
    passed: FxHashSet<Triple>,
}

impl<'s, S> Once<'s, S> {
    fn new(sink: &'s mut S) -> Self {
        Self {
            sink,
            passed: FxHashSet::default(),
        }
    }
}

impl<S: TripleSink> TripleSink for Once<'_, S> {
    type Error = S::Error;

    fn terms(&mut self) -> &mut Dictionary {
        self.sink.terms()
    }

    fn triple(&mut self, triple: Triple) -> Result<(), S::Error> {
        if self.passed.insert(triple) {
            self.sink.triple(triple)?;
        }
        Ok(())
    }
}

/// `refPeriod` as `ref-period`.
fn hyphened(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out.replace(['_', ' '], "-")
}

/// How often something is said of a node without a URI, but for components, which get one.
pub(super) fn nameless(statements: &Statements) -> usize {
    let structure = declared::structure(statements);
    let components: Vec<_> = structure
        .into_iter()
        .flat_map(|structure| statements.nodes(structure, qb::COMPONENT))
        .collect();
    let nameless = statements.iter().filter(|(subject, _, object)| {
        let of_blank = |node: &Node| {
            matches!(node, Node::Blank(_)) && Some(node) != structure && !components.contains(&node)
        };
        of_blank(subject) || matches!(object, Object::Node(node) if of_blank(node))
    });
    nameless.count()
}

fn gives(column: &CubeColumn<'_>, component: &Component) -> bool {
    column.property == Property::Fixed(component.property.clone())
}

/// What a column is called: by its first title, or else by its name.
fn heading(column: &CubeColumn<'_>) -> String {
    let title = column.column.titles.first();
    title.map_or_else(|| column.name.replace('_', " "), |title| title.text.clone())
}

/// The range that a column gives to its property; things only need one where they are dimensions.
fn range(column: &CubeColumn<'_>, role: Role) -> Option<NamedNode> {
    let properties = &column.column.properties;
    if properties.value_url.is_some() {
        return (role == Role::Dimension).then(|| rdfs::RESOURCE.into_owned());
    }
    let tagged = properties.lang.as_deref().is_some_and(|tag| tag != "und");
    match properties.datatype.as_ref().map(Datatype::iri) {
        Some(datatype) => Some(NamedNode::new_unchecked(datatype)),
        None if tagged => Some(rdf::LANG_STRING.into_owned()),
        None => Some(xsd::STRING.into_owned()),
    }
}

/// A key that no component has yet.
fn unused(key: &Key, keys: &mut BTreeSet<String>) -> String {
    let mut name = key.to_string();
    let mut count = 1;
    while !keys.insert(name.clone()) {
        count += 1;
        name = format!("{key}-{count}");
    }
    name
}

fn literal<'l>(value: &'l str, language: Option<&'l str>, datatype: &'l str) -> LiteralRef<'l> {
    match language {
        Some(language) => LiteralRef::new_language_tagged_literal_unchecked(value, language),
        None => LiteralRef::new_typed_literal(value, NamedNodeRef::new_unchecked(datatype)),
    }
}
