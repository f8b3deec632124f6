//! The pages for people: rendered here, whole without JavaScript, in the templates of `web/`.

mod assets;
mod downloads;
mod figures;
mod home;
mod list;
mod problem;
mod query;
mod thing;
mod value;
mod words;

pub(super) use assets::asset;
pub(super) use figures::takes_long;
pub(super) use home::home;
pub(super) use list::list;
pub(super) use problem::problem;
pub(super) use query::{Outcome, query};
pub(super) use thing::thing;
pub(super) use value::{Value, grouped};
pub(super) use words::name;
