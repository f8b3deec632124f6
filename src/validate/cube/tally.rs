use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Finding, Findings, Place};
use crate::graph::{Origins, TermGraph, TermId};

/// How many places a finding names beside its first.
const PLACES: usize = 4;
/// How many different findings of one code there may be; the rest goes into its last.
const GROUPS: usize = 50;

/// Collects what is found: one finding for each code and subject matter, with its count and the
/// first places.
pub(super) struct Tallies<'a> {
    graph: &'a TermGraph,
    origins: &'a Origins,
    groups: Vec<Group>,
    known: FxHashMap<(&'static str, Option<TermId>, Option<TermId>), usize>,
    per_code: FxHashMap<&'static str, (usize, usize)>,
}

struct Group {
    code: Code,
    message: String,
    count: u64,
    places: Vec<Place>,
    has_place: bool,
}

/// Something found about a node.
#[derive(Clone, Copy)]
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) node: TermId,
    /// The property it is about, by which findings are grouped.
    pub(super) property: Option<TermId>,
    /// The value it is about, by which findings are grouped too.
    pub(super) value: Option<TermId>,
}

impl Fault {
    pub(super) fn new(code: Code, node: TermId) -> Self {
        Self {
            code,
            node,
            property: None,
            value: None,
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
}

impl<'a> Tallies<'a> {
    pub(super) fn new(graph: &'a TermGraph, origins: &'a Origins) -> Self {
        Self {
            graph,
            origins,
            groups: Vec::new(),
            known: FxHashMap::default(),
            per_code: FxHashMap::default(),
        }
    }

    /// The name of a term in a sentence: its label, else the term itself.
    pub(super) fn name(&self, id: TermId) -> String {
        let terms = self.graph.terms();
        let label = crate::vocab::rdfs::LABEL;
        let label = terms
            .get(label)
            .and_then(|label| self.graph.object(id, label));
        match label {
            Some(label) => format!("“{}”", terms.text(label)),
            None => terms.term(id).to_string(),
        }
    }

    /// Counts a fault; the sentence is made for the first of its kind only.
    pub(super) fn add(&mut self, fault: Fault, message: impl FnOnce(&Self) -> String) {
        let group = self.group(fault, message);
        let group = &mut self.groups[group];
        group.count += 1;
        if group.places.len() <= PLACES
            && let Some(place) = self.origins.place(fault.node, fault.property)
        {
            group.places.push(place);
            group.has_place = true;
        }
    }

    /// Counts a fault of two nodes, of which the other is named beside the first.
    pub(super) fn add_pair(
        &mut self,
        fault: Fault,
        other: TermId,
        message: impl FnOnce(&Self) -> String,
    ) {
        let group = self.group(fault, message);
        let group = &mut self.groups[group];
        group.count += 1;
        if group.places.len() <= PLACES {
            group
                .places
                .extend(self.origins.place(fault.node, fault.property));
            let first = self.origins.place(other, fault.property);
            group
                .places
                .extend(first.map(|place| place.with_label("the same key stands here")));
            group.has_place = !group.places.is_empty();
        }
    }

    fn group(&mut self, fault: Fault, message: impl FnOnce(&Self) -> String) -> usize {
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
            message: message(self),
            count: 0,
            places: Vec::new(),
            has_place: false,
        };
        self.groups.push(group);
        self.known.insert(key, self.groups.len() - 1);
        self.groups.len() - 1
    }

    pub(super) fn into_findings(self) -> Findings {
        let mut findings = Findings::default();
        for group in self.groups {
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
}
