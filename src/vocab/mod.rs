//! The IRIs of the vocabularies that Assize speaks: all of them stand here, one file a vocabulary.

/// Declares IRIs of one namespace as constants.
macro_rules! terms {
    ($namespace:literal: $($(#[$doc:meta])* $name:ident = $local:literal;)+) => {
        /// The namespace.
        pub const NAMESPACE: &str = $namespace;
        $(
            $(#[$doc])*
            pub const $name: oxrdf::NamedNodeRef<'static> =
                oxrdf::NamedNodeRef::new_unchecked(concat!($namespace, $local));
        )+
    };
}
use terms;

pub mod adms;
pub mod csvw;
pub mod dcat;
pub mod dct;
pub mod file_type;
pub mod foaf;
pub mod geo;
pub mod hydra;
pub mod media_type;
pub mod org;
pub mod owl;
pub mod prov;
pub mod ptr;
pub mod qb;
pub mod rdf;
pub mod rdfs;
pub mod schema;
pub mod sd;
pub mod sdmx;
pub mod sh;
pub mod sh_af;
pub mod skos;
pub mod skosxl;
pub mod spdx;
pub mod time;
pub mod vcard;
pub mod xsd;
