//! The [SPARQL 1.1 Protocol](https://www.w3.org/TR/sparql11-protocol/), read-only.

mod answer;
mod bounds;
mod budget;
mod canonical;
mod description;
mod elsewhere;
mod evaluate;
mod form;
mod frame;
mod kept;
mod limits;
mod page;
mod queue;
mod request;
mod running;
mod service;

pub(super) use answer::{answer, endpoint};
pub(super) use budget::Budgets;
pub use evaluate::{Source, evaluate};
pub use form::{Forms, GraphForm, SolutionForm};
pub use frame::{Frame, FrameSink};
pub(super) use kept::{Answer, Kept};
pub use limits::{Clients, Limits};
pub(super) use queue::Queue;
pub(super) use request::METHODS;
pub use request::{Asked, Request};
pub use service::{ServiceError, Services};
