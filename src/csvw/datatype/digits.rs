/// The digits on one side of the point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Digits {
    pub(super) least: usize,
    pub(super) most: usize,
    /// The size of the group beside the point.
    primary: Option<usize>,
    /// The size of the groups further away.
    secondary: Option<usize>,
}

/// Which side of the point digits stand on: optional ones stand on its far side.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Whole,
    Fraction,
}

impl Digits {
    pub(super) fn parse(text: &str, group: &str, side: Side) -> Option<Self> {
        let groups: Vec<_> = text.split(group).collect();
        let plain = groups.concat();
        let in_order = match side {
            Side::Whole => plain
                .trim_start_matches('#')
                .trim_start_matches('0')
                .is_empty(),
            Side::Fraction => plain
                .trim_start_matches('0')
                .trim_start_matches('#')
                .is_empty(),
        };
        let sizes: Vec<_> = groups.iter().map(|group| group.len()).collect();
        let (primary, secondary) = match (side, sizes.as_slice()) {
            (_, [] | [_]) => (None, None),
            (Side::Whole, [_, last]) => (Some(*last), Some(*last)),
            (Side::Whole, [.., before, last]) => (Some(*last), Some(*before)),
            (Side::Fraction, [first, ..]) => (Some(*first), Some(*first)),
        };
        let grouped = sizes.len() == 1 || !sizes.contains(&0);
        (in_order && grouped).then(|| Self {
            least: plain.matches('0').count(),
            most: plain.len(),
            primary,
            secondary,
        })
    }

    pub(super) fn matches_whole(&self, text: &str, group: &str) -> bool {
        let groups: Vec<_> = text.rsplit(group).collect();
        let digits = groups.concat();
        (text.is_empty() || is_digits(&digits))
            && digits.len() >= self.least
            && self.are_groups(&groups)
    }

    pub(super) fn matches_fraction(&self, text: &str, group: &str) -> bool {
        let groups: Vec<_> = text.split(group).collect();
        let digits = groups.concat();
        let count = digits.len();
        (text.is_empty() || is_digits(&digits))
            && (self.least..=self.most).contains(&count)
            && self.are_groups(&groups)
    }

    /// Whether groups, from the point outwards, have the sizes of the pattern; the outermost may
    /// be shorter.
    fn are_groups(&self, groups: &[&str]) -> bool {
        let Some((outermost, inner)) = groups.split_last() else {
            return true;
        };
        let size = |index: usize| {
            if index == 0 {
                self.primary
            } else {
                self.secondary
            }
        };
        let full = inner
            .iter()
            .enumerate()
            .all(|(index, group)| Some(group.len()) == size(index));
        let fits = size(inner.len()).is_none_or(|size| outermost.len() <= size);
        full && fits && (inner.is_empty() || !outermost.is_empty())
    }
}

/// Whether a text is one or more ASCII digits.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
