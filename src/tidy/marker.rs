use crate::mapping::{Figure, Markers, Status};

/// The statuses of an observation, as positions in [`Status::all`], in the order of their marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Statuses {
    slots: [Option<u8>; Statuses::MOST],
}

impl Statuses {
    /// How many statuses an observation has at most.
    pub(super) const MOST: usize = 3;

    /// Adds a status unless it is there; `false` if there is no room.
    pub(super) fn add(&mut self, status: &Status) -> bool {
        let index = u8::try_from(status.index()).ok();
        if self.slots.contains(&index) {
            return true;
        }
        match self.slots.iter_mut().find(|slot| slot.is_none()) {
            Some(slot) => {
                *slot = index;
                true
            }
            None => false,
        }
    }

    /// Adds the statuses of another observation; `false` if there is no room.
    pub(super) fn add_all(&mut self, others: Statuses) -> bool {
        others.iter().all(|status| self.add(status))
    }

    /// The statuses, in order.
    pub(super) fn iter(self) -> impl Iterator<Item = &'static Status> {
        self.slots
            .into_iter()
            .flatten()
            .map(|index| &Status::all()[usize::from(index)])
    }

    fn any(self, figure: Figure) -> bool {
        self.iter().any(|status| status.figure == figure)
    }
}

/// A cell of figures without its marks.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Marked<'c> {
    /// What is left: a number, or nothing.
    pub(super) figure: &'c str,
    pub(super) statuses: Statuses,
}

/// What is wrong with the marks of a cell.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MarkerFault {
    Unknown(String),
    /// A figure beside the notation of a status that says there is none.
    Beside(&'static str),
    /// The notation of a status that goes with a figure, without one.
    Alone(&'static str),
    TooMany,
}

/// Takes the marks off a cell.
pub(super) fn read<'c>(cell: &'c str, markers: &Markers) -> Result<Marked<'c>, MarkerFault> {
    let mut statuses = Statuses::default();
    let mut rest = cell.trim();
    if rest.is_empty() {
        return Ok(Marked {
            figure: rest,
            statuses: blank(markers),
        });
    }
    while let Some((before, status)) = last_mark(rest, markers)? {
        if !statuses.add(status) {
            return Err(MarkerFault::TooMany);
        }
        rest = before.trim_end();
    }
    let notation = |figure| {
        statuses
            .iter()
            .find(|s| s.figure == figure)
            .map(|s| s.notation.as_str())
    };
    match (rest.is_empty(), statuses.any(Figure::Without)) {
        (false, true) => Err(MarkerFault::Beside(
            notation(Figure::Without).unwrap_or_default(),
        )),
        (true, false) if statuses.any(Figure::With) => Err(MarkerFault::Alone(
            notation(Figure::With).unwrap_or_default(),
        )),
        _ => Ok(Marked {
            figure: rest,
            statuses,
        }),
    }
}

/// The status of an empty cell, if the dataset gives it one.
fn blank(markers: &Markers) -> Statuses {
    let mut statuses = Statuses::default();
    if let Markers::Own(own) = markers {
        let blank = own.iter().find(|(mark, _)| mark.is_empty());
        if let Some(status) = blank.and_then(|(_, status)| Status::find(status.get_ref())) {
            statuses.add(status);
        }
    }
    statuses
}

/// The status of the last mark of a text and what stands before it.
fn last_mark<'c>(
    text: &'c str,
    markers: &Markers,
) -> Result<Option<(&'c str, &'static Status)>, MarkerFault> {
    if let Markers::None = markers {
        return Ok(None);
    }
    if let Markers::Own(own) = markers {
        let fitting = own
            .iter()
            .filter(|(mark, _)| !mark.is_empty() && text.ends_with(mark));
        if let Some((mark, status)) = fitting.max_by_key(|(mark, _)| mark.len()) {
            let before = &text[..text.len() - mark.len()];
            return Ok(Status::find(status.get_ref()).map(|status| (before, status)));
        }
    }
    let Some(inner) = text.strip_suffix(']') else {
        return Ok(None);
    };
    let unknown = || MarkerFault::Unknown(text.to_owned());
    let open = inner.rfind('[').ok_or_else(unknown)?;
    let name = inner[open + 1..].trim().to_lowercase();
    let known = Status::all().iter().find(|status| status.notation == name);
    let status = known.ok_or_else(|| MarkerFault::Unknown(text[open..].to_owned()))?;
    Ok(Some((&text[..open], status)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml::Spanned;

    fn marks(cell: &str, markers: &Markers) -> Result<(String, Vec<&'static str>), MarkerFault> {
        let marked = read(cell, markers)?;
        let notations = marked
            .statuses
            .iter()
            .map(|status| status.notation.as_str());
        Ok((marked.figure.to_owned(), notations.collect()))
    }

    #[test]
    fn marks_are_taken_off_and_kept() {
        let gss = Markers::Gss;
        assert_eq!(
            marks("1,234 [r][e]", &gss),
            Ok(("1,234".into(), vec!["e", "r"]))
        );
        assert_eq!(marks("[c]", &gss), Ok((String::new(), vec!["c"])));
        assert_eq!(marks("17", &gss), Ok(("17".into(), vec![])));
        assert_eq!(marks("", &gss), Ok((String::new(), vec![])));
    }

    #[test]
    fn a_dataset_may_have_marks_of_its_own() {
        let own =
            |mark: &str, status: &str| (mark.to_owned(), Spanned::new(0..0, status.to_owned()));
        let own = Markers::Own(vec![
            own("..", "x"),
            own("(r)", "r"),
            own("-", "z"),
            own("", "x"),
        ]);
        assert_eq!(marks("..", &own), Ok((String::new(), vec!["x"])));
        assert_eq!(marks("12 (r)", &own), Ok(("12".into(), vec!["r"])));
        assert_eq!(marks("-", &own), Ok((String::new(), vec!["z"])));
        assert_eq!(marks("-5", &own), Ok(("-5".into(), vec![])));
        assert_eq!(marks("", &own), Ok((String::new(), vec!["x"])));
        assert_eq!(marks("[c]", &own), Ok((String::new(), vec!["c"])));
    }

    #[test]
    fn contradictions_are_told() {
        let gss = Markers::Gss;
        assert_eq!(marks("5 [c]", &gss), Err(MarkerFault::Beside("c")));
        assert_eq!(marks("[r]", &gss), Err(MarkerFault::Alone("r")));
        assert_eq!(
            marks("5 [q]", &gss),
            Err(MarkerFault::Unknown("[q]".into()))
        );
        assert_eq!(marks("5 [b][e][p][r]", &gss), Err(MarkerFault::TooMany));
    }
}
