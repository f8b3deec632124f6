use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::graph::{Origins, TermGraph, TermId};

/// How many places a finding names beside its first.
const PLACES: usize = 4;
/// How many different findings of one code there may be; the rest goes into its last.
const GROUPS: usize = 50;

/// Collects what is found: one finding for each code and subject matter, with its count and the
/// first places; and every fault by itself, as numbers.
pub(super) struct Tallies<'a> {
    graph: &'a TermGraph,
    origins: &'a Origins,
    groups: Vec<Group>,
    known: FxHashMap<(&'static str, Option<TermId>, Option<TermId>), usize>,
    per_code: FxHashMap<&'static str, (usize, usize)>,
    faults: Vec<Fault>,
}

struct Group {
    code: Code,
    message: String,
    count: u64,
    places: Vec<Place>,
    has_place: bool,
}

/// Something found about a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) node: TermId,
    /// The property it is about, by which findings are grouped.
    pub(super) property: Option<TermId>,
    /// The value it is about, by which findings are grouped too.
    pub(super) value: Option<TermId>,
    /// The node it is about as well, which is named beside the first.
    pub(super) other: Option<TermId>,
    /// The code list that lacks the value.
    pub(super) list: Option<TermId>,
    /// How many there are of what there should be one.
    pub(super) count: usize,
    /// What is said of it: made when it is written, because of many only the first are.
    pub(super) sentence: fn(&Names<'_>, &Fault) -> String,
}

/// The names of terms in a sentence.
pub(super) struct Names<'g>(pub(super) &'g TermGraph);

impl Names<'_> {
    /// The label of a term, else the term itself.
    pub(super) fn of(&self, id: TermId) -> String {
        let terms = self.0.terms();
        let label = terms.get(crate::vocab::rdfs::LABEL);
        match label.and_then(|label| self.0.object(id, label)) {
            Some(label) => format!("“{}”", terms.text(label)),
            None => terms.term(id).to_string(),
        }
    }

    /// The name of the node that a fault is about.
    pub(super) fn node(&self, fault: &Fault) -> String {
        self.of(fault.node)
    }

    /// The name of the property that it is about.
    pub(super) fn property(&self, fault: &Fault) -> String {
        self.of(fault.property.unwrap_or(fault.node))
    }

    /// The name of its value.
    pub(super) fn value(&self, fault: &Fault) -> String {
        self.of(fault.value.unwrap_or(fault.node))
    }

    /// The name of its code list.
    pub(super) fn list(&self, fault: &Fault) -> String {
        self.of(fault.list.unwrap_or(fault.node))
    }

    /// The name of the other node.
    pub(super) fn other(&self, fault: &Fault) -> String {
        self.of(fault.other.unwrap_or(fault.node))
    }
}

impl Fault {
    pub(super) fn new(code: Code, node: TermId, sentence: fn(&Names<'_>, &Self) -> String) -> Self {
        Self {
            code,
            node,
            property: None,
            value: None,
            other: None,
            list: None,
            count: 0,
            sentence,
        }
    }

    pub(super) fn of(self, property: TermId) -> Self {
        Self {
            property: Some(property),
            ..self
        }
    }

    pub(super) fn with_value(self, value: TermId) -> Self {
        Self {
            value: Some(value),
            ..self
        }
    }

    pub(super) fn beside(self, other: TermId) -> Self {
        Self {
            other: Some(other),
            ..self
        }
    }

    pub(super) fn counted(self, count: usize) -> Self {
        Self { count, ..self }
    }
}

impl<'a> Tallies<'a> {
    pub(super) fn new(graph: &'a TermGraph, origins: &'a Origins) -> Self {
        Self {
            graph,
            origins,
            groups: Vec::new(),
            known: FxHashMap::default(),
            per_code: FxHashMap::default(),
            faults: Vec::new(),
        }
    }

    /// Counts a fault; the sentence is made for the first of its kind only.
    pub(super) fn add(&mut self, fault: Fault) {
        self.faults.push(fault);
        let group = self.group(&fault);
        let group = &mut self.groups[group];
        group.count += 1;
        if group.places.len() > PLACES {
            return;
        }
        let place = self.origins.place(fault.node, fault.property);
        let other = fault
            .other
            .and_then(|other| self.origins.place(other, fault.property));
        group.has_place |= place.is_some() || other.is_some();
        group.places.extend(place);
        let label = "the same key stands here";
        group
            .places
            .extend(other.map(|place| place.with_label(label)));
    }

    fn group(&mut self, fault: &Fault) -> usize {
        let code = fault.code.id();
        let key = (code, fault.property, fault.value);
        if let Some(group) = self.known.get(&key) {
            return *group;
        }
        if let Some((groups, last)) = self.per_code.get_mut(code) {
            if *groups >= GROUPS {
                return *last;
            }
            *groups += 1;
            *last = self.groups.len();
        } else {
            self.per_code.insert(code, (1, self.groups.len()));
        }
        let group = Group {
            code: fault.code,
            message: (fault.sentence)(&Names(self.graph), fault),
            count: 0,
            places: Vec::new(),
            has_place: false,
        };
        self.groups.push(group);
        self.known.insert(key, self.groups.len() - 1);
        self.groups.len() - 1
    }

    /// The findings, and every fault.
    pub(super) fn finish(self) -> (Findings, Vec<Fault>) {
        (findings(self.groups), self.faults)
    }
}

fn findings(groups: Vec<Group>) -> Findings {
    let mut findings = Findings::default();
    for group in groups {
        let mut finding = Finding::new(group.code, group.message).with_count(group.count);
        let mut places = group.places.into_iter();
        if group.has_place {
            finding.data = places.next();
        }
        finding.related = places.collect();
        findings.push(finding);
    }
    findings
}
