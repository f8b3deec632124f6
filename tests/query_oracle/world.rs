//! Random cubes, and what is known of their members.

use std::fmt::Write;

use assize::cube::columns::Cubes;
use assize::diagnostic::SourceName;
use assize::graph::{GraphBuilder, TermGraph, read_text};
use assize::query::Holdings;
use assize::store::Census;
use oxigraph::model::{GraphName, Quad};
use oxigraph::store::Store;
use oxrdfio::RdfFormat;

use crate::chance::Chance;

/// A store and the columns of its cubes.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) holdings: Holdings,
    /// The census of the store, and no cubes.
    pub(crate) no_columns: Holdings,
    pub(crate) cubes: Vec<Cube>,
    turtle: String,
}

/// What a cube has.
pub(crate) struct Cube {
    pub(crate) name: String,
    pub(crate) dimensions: Vec<&'static str>,
    pub(crate) measures: Vec<&'static str>,
    pub(crate) attributes: Vec<&'static str>,
}

pub(crate) const PREFIXES: &str = "\
PREFIX : <http://e/>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
";

pub(crate) const DIMENSIONS: [&str; 4] = ["court", "year", "sex", "day"];
const MEASURES: [&str; 4] = ["cases", "cost", "rate", "share"];
const ATTRIBUTES: [&str; 4] = ["status", "note", "tag", "label"];

impl World {
    pub(crate) fn random(chance: &mut Chance) -> Self {
        let count = 1 + chance.below(3);
        let cubes = (0..count).map(|at| {
            let most = if chance.percent(10) { 60 } else { 14 };
            (Cube::random(chance, at), chance.below(most))
        });
        let cubes: Vec<_> = cubes.collect();
        Self::with(chance, cubes)
    }

    /// One cube, of so many observations.
    pub(crate) fn of_one(chance: &mut Chance, observations: usize) -> Self {
        let cube = Cube::random(chance, 0);
        Self::with(chance, vec![(cube, observations)])
    }

    fn with(chance: &mut Chance, cubes: Vec<(Cube, usize)>) -> Self {
        let mut turtle = PREFIXES.to_owned();
        for (cube, observations) in &cubes {
            cube.write(chance, *observations, &mut turtle);
        }
        write_context(chance, &mut turtle);
        Self {
            cubes: cubes.into_iter().map(|(cube, _)| cube).collect(),
            ..Self::of_text(&turtle)
        }
    }

    /// What stands in a text of Turtle; no queries are made up for it.
    pub(crate) fn of_text(turtle: &str) -> Self {
        let mut builder = GraphBuilder::default();
        let name = SourceName::new("world.ttl");
        read_text(&mut builder, &name, turtle, RdfFormat::Turtle, None).unwrap();
        let graph = builder.finish();
        let (store, census) = load(&graph);
        Self {
            store,
            no_columns: Holdings::new(census.clone(), Cubes::default()),
            holdings: Holdings::new(census, Cubes::of_graph(&graph).unwrap()),
            cubes: Vec::new(),
            turtle: turtle.to_owned(),
        }
    }

    /// All of it, as Turtle.
    pub(crate) fn text(&self) -> &str {
        &self.turtle
    }
}

fn load(graph: &TermGraph) -> (Store, Census) {
    let (store, mut census) = (Store::new().unwrap(), Census::default());
    let terms = graph.terms();
    for triple in graph.iter() {
        let predicate = terms.iri(triple.predicate).unwrap();
        let object = terms.term(triple.object);
        census.count(predicate, object);
        let subject = terms.subject(triple.subject).unwrap();
        let quad = Quad::new(subject, predicate, object, GraphName::DefaultGraph);
        store.insert(&quad).unwrap();
    }
    (store, census)
}

impl Cube {
    fn random(chance: &mut Chance, at: usize) -> Self {
        let mut some = |of: &[&'static str], percent| {
            let chosen = of.iter().filter(|_| chance.percent(percent));
            chosen.copied().collect::<Vec<_>>()
        };
        let mut dimensions = some(&DIMENSIONS, 60);
        let mut measures = some(&MEASURES, 50);
        if dimensions.is_empty() {
            dimensions.push("court");
        }
        if measures.is_empty() {
            measures.push("cases");
        }
        Self {
            name: format!("cube{at}"),
            dimensions,
            measures,
            attributes: some(&ATTRIBUTES, 35),
        }
    }

