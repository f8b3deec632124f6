//! The slow plain way: every observation of the N-Quads, looked at one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use assize::store::DumpReader;
use oxrdf::{NamedOrBlankNode, Term};

use crate::asked::Asked;

const QB: &str = "http://purl.org/linked-data/cube#";

/// The members of a figure, by property, with its measure; and what is told of it.
pub(crate) type Figures = BTreeMap<BTreeSet<(String, String)>, Figure>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figure {
    pub(crate) measure: String,
    pub(crate) value: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) statuses: BTreeSet<String>,
}

pub(crate) struct Dimension {
    pub(crate) name: String,
    pub(crate) property: String,
    /// The keys of its members, sorted, and their URIs.
    pub(crate) keys: Vec<String>,
    pub(crate) uris: BTreeMap<String, String>,
    days: BTreeMap<String, (String, String)>,
}

pub(crate) struct Oracle {
    pub(crate) name: String,
    /// The measure dimension among them.
    pub(crate) dimensions: Vec<Dimension>,
    observations: Vec<(Vec<String>, Properties)>,
    /// For each measure, how it adds up.
    aggregations: BTreeMap<String, String>,
}

pub(crate) enum Answer {
    Figures(Figures),
    Refused,
}

type Properties = BTreeMap<String, Vec<String>>;

impl Oracle {
    pub(crate) fn read(dump: &Path) -> Self {
        let mut things: BTreeMap<String, Properties> = BTreeMap::new();
        for quad in DumpReader::open(dump).unwrap() {
            let quad = quad.unwrap();
            let NamedOrBlankNode::NamedNode(subject) = quad.subject else {
                continue;
            };
            let of = things.entry(subject.into_string()).or_default();
            let values = of.entry(quad.predicate.into_string()).or_default();
            values.push(text(&quad.object));
        }
        let dataset_of = format!("{QB}dataSet");
        let dataset = things
            .values()
            .find_map(|of| Some(of.get(&dataset_of)?[0].clone()))
            .unwrap();
        let observations = things.iter().filter_map(|(iri, of)| {
            let rest = of
                .get(&dataset_of)
                .and_then(|_| iri.strip_prefix(&dataset))?;
            let keys = rest[1..].split('/').map(str::to_owned).collect();
            Some((keys, of.clone()))
        });
        let observations: Vec<_> = observations.collect();
        Self {
            name: dataset.rsplit('/').next().unwrap().to_owned(),
            dimensions: dimensions(&things, &observations),
            aggregations: aggregations(&things),
            observations,
        }
    }

    fn picked<'o>(
        &'o self,
        asked: &'o Asked,
    ) -> impl Iterator<Item = &'o (Vec<String>, Properties)> {
        self.observations.iter().filter(|(keys, _)| {
            let mut pairs = keys.iter().zip(&asked.picks);
            pairs.all(|(key, picks)| picks.is_empty() || picks.contains(key))
        })
    }

    pub(crate) fn observations(&self, asked: &Asked) -> Figures {
        let all: Vec<_> = (0..self.dimensions.len()).collect();
        let figures = self
            .picked(asked)
            .map(|(_, of)| (self.members(of, &all), figure(of)));
        figures.collect()
    }

    /// The unit of a measure, which is the same in all rows of these samples.
    pub(crate) fn unit_of(&self, wanted: &str) -> Option<String> {
        let mut all = self.observations.iter();
        let (_, of) = all.find(|(_, of)| measure(of) == wanted)?;
        figure(of).unit
    }

    fn members(&self, of: &Properties, kept: &[usize]) -> BTreeSet<(String, String)> {
        let kept = kept.iter().map(|at| &self.dimensions[*at]);
        let own = kept.filter(|dimension| !dimension.property.ends_with("measureType"));
        own.map(|d| (d.property.clone(), of[&d.property][0].clone()))
            .chain([("measure".to_owned(), measure(of))])
            .collect()
    }

    /// The sum of each group; refused where figures do not add up or would be added twice.
    pub(crate) fn totals(&self, asked: &Asked) -> Answer {
        let group = asked.group.clone().unwrap();
        let mut groups: BTreeMap<_, Vec<&Properties>> = BTreeMap::new();
        for (_, of) in self.picked(asked) {
            groups.entry(self.members(of, &group)).or_default().push(of);
        }
        if groups.values().any(|group| group.len() > 1) {
            let own = (0..self.dimensions.len()).filter(|at| !group.contains(at));
            for at in own.filter(|at| !self.dimensions[*at].property.ends_with("measureType")) {
                if self.refuses(asked, at, &groups) {
                    return Answer::Refused;
                }
            }
        }
        let figures = groups.into_iter().map(|(members, of)| (members, sum(&of)));
        Answer::Figures(figures.collect())
    }

    fn refuses(
        &self,
        asked: &Asked,
        at: usize,
        groups: &BTreeMap<BTreeSet<(String, String)>, Vec<&Properties>>,
    ) -> bool {
        let members: BTreeSet<_> = self.picked(asked).map(|(keys, _)| &keys[at]).collect();
        if members.len() < 2 {
            return false;
        }
        let dimension = &self.dimensions[at];
        let added = groups.values().filter(|group| group.len() > 1);
        let ways = added.map(|group| {
            self.aggregations
                .get(&measure(group[0]))
                .map(String::as_str)
        });
        let timed = !dimension.days.is_empty();
        let wrong = |way: Option<&str>| match way {
            Some("sum") => false,
            Some("snapshot") => timed,
            _ => true,
        };
        let mut days: Vec<_> = members
            .iter()
            .filter_map(|key| dimension.days.get(*key))
            .collect();
        days.sort();
        let overlap = days.windows(2).any(|two| two[1].0 <= two[0].1);
        ways.into_iter().any(wrong) || overlap || members.contains(&"all".to_owned())
    }
}

