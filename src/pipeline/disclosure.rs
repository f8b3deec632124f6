use oxrdf::NamedNode;

use super::{Order, Route};
use crate::diagnostic::Place;
use crate::mapping::{Disclosure, Mapping, ZeroCount, measure_property};
use crate::tidy::{MeasureShape, Tidied};
use crate::uri::Key;
use crate::validate::disclosure::{Rule, Zero};

/// The rule by which the counts of a release are checked, where its mapping declares one, and where
/// the mapping does.
pub(super) fn rule(route: &Route, order: &Order, tidied: &Tidied) -> Option<(Rule, Place)> {
    let mapping = order.mapping()?;
    let disclosure = mapping.disclosure.as_ref()?;
    let zero = match disclosure.zero {
        ZeroCount::Harmless => Zero::Harmless,
        ZeroCount::Small => Zero::Small,
    };
    let measures = measures(route, mapping, tidied, disclosure);
    let rule = Rule::new(disclosure.threshold, measures).with_zero(zero);
    let totals = disclosure.totals.iter().filter_map(|total| {
        let column = mapping.column(&total.column)?;
        let base = &route.config.base;
        let dimension = mapping.property(column, base);
        let template = mapping.value_template(column, base, &route.registers)?;
        let (start, _) = template.split_once('{')?;
        let member = NamedNode::new(format!("{start}{}", total.key)).ok()?;
        Some((dimension, member))
    });
    let rule = totals.fold(rule, |rule, (dimension, total)| {
        rule.with_total(dimension, total)
    });
    Some((rule, disclosure.place(mapping)))
}

fn measures(
    route: &Route,
    mapping: &Mapping,
    tidied: &Tidied,
    disclosure: &Disclosure,
) -> Vec<NamedNode> {
    let column = mapping.measure_columns().next();
    let given = column.and_then(|column| column.property_url.as_deref());
    let single = tidied.shape.measure == MeasureShape::Single;
    if let Some(given) = given.filter(|_| single) {
        return vec![NamedNode::new_unchecked(given)];
    }
    // Those the mapping names are taken as it names them, so that one that is misspelt is found.
    let property = |key: &Key| measure_property(&route.config.base, key);
    if disclosure.measures.is_empty() {
        let keys = tidied.measures.iter().map(|measure| &measure.key);
        return keys.map(property).collect();
    }
    disclosure.measures.iter().map(property).collect()
}
