use askama::Template;

use super::thing::forms;
use super::words::spaced;
use crate::serve::cache::Key;
use crate::serve::list::List;
use crate::serve::scratch::drawn;
use crate::serve::{Problem, Site};

#[derive(Template)]
#[template(path = "list.html")]
struct Page<'a> {
    language: &'static str,
    title: String,
    path: &'a str,
    search: &'a str,
    total: usize,
    entries: Vec<(String, &'a str)>,
    previous: Option<String>,
    next: Option<String>,
    forms: Vec<(&'static str, String)>,
}

/// Draws the list of the things of a concept, with a form to search it.
pub(in crate::serve) fn list(site: &Site, list: &List, key: &Key) -> Result<Vec<u8>, Problem> {
    let entries = list.entries.iter().map(|entry| {
        let href = site.door(entry.thing.as_str()).to_owned();
        (href, entry.name.as_str())
    });
    let address = |page: usize| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !key.search.is_empty() {
            query.append_pair("q", &key.search);
        }
        query.append_pair("page", &page.to_string());
        format!("{}?{}", key.path, query.finish())
    };
    let page = Page {
        language: "en",
        title: plural(&list.concept),
        path: &key.path,
        search: &key.search,
        total: list.total,
        entries: entries.collect(),
        previous: (list.page > 1).then(|| address(list.page - 1)),
        next: list.more.then(|| address(list.page + 1)),
        forms: forms(&key.path),
    };
    Ok(drawn(&page)?)
}

/// The name of many things of a concept: `local-justice-area` gives `Local justice areas`.
pub(super) fn plural(concept: &str) -> String {
    let words = spaced(concept)
        .replace("Hmcts", "HMCTS")
        .replace("Lcjb", "LCJB");
    match words.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{words}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_things_are_named_as_people_do() {
        assert_eq!(plural("court"), "Courts");
        assert_eq!(plural("country"), "Countries");
        assert_eq!(plural("hmcts-region"), "HMCTS regions");
    }
}
