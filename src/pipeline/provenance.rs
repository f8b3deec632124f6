use oxrdf::{LiteralRef, NamedNode, NamedNodeRef, TermRef};

use super::Order;
use crate::digest::Digest;
use crate::graph::{GraphBuilder, TermGraph, Triple, TripleSink};
use crate::uri::Base;
use crate::vocab::{dct, prov, rdf, rdfs};

/// Where a release comes from, as [PROV-O](https://www.w3.org/TR/prov-o/): the file and the mapping
/// that it was made of, the version of Assize that made it, and the release before.
pub(super) fn describe(
    base: &Base,
    order: &Order,
    source: &Digest,
    previous: Option<&str>,
) -> TermGraph {
    let (dataset, edition) = (order.dataset(), order.edition.as_str());
    let release = base.release(dataset, edition);
    let part = |name: &str| NamedNode::new_unchecked(format!("{}#{name}", release.as_str()));
    let [mapping, publication, assize] = ["mapping", "publication", "assize"].map(part);
    // A URI without a fragment, so that rows of it can be named by one.
    let file = NamedNode::new_unchecked(format!("{}/source", release.as_str()));
    let mut graph = Describing::default();
    graph.thing(&release, prov::ENTITY, &format!("{dataset} {edition}"));
    graph.link(&release, dct::IS_VERSION_OF, &base.dataset(dataset));
    graph.link(&release, prov::WAS_DERIVED_FROM, &file);
    graph.link(&release, prov::WAS_GENERATED_BY, &publication);
    if let Some(previous) = previous {
        graph.link(
            &release,
            prov::WAS_REVISION_OF,
            &base.release(dataset, previous),
        );
    }
    graph.thing(&file, prov::ENTITY, &name(order));
    graph.text(&file, dct::IDENTIFIER, &format!("sha256:{source}"));
    graph.thing(
        &publication,
        prov::ACTIVITY,
        &format!("publication of {dataset} {edition}"),
    );
    graph.link(&publication, prov::USED, &file);
    // Of a cube that another tool described, the file itself says what it means.
    if let Some(meaning) = order.mapping() {
        graph.thing(&mapping, prov::ENTITY, &format!("the mapping of {dataset}"));
        let digest = Digest::of(meaning.text().as_bytes());
        graph.text(&mapping, dct::IDENTIFIER, &format!("sha256:{digest}"));
        graph.link(&publication, prov::USED, &mapping);
    }
    graph.link(&publication, prov::WAS_ASSOCIATED_WITH, &assize);
    let version = env!("CARGO_PKG_VERSION");
    graph.thing(&assize, prov::SOFTWARE_AGENT, &format!("Assize {version}"));
    graph.builder.finish()
}

/// The file's name, without the folders of the machine on which it lay.
fn name(order: &Order) -> String {
    let name = order.release.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

#[derive(Default)]
struct Describing {
    builder: GraphBuilder,
}

impl Describing {
    fn thing(&mut self, thing: &NamedNode, class: NamedNodeRef<'_>, label: &str) {
        self.triple(thing, rdf::TYPE, class);
        let label = LiteralRef::new_language_tagged_literal_unchecked(label, "en");
        self.triple(thing, rdfs::LABEL, label);
    }

    fn link(&mut self, from: &NamedNode, by: NamedNodeRef<'_>, to: &NamedNode) {
        self.triple(from, by, to.as_ref());
    }

    fn text(&mut self, thing: &NamedNode, property: NamedNodeRef<'_>, text: &str) {
        self.triple(thing, property, LiteralRef::new_simple_literal(text));
    }

    fn triple<'t>(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        object: impl Into<TermRef<'t>>,
    ) {
        let terms = self.builder.terms();
        let subject = terms.intern(subject.as_ref());
        let predicate = terms.intern(predicate);
        let object = terms.intern(object);
        let Ok(()) = self.builder.triple(Triple::new(subject, predicate, object));
    }
}
