//! The catalogue of everything that is published, in [DCAT 3](https://www.w3.org/TR/vocab-dcat-3/)
//! as its European profile [DCAT-AP](https://semiceu.github.io/DCAT-AP/releases/3.0.1/) wants it.
//!
//! It is made at publication from what the new generation holds, and is live with it.

mod dataset;
mod distribution;
mod writer;

use oxrdf::{LiteralRef, NamedNode, Triple};

pub use dataset::Listed;
pub use distribution::{File, Release};

use crate::uri::Base;
use crate::vocab::{dcat, dct, foaf, rdfs, xsd};
use writer::Writer;

/// What a catalogue says of itself, and what it lists.
pub struct Catalogue<'c> {
    /// The start of all URIs.
    pub base: &'c Base,
    /// The name of who publishes, in English.
    pub publisher: &'c str,
    /// The URI of who publishes, where it has one.
    pub publisher_uri: Option<&'c str>,
    /// When it was made, as an [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339) time.
    pub modified: &'c str,
    /// What part of the world the statistics are about.
    pub spatial: &'c str,
    /// The datasets.
    pub datasets: Vec<Listed>,
}

/// The SPARQL endpoint, as DCAT has it: the service, and where it is.
struct Service {
    uri: NamedNode,
    endpoint: NamedNode,
}

impl Catalogue<'_> {
    /// The URI of the catalogue: `{base}/catalogue`.
    pub fn uri(base: &Base) -> NamedNode {
        NamedNode::new_unchecked(format!("{base}/catalogue"))
    }

    /// The catalogue, its endpoint, and each dataset with its releases and their files.
    ///
    /// What a dataset says of itself, such as its title, is among its own triples already.
    pub fn triples(&self) -> Vec<Triple> {
        let mut writer = Writer::default();
        let catalogue = Self::uri(self.base);
        let publisher = self.write_publisher(&mut writer);
        let service = self.write_service(&publisher, &mut writer);
        writer.is_a(&catalogue, dcat::CATALOG);
        let title = format!("Linked statistics of the {}", self.publisher);
        writer.english(&catalogue, dct::TITLE, &title);
        writer.english(&catalogue, rdfs::LABEL, &title);
        let description = format!(
            "All statistics that the {} publishes as linked data, with their releases and files.",
            self.publisher
        );
        writer.english(&catalogue, dct::DESCRIPTION, &description);
        writer.say(&catalogue, dct::PUBLISHER, publisher.clone());
        writer.say(
            &catalogue,
            foaf::HOMEPAGE,
            writer::iri(format!("{}/", self.base)),
        );
        writer.is_a(&writer::iri(format!("{}/", self.base)), foaf::DOCUMENT);
        let modified = LiteralRef::new_typed_literal(self.modified, xsd::DATE_TIME);
        writer.say(&catalogue, dct::MODIFIED, modified.into_owned());
        let place = writer::iri(self.spatial);
        writer.is_a(&place, dct::LOCATION);
        writer.say(&catalogue, dct::SPATIAL, place.clone());
        writer.say(&catalogue, dcat::SERVICE, service.uri.clone());
        for dataset in &self.datasets {
            let uri = self.base.dataset(&dataset.name);
            writer.say(&catalogue, dcat::DATASET, uri.clone());
            writer.say(&service.uri, dcat::SERVES_DATASET, uri.clone());
            writer.say(&uri, dct::PUBLISHER, publisher.clone());
            writer.say(&uri, dct::SPATIAL, place.clone());
            dataset.write(self.base, &service, &mut writer);
        }
        writer.triples
    }

    fn write_publisher(&self, writer: &mut Writer) -> NamedNode {
        let publisher = match self.publisher_uri {
            Some(uri) => writer::iri(uri),
            None => writer::iri(format!("{}/catalogue#publisher", self.base)),
        };
        writer.is_a(&publisher, foaf::AGENT);
        writer.english(&publisher, foaf::NAME, self.publisher);
        publisher
    }

    /// The SPARQL endpoint, at which everything can be asked for.
    fn write_service(&self, publisher: &NamedNode, writer: &mut Writer) -> Service {
        let service = writer::iri(format!("{}/catalogue#sparql", self.base));
        let endpoint = writer::iri(format!("{}/sparql", self.base));
        writer.is_a(&service, dcat::DATA_SERVICE);
        writer.english(&service, dct::TITLE, "SPARQL endpoint");
        writer.say(&service, dct::PUBLISHER, publisher.clone());
        writer.say(&service, dcat::ENDPOINT_URL, endpoint.clone());
        writer.say(&service, dcat::ENDPOINT_DESCRIPTION, endpoint.clone());
        writer.is_a(&endpoint, rdfs::RESOURCE);
        Service {
            uri: service,
            endpoint,
        }
    }
}
