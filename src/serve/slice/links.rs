use oxrdf::{NamedNode, NamedNodeRef};

use super::schema::Schema;
use crate::serve::{Language, Live, Site, pages};

/// The slices that are about a thing: a dataset's own, and those of one member of a dimension or of
/// all that lie within it; each with the name of its dataset.
pub(in crate::serve) fn about(
    site: &Site,
    live: &Live,
    thing: NamedNodeRef<'_>,
    language: Language,
) -> Vec<(String, String)> {
    let thing = thing.into_owned();
    let links = live.schemas.iter().filter_map(|schema| {
        let part = if schema.dataset == thing {
            String::new()
        } else {
            format!("?{}", query(live, schema, &thing)?)
        };
        let name = pages::name(live, schema.dataset.as_ref(), language).into_owned();
        let path = site.door(schema.dataset.as_str());
        Some((name, format!("{path}/slice{part}")))
    });
    links.collect()
}

fn query(live: &Live, schema: &Schema, thing: &NamedNode) -> Option<String> {
    let cube = live.columns.get(schema.dataset.as_ref())?;
    let own = schema
        .dimensions
        .iter()
        .filter(|dimension| !dimension.is_measure());
    let mut queries = own.filter_map(|dimension| {
        let name = &dimension.name;
        if let Some(code) = cube.terms(dimension.component).code_of(thing) {
            return Some(format!("{name}={}", dimension.members[code as usize].key));
        }
        let within = dimension.within.members.contains_key(thing);
        within.then(|| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query
                .append_pair(name, thing.as_str())
                .append_pair("within", "true");
            query.finish()
        })
    });
    queries.next()
}
