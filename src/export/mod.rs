//! A site as files: what URIs lead to when no server answers for them any more, and what people
//! without a connection get on a stick.
//!
//! ```text
//! DIR/
//!   index.html                       begin here; every link leads to a file beside it
//!   doc/court/x/index.html           a document as a page …
//!   doc/court/x.ttl .nt .jsonld .rdf … and in each format
//!   data/{dataset}/{key}/index.html  the observations whose URIs begin so, together
//!   data/{dataset}/release/{edition}/  tidy CSV, CSVW metadata, N-Quads, report
//!   downloads/index.html             all files of all releases
//!   redirects/nginx.conf, s3.json    the rules by which a plain server answers every URI
//! ```
//!
//! Documents and pages come from the front of the server itself, so they are what it would have
//! said. Observations are hundreds of thousands and their documents say little each: those whose
//! URIs share their first keys stand in one document, and a rule leads each URI to it.

mod downloads;
mod error;
mod files;
mod links;
mod observations;
mod rules;
mod site;
mod table;

pub use error::ExportError;
pub use site::{Export, Exported, Step};
