use oxrdf::{BlankNode, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};

use super::Profile;
use super::codelists;
use super::structure::{Component, Cube, Need, Role, Terms};
use crate::graph::{TermGraph, TermId};
use crate::vocab::{qb, rdf, sdmx, sh, skos, xsd};

/// Code lists up to this size are written into the shape; longer ones are left to IC-19.
const LONGEST_LIST: usize = 500;

/// The shape that a data set's structure amounts to, for publishing beside the definition and for
/// checking its observations.
///
/// Each dimension has one value, of its range and code list; each measure one figure of its
/// datatype, or a status instead where the profile lets it; each required attribute a value. The
/// shape is named `{definition}/shape`. There is none for a data set without a structure.
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
        nodes: 0,
    };
    writer.shape(&format!("{}/shape", name.as_str()), data_set, cube);
    writer.triples
}

struct Writer<'g> {
    graph: &'g TermGraph,
    terms: Terms<'g>,
    profile: Profile,
    triples: Vec<Triple>,
    nodes: usize,
}

impl Writer<'_> {
    /// The observations are reached from the data set, so that other cubes' are left alone, and
    /// are focus nodes themselves for the properties below.
    fn shape(&mut self, name: &str, data_set: NamedNodeRef<'_>, cube: &Cube) {
        let shape = NamedOrBlankNode::from(NamedNode::new_unchecked(name));
        self.say(&shape, rdf::TYPE, sh::NODE_SHAPE);
        self.say(&shape, sh::TARGET_NODE, data_set);
        let observations = self.fresh();
        self.say(&shape, sh::PROPERTY, observations.clone());
        let path = self.fresh();
        self.say(&path, sh::INVERSE_PATH, qb::DATA_SET);
        self.say(&observations, sh::PATH, path);
        for component in &cube.components {
            self.component(&observations, cube, component);
        }
    }

    fn component(&mut self, observations: &NamedOrBlankNode, cube: &Cube, component: &Component) {
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
    fn figure_or_status(&mut self, observations: &NamedOrBlankNode, measure: NamedNode) {
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

    fn range(&mut self, shape: &NamedOrBlankNode, component: &Component) {
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

    fn code_lists(&mut self, shape: &NamedOrBlankNode, component: &Component) {
        let lists = codelists::allowed(self.graph, &self.terms, component);
        if let [list] = lists.as_slice()
            && (1..=LONGEST_LIST).contains(&list.values.len())
        {
            let mut values: Vec<_> = list.values.iter().copied().collect();
            values.sort_unstable();
            self.one_of(shape, &values);
        }
    }

    fn one_of(&mut self, shape: &NamedOrBlankNode, values: &[TermId]) {
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

    fn fresh(&mut self) -> NamedOrBlankNode {
        self.nodes += 1;
        BlankNode::new_unchecked(format!("shape{}", self.nodes)).into()
    }

    fn say(
        &mut self,
        subject: &NamedOrBlankNode,
        predicate: NamedNodeRef<'_>,
        object: impl Into<Term>,
    ) {
        self.triples
            .push(Triple::new(subject.clone(), predicate, object));
    }
}
