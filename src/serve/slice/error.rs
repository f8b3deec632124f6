use axum::http::StatusCode;
use thiserror::Error;

use crate::serve::Problem;

/// What is wrong with what was asked of a cube.
#[derive(Debug, Error, PartialEq, Eq)]
pub(super) enum SliceError {
    #[error("There is no dimension “{name}” in this dataset.")]
    UnknownDimension { name: String, near: Vec<String> },
    #[error("“{value}” is no member of the dimension “{dimension}”.")]
    UnknownMember {
        dimension: String,
        value: String,
        near: Vec<String>,
    },
    #[error("“{value}” is no member of the dimension “{dimension}” itself; members lie within it.")]
    OnlyWithin { dimension: String, value: String },
    #[error("Several things called “{value}” have members of the dimension “{dimension}” in them.")]
    Ambiguous {
        dimension: String,
        value: String,
        candidates: Vec<String>,
    },
    #[error("The members of the dimension “{dimension}” have no order, so “{value}” is no range.")]
    NoOrder { dimension: String, value: String },
    #[error("The range “{value}” of the dimension “{dimension}” ends before it begins.")]
    Backwards { dimension: String, value: String },
    #[error("“{value}” is nothing that {parameter} can be.")]
    Parameter {
        parameter: &'static str,
        value: String,
        can_be: String,
    },
    #[error("“{measure}” cannot be added up: {why}.")]
    DoesNotAdd {
        measure: String,
        why: &'static str,
        dimension: String,
    },
    #[error(
        "“{part}” is part of “{whole}” in the dimension “{dimension}”: a total would count it twice."
    )]
    Twice {
        dimension: String,
        part: String,
        whole: String,
    },
    #[error("The values to be added up have several units in the dimension “{dimension}”.")]
    Units { dimension: String },
    #[error("A total is larger than any number that can be told exactly.")]
    TooLarge,
    #[error("This slice has {cells} cells, and {form} can have {most}.")]
    TooMany {
        cells: usize,
        most: usize,
        form: &'static str,
    },
}

impl SliceError {
    fn hint(&self) -> String {
        match self {
            Self::UnknownDimension { near, .. } => format!("It has: {}.", near.join(", ")),
            Self::UnknownMember {
                near, dimension, ..
            } if near.is_empty() => {
                format!("Ask for the slice without “{dimension}” to see its members.")
            }
            Self::UnknownMember { near, .. } => format!("The nearest: {}.", near.join(", ")),
            Self::OnlyWithin { .. } => "Add within=true to take all members within it.".to_owned(),
            Self::Ambiguous { candidates, .. } => {
                format!("Name one by its URI: {}.", candidates.join(", "))
            }
            Self::NoOrder { .. } => "Name the members, with commas between them.".to_owned(),
            Self::Backwards { .. } => "Turn it round.".to_owned(),
            Self::Parameter { can_be, .. } => format!("It can be {can_be}."),
            Self::DoesNotAdd { dimension, .. } | Self::Units { dimension } => {
                format!("Pick one member of “{dimension}”, or add it to `group`.")
            }
            Self::Twice { dimension, .. } => {
                format!("Pick members of “{dimension}” that do not overlap, or add it to `group`.")
            }
            Self::TooLarge => "Add up fewer members.".to_owned(),
            Self::TooMany { .. } => "Pick fewer members, or take it page by page with limit and \
                                     page."
                .to_owned(),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::UnknownDimension { .. } => "slice-dimension",
            Self::UnknownMember { .. } | Self::OnlyWithin { .. } | Self::Ambiguous { .. } => {
                "slice-member"
            }
            Self::NoOrder { .. } | Self::Backwards { .. } => "slice-range",
            Self::Parameter { .. } => "slice-parameter",
            Self::DoesNotAdd { .. } | Self::Twice { .. } | Self::Units { .. } | Self::TooLarge => {
                "slice-total"
            }
            Self::TooMany { .. } => "slice-size",
        }
    }
}

impl From<SliceError> for Problem {
    fn from(error: SliceError) -> Self {
        let title = "There is no such slice";
        let status = StatusCode::BAD_REQUEST;
        Self::new(status, error.kind(), title, error.to_string()).hint(error.hint())
    }
}
