use oxrdf::{NamedNode, NamedNodeRef, Term, Triple};

use super::Service;
use super::distribution::Release;
use super::writer::Writer;
use crate::uri::Base;
use crate::vocab::{dcat, dct, foaf};

/// A dataset as the catalogue lists it.
pub struct Listed {
    /// Its name, as in its URI.
    pub name: String,
    /// What is said of it already: title, description, licence.
    pub own: Vec<Triple>,
    /// Its releases, kept ones too; one of them is live.
    pub releases: Vec<Release>,
}

/// The classes that DCAT-AP asks of what a dataset points to.
const CLASSES: [(NamedNodeRef<'static>, NamedNodeRef<'static>); 2] = [
    (dct::LICENSE, dct::LICENSE_DOCUMENT),
    (dcat::LANDING_PAGE, foaf::DOCUMENT),
];

impl Listed {
    pub(super) fn write(&self, base: &Base, service: &Service, writer: &mut Writer) {
        let uri = base.dataset(&self.name);
        writer.is_a(&uri, dcat::DATASET_CLASS);
        for (predicate, class) in CLASSES {
            for object in self.objects(predicate) {
                if let Term::NamedNode(object) = object {
                    writer.is_a(object, class);
                }
            }
        }
        for release in &self.releases {
            self.write_release(release, base, &uri, writer);
        }
        for release in self.releases.iter().filter(|release| release.live) {
            release.write_files(base, &self.name, &uri, &self.licences(), writer);
            writer.say(
                &uri,
                dcat::VERSION,
                oxrdf::Literal::from(release.edition.as_str()),
            );
            self.write_endpoint(&uri, service, writer);
        }
    }

    /// A release is a version of the dataset and a dataset itself.
    fn write_release(
        &self,
        release: &Release,
        base: &Base,
        dataset: &NamedNode,
        writer: &mut Writer,
    ) {
        let uri = base.release(&self.name, &release.edition);
        writer.say(dataset, dcat::HAS_VERSION, uri.clone());
        writer.is_a(&uri, dcat::DATASET_CLASS);
        writer.say(&uri, dct::IS_VERSION_OF, dataset.clone());
        writer.say(
            &uri,
            dcat::VERSION,
            oxrdf::Literal::from(release.edition.as_str()),
        );
        for title in self.objects(dct::TITLE) {
            if let Term::Literal(title) = title {
                let text = format!("{}, {}", title.value(), release.edition);
                let text = match title.language() {
                    Some(tag) => oxrdf::Literal::new_language_tagged_literal_unchecked(text, tag),
                    None => oxrdf::Literal::from(text),
                };
                writer.say(&uri, dct::TITLE, text);
            }
        }
        for predicate in [dct::DESCRIPTION, dct::LICENSE] {
            for object in self.objects(predicate) {
                writer.say(&uri, predicate, object.clone());
            }
        }
        release.write_files(base, &self.name, &uri, &self.licences(), writer);
    }

    /// The endpoint as one more way to get the data.
    fn write_endpoint(&self, uri: &NamedNode, service: &Service, writer: &mut Writer) {
        let distribution = NamedNode::new_unchecked(format!("{}#sparql", uri.as_str()));
        writer.say(uri, dcat::DISTRIBUTION, distribution.clone());
        writer.is_a(&distribution, dcat::DISTRIBUTION_CLASS);
        writer.english(&distribution, dct::TITLE, "SPARQL endpoint");
        writer.say(&distribution, dcat::ACCESS_SERVICE, service.uri.clone());
        writer.say(&distribution, dcat::ACCESS_URL, service.endpoint.clone());
        for licence in self.licences() {
            writer.say(&distribution, dct::LICENSE, licence);
        }
    }

    fn objects(&self, predicate: NamedNodeRef<'_>) -> impl Iterator<Item = &Term> {
        let of = self.own.iter().filter(move |t| t.predicate == predicate);
        of.map(|triple| &triple.object)
    }

    fn licences(&self) -> Vec<Term> {
        self.objects(dct::LICENSE).cloned().collect()
    }
}
