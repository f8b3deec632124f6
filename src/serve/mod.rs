//! The server: URIs that answer, pages, and a SPARQL endpoint, for one generation at a time.
//!
//! Documents and pages are read straight from the indexes of the store; only `/sparql` runs
//! SPARQL. A [`Site`] holds what is served, [`Front`] gives all the answers.

mod address;
mod cache;
mod compression;
mod cubes;
mod document;
mod documents;
mod elsewhere;
mod files;
mod front;
mod gone;
mod list;
mod live;
mod media;
mod memento;
mod names;
mod negotiate;
mod operations;
mod order;
mod pages;
mod past;
mod problem;
mod published;
mod read;
mod resident;
mod respond;
mod revisions;
mod router;
mod run;
mod scratch;
mod shelf;
mod site;
mod slice;
mod source_rows;
mod sparql;
mod statement;
mod syntax;
mod triples;
mod worker;

pub use front::Front;
pub use live::Live;
pub use media::Form;
pub use negotiate::{Language, choose};
use past::answer_at;
pub use problem::{Details, Position, Problem};
pub use run::{Origin, follow, run};
pub use site::Site;
pub use sparql::{
    Asked, Clients, Forms, Frame, FrameSink, GraphForm, Limits, Request, ServiceError, Services,
    SolutionForm, Source, evaluate,
};
pub use triples::Triples;
pub use worker::{Examiner, Settings, Workers, work};
