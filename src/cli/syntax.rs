use clap::ValueEnum;
use oxrdfio::{JsonLdProfileSet, RdfFormat};

/// The RDF syntaxes that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Syntax {
    Nquads,
    Ntriples,
    Turtle,
    Trig,
    Jsonld,
    Rdfxml,
}

impl From<Syntax> for RdfFormat {
    fn from(syntax: Syntax) -> Self {
        match syntax {
            Syntax::Nquads => Self::NQuads,
            Syntax::Ntriples => Self::NTriples,
            Syntax::Turtle => Self::Turtle,
            Syntax::Trig => Self::TriG,
            Syntax::Jsonld => Self::JsonLd {
                profile: JsonLdProfileSet::default(),
            },
            Syntax::Rdfxml => Self::RdfXml,
        }
    }
}
