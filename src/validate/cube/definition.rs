use oxrdf::{BlankNode, Literal, LiteralRef, NamedNode, NamedNodeRef, Term, Triple};

use super::Profile;
use super::codelists;
use super::structure::{Component, Cube, Need, Role, Terms};
use crate::graph::{TermGraph, TermId};
use crate::vocab::{qb, rdf, rdfs, sdmx, sh, skos, xsd};

/// Code lists up to this size are written into the shape; longer ones are left to IC-19.
const LONGEST_LIST: usize = 500;

/// What messages call the nodes that the shape is about.
const LABEL: &str = "Observation";
/// What is said of an observation that has neither.
const FIGURE_OR_STATUS: &str =
    "An observation must have its figure, or a status that says why there is none.";

/// The shape that a data set's structure amounts to, for publishing beside the definition and for
/// checking its observations.
///
/// Each dimension has one value, of its range and code list; each measure one figure of its
/// datatype, or a status instead where the profile lets it; each required attribute a value. The
/// shape is named `{definition}/shape`, which the definition points to; its parts are fragments of
/// that, so that they are published with it and two releases can be compared. There is none for a
/// data set without a structure.
pub fn shape_of(graph: &TermGraph, data_set: NamedNodeRef<'_>, profile: Profile) -> Vec<Triple> {
    let terms = Terms::new(graph);
    let wanted = graph.terms().get(data_set);
    let cubes = Cube::all(graph, &terms);
    let Some(cube) = cubes.iter().find(|cube| Some(cube.data_set) == wanted) else {
        return Vec::new();
    };
    let definition = terms.values(cube.data_set, qb::STRUCTURE);
    let name = definition.iter().find_map(|d| graph.terms().iri(*d));
    let Some(name) = name else {
        return Vec::new();
    };
    let mut writer = Writer {
        graph,
        terms,
        profile,
        triples: Vec::new(),
        name: format!("{}/shape", name.as_str()),
        nodes: 0,
    };
    writer.shape(name, data_set, cube);
    writer.triples
}

fn english(text: &str) -> Literal {
    LiteralRef::new_language_tagged_literal_unchecked(text, "en").into_owned()
}

struct Writer<'g> {
    graph: &'g TermGraph,
    terms: Terms<'g>,
    profile: Profile,
    triples: Vec<Triple>,
    /// Of the shape.
    name: String,
    nodes: usize,
}

