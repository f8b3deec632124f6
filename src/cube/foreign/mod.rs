//! Cubes that another tool described in [CSV on the Web](https://www.w3.org/TR/tabular-metadata/):
//! csvcubed, table2qb, a statistician with an editor.
//!
//! No mapping is needed: the metadata say what the columns are. [`ForeignCube::open`] reads them and
//! decides what each column is in the cube; [`ForeignCube::write_pair`] writes the table with
//! metadata that say the rest, too, such as the dataset of each observation; the observations are
//! the conversion of that pair, and [`ForeignCube::describe`] writes what goes around them.

mod about;
mod checks;
mod codes;
mod component;
mod cube;
mod declared;
mod derive;
mod describe;
mod find;
mod pair;
mod rewrite;
mod statements;

pub use codes::CODES;
pub use component::MeasuresSeen;
pub use cube::ForeignCube;
pub use pair::{Content, Pair, PairError, PairTable};