fn dimensions(
    things: &BTreeMap<String, Properties>,
    observations: &[(Vec<String>, Properties)],
) -> Vec<Dimension> {
    let dimension_of = format!("{QB}dimension");
    let order = format!("{QB}order");
    let specified = things.iter().filter_map(|(iri, of)| {
        let at: usize = of.get(&order)?[0].parse().ok()?;
        Some((at, iri, of.get(&dimension_of)?[0].clone()))
    });
    let mut specified: Vec<_> = specified.collect();
    specified.sort();
    let dimensions = specified
        .into_iter()
        .enumerate()
        .map(|(at, (_, iri, property))| {
            let pairs = observations
                .iter()
                .map(|(keys, of)| (keys[at].clone(), of[&property][0].clone()));
            let uris: BTreeMap<_, _> = pairs.collect();
            let days = uris
                .iter()
                .filter_map(|(key, uri)| Some((key.clone(), days(things, uri)?)));
            Dimension {
                name: match iri.rsplit('/').next().unwrap() {
                    "measure-type" => "measure".to_owned(),
                    name => name.replace('_', "-"),
                },
                keys: uris.keys().cloned().collect(),
                days: days.collect(),
                property,
                uris,
            }
        });
    dimensions.collect()
}

fn days(things: &BTreeMap<String, Properties>, period: &str) -> Option<(String, String)> {
    const TIME: &str = "http://www.w3.org/2006/time#";
    let day = |end: &str| {
        let instant = &things.get(period)?.get(&format!("{TIME}{end}"))?[0];
        Some(things.get(instant)?.get(&format!("{TIME}inXSDDate"))?[0].clone())
    };
    day("hasBeginning").zip(day("hasEnd"))
}

fn aggregations(things: &BTreeMap<String, Properties>) -> BTreeMap<String, String> {
    let said = things.values().filter_map(|of| {
        let way = of
            .iter()
            .find(|(property, _)| property.ends_with("/def/justice/aggregation"))?;
        let way = way.1[0].rsplit('/').next()?.to_owned();
        Some((of.get(&format!("{QB}measure"))?[0].clone(), way))
    });
    said.collect()
}

fn measure(of: &Properties) -> String {
    match of.get(&format!("{QB}measureType")) {
        Some(measure) => measure[0].clone(),
        None => of
            .keys()
            .find(|p| p.contains("/def/measure/"))
            .cloned()
            .unwrap_or_default(),
    }
}

fn figure(of: &Properties) -> Figure {
    const SDMX: &str = "http://purl.org/linked-data/sdmx/2009/attribute#";
    let all = |name: &str| {
        of.get(&format!("{SDMX}{name}"))
            .cloned()
            .unwrap_or_default()
    };
    let measure = measure(of);
    Figure {
        value: of.get(&measure).map(|values| values[0].clone()),
        measure,
        unit: all("unitMeasure").pop(),
        statuses: all("obsStatus").into_iter().collect(),
    }
}

/// The sum, to the digit; none where a part is missing.
fn sum(parts: &[&Properties]) -> Figure {
    let figures: Vec<_> = parts.iter().map(|of| figure(of)).collect();
    let millionths = figures
        .iter()
        .map(|figure| figure.value.as_deref().map(millionths));
    let total: Option<i128> = millionths.sum();
    Figure {
        value: total.map(|total| plain(&format!("{}.{:06}", total / 1_000_000, total % 1_000_000))),
        statuses: figures
            .iter()
            .flat_map(|figure| figure.statuses.clone())
            .collect(),
        ..figures[0].clone()
    }
}

fn millionths(number: &str) -> i128 {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}{fraction:0<6}").parse().unwrap()
}

/// A term without what is around it; numbers without noughts that say nothing.
pub(crate) fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(iri) => iri.as_str().to_owned(),
        Term::Literal(literal) if literal.datatype().as_str().ends_with("#decimal") => {
            plain(literal.value())
        }
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.to_string(),
    }
}

pub(crate) fn plain(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, fraction)) => match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => format!("{whole}.{fraction}"),
        },
        None => number.to_owned(),
    }
}