impl Writer<'_> {
    /// The observations are reached from the data set, so that other cubes' are left alone, and
    /// are focus nodes themselves for the properties below.
    fn shape(&mut self, definition: NamedNodeRef<'_>, data_set: NamedNodeRef<'_>, cube: &Cube) {
        let shape = NamedNode::new_unchecked(&self.name);
        self.say(&definition.into_owned(), rdfs::SEE_ALSO, shape.clone());
        self.say(&shape, rdf::TYPE, sh::NODE_SHAPE);
        self.say(&shape, rdfs::LABEL, english(LABEL));
        self.say(&shape, rdfs::IS_DEFINED_BY, definition);
        self.say(&shape, sh::TARGET_NODE, data_set);
        let observations = self.part("observations");
        self.say(&shape, sh::PROPERTY, observations.clone());
        self.say(&observations, sh::PATH, self.path());
        let inverse = Triple::new(self.path(), sh::INVERSE_PATH, qb::DATA_SET);
        self.triples.push(inverse);
        for component in &cube.components {
            self.component(&observations, cube, component);
        }
        if self.triples.iter().any(|triple| triple.predicate == sh::OR) {
            self.say(&observations, sh::MESSAGE, english(FIGURE_OR_STATUS));
        }
    }

    fn component(&mut self, observations: &NamedNode, cube: &Cube, component: &Component) {
        let Some(property) = self
            .graph
            .terms()
            .iri(component.property)
            .map(NamedNodeRef::into_owned)
        else {
            return;
        };
        if component.attachment.is_some() {
            return;
        }
        let shape = self.fresh();
        self.say(observations, sh::PROPERTY, shape.clone());
        self.say(&shape, sh::PATH, property.clone());
        self.say(&shape, sh::MAX_COUNT, Literal::from(1));
        let figures_by_type = cube.has_measure_dimension(&self.terms);
        let is_needed = match component.role {
            Role::Dimension => true,
            Role::Attribute => component.need == Need::Required,
            Role::Measure => !figures_by_type && self.profile == Profile::Strict,
        };
        if is_needed {
            self.say(&shape, sh::MIN_COUNT, Literal::from(1));
        }
        if component.role == Role::Measure && !figures_by_type && !is_needed {
            self.figure_or_status(observations, property);
        }
        self.range(&shape, component);
        match component.role {
            Role::Dimension if Some(component.property) == self.terms.measure_type => {
                let measures = cube.of(Role::Measure).map(|measure| measure.property);
                self.one_of(&shape, &measures.collect::<Vec<_>>());
            }
            Role::Dimension => self.code_lists(&shape, component),
            Role::Measure | Role::Attribute => {}
        }
    }

    /// `sh:or ( [ measure ] [ status ] )` of the observation.
    fn figure_or_status(&mut self, observations: &NamedNode, measure: NamedNode) {
        let choices = [measure, sdmx::OBS_STATUS.into_owned()];
        let choices = choices.map(|property| {
            let choice = self.fresh();
            self.say(&choice, sh::PATH, property);
            self.say(&choice, sh::MIN_COUNT, Literal::from(1));
            Term::from(choice)
        });
        let list = self.list(&choices);
        self.say(observations, sh::OR, list);
    }

    fn range(&mut self, shape: &NamedNode, component: &Component) {
        for range in &component.ranges {
            let Some(range) = self.graph.terms().iri(*range).map(NamedNodeRef::into_owned) else {
                continue;
            };
            if range.as_str().starts_with(xsd::NAMESPACE) {
                self.say(shape, sh::DATATYPE, range);
            } else if range == skos::CONCEPT {
                self.say(shape, sh::NODE_KIND, sh::IRI);
            }
        }
    }

    fn code_lists(&mut self, shape: &NamedNode, component: &Component) {
        let lists = codelists::allowed(self.graph, &self.terms, component);
        if let [list] = lists.as_slice()
            && (1..=LONGEST_LIST).contains(&list.values.len())
        {
            let mut values: Vec<_> = list.values.iter().copied().collect();
            values.sort_unstable();
            self.one_of(shape, &values);
        }
    }

    fn one_of(&mut self, shape: &NamedNode, values: &[TermId]) {
        let terms = self.graph.terms();
        let values: Vec<_> = values
            .iter()
            .map(|id| terms.term(*id).into_owned())
            .collect();
        let list = self.list(&values);
        self.say(shape, sh::IN, list);
    }

    fn list(&mut self, members: &[Term]) -> Term {
        let mut rest = Term::from(NamedNode::from(rdf::NIL));
        for member in members.iter().rev() {
            let node = self.fresh();
            self.say(&node, rdf::FIRST, member.clone());
            self.say(&node, rdf::REST, rest);
            rest = node.into();
        }
        rest
    }

    /// A part of the shape that has no name of its own.
    fn fresh(&mut self) -> NamedNode {
        self.nodes += 1;
        self.part(&self.nodes.to_string())
    }

    /// The path from the data set to its observations: a blank node, because an IRI would be a
    /// predicate; its label is like none in another shape.
    fn path(&self) -> BlankNode {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        BlankNode::new_unchecked(self.name.chars().map(plain).collect::<String>())
    }

    /// Other tools name a structure by a fragment itself, and an IRI has only one.
    fn part(&self, name: &str) -> NamedNode {
        let separator = if self.name.contains('#') { '/' } else { '#' };
        NamedNode::new_unchecked(format!("{}{separator}{name}", self.name))
    }

    fn say(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.triples
            .push(Triple::new(subject.clone(), predicate, object));
    }
}