    pub(crate) fn properties(&self) -> impl Iterator<Item = &'static str> {
        let all = self.dimensions.iter().chain(&self.measures);
        all.chain(&self.attributes).copied()
    }

    fn write(&self, chance: &mut Chance, observations: usize, out: &mut String) {
        let name = &self.name;
        writeln!(out, ":{name} a qb:DataSet ; qb:structure :{name}-dsd .").unwrap();
        for (order, dimension) in self.dimensions.iter().enumerate() {
            let component = format!("[ qb:dimension :{dimension} ; qb:order {order} ]");
            writeln!(out, ":{name}-dsd qb:component {component} .").unwrap();
        }
        for measure in &self.measures {
            writeln!(out, ":{name}-dsd qb:component [ qb:measure :{measure} ] .").unwrap();
        }
        let is_whole = chance.percent(50);
        for at in 0..observations {
            self.write_observation(chance, at, is_whole, out);
        }
    }

    fn write_observation(&self, chance: &mut Chance, at: usize, whole: bool, out: &mut String) {
        let name = &self.name;
        write!(out, "<http://e/{name}/{at}> qb:dataSet :{name}").unwrap();
        if whole || chance.percent(90) {
            out.push_str(" ; a qb:Observation");
        }
        if chance.percent(3) {
            out.push_str(" ; a :Odd");
        }
        for property in self.properties() {
            let is_dimension = self.dimensions.contains(&property);
            if chance.percent(if whole || is_dimension { 99 } else { 80 }) {
                write!(out, " ; :{property} {}", value(chance, property)).unwrap();
            }
            if property == "tag" && chance.percent(40) {
                write!(out, " , {}", value(chance, property)).unwrap();
            }
        }
        out.push_str(" .\n");
    }
}

/// A value of a property, as Turtle and SPARQL write it.
pub(crate) fn value(chance: &mut Chance, property: &str) -> String {
    let number = chance.below(7);
    match property {
        "court" => format!(":court{number}"),
        "year" => format!("\"20{:02}\"^^xsd:gYear", 18 + number),
        "sex" => (*chance.pick(&[":male", ":female", ":all"])).to_owned(),
        "day" => format!("\"2024-0{}-01\"^^xsd:date", 1 + number),
        "cases" => match chance.below(12) {
            0 => "-7".to_owned(),
            1 => "\"007\"^^xsd:integer".to_owned(),
            2 => "\"12\"^^xsd:int".to_owned(),
            3 if chance.percent(3) => "9223372036854775807".to_owned(),
            3 if chance.percent(4) => "\"many\"".to_owned(),
            _ => chance.below(40).to_string(),
        },
        "cost" => match chance.below(8) {
            0 => "12.50".to_owned(),
            1 => "-0.25".to_owned(),
            2 if chance.percent(10) => "3".to_owned(),
            _ => format!("{}.{}", chance.below(100), chance.below(100)),
        },
        "rate" => format!("{}.5e0", chance.below(9)),
        "share" => match chance.below(3) {
            0 => format!("{number}"),
            1 => format!("{number}.0"),
            _ => format!("\"{number}\"^^xsd:float"),
        },
        "status" => (*chance.pick(&[":final", ":provisional", "\"final\"", "true"])).to_owned(),
        "note" => match chance.below(3) {
            0 => format!("\"note {number}\"@en"),
            1 => format!("\"nodyn {number}\"@cy"),
            _ => format!("\"{number}\""),
        },
        "tag" => format!("\"tag {number}\""),
        _ => format!("\"label {number}\""),
    }
}

/// What is said of the members of dimensions, and what makes some properties not those of
/// observations alone.
fn write_context(chance: &mut Chance, out: &mut String) {
    for at in 0..7 {
        if chance.percent(85) {
            writeln!(out, ":court{at} rdfs:label \"Court {at}\"@en .").unwrap();
        }
        if chance.percent(30) {
            writeln!(out, ":court{at} rdfs:label \"Llys {at}\"@cy .").unwrap();
        }
        if chance.percent(80) {
            writeln!(out, ":court{at} :region :region{} .", chance.below(3)).unwrap();
        }
        if chance.percent(60) {
            writeln!(out, ":court{at} :next :court{} .", (at + 1) % 7).unwrap();
        }
    }
    for at in 0..3 {
        writeln!(
            out,
            ":region{at} rdfs:label \"Region {at}\" ; :within :country ."
        )
        .unwrap();
    }
    for sex in ["male", "female"] {
        writeln!(out, ":{sex} rdfs:label \"{sex}\" .").unwrap();
    }
    if chance.percent(20) {
        writeln!(out, ":court1 :label \"label 1\" .").unwrap();
    }
    if chance.percent(10) {
        writeln!(out, ":elsewhere :status :final ; a qb:Observation .").unwrap();
    }
}
