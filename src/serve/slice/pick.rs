use oxrdf::NamedNode;

use super::dimension::{Dimension, Order};
use super::error::SliceError;
use crate::cube::columns::{Code, Cube};

/// Some members of a dimension: for each code whether it is one, and the codes in order.
#[derive(Clone, Debug)]
pub(super) struct Pick {
    pub(super) codes: Vec<Code>,
    pub(super) has: Vec<bool>,
}

/// How many suggestions an error makes.
const NEAR: usize = 3;

/// The members that the values of a parameter name; `None` where there is no value.
pub(super) fn pick(
    dimension: &Dimension,
    cube: &Cube,
    values: &[&str],
    within: bool,
) -> Result<Option<Pick>, SliceError> {
    if values.is_empty() {
        return Ok(None);
    }
    let picking = Picking {
        dimension,
        cube,
        within,
    };
    let mut codes = Vec::new();
    for value in values {
        // A key or URI with a comma in it is tried whole.
        if picking.member(value).is_some() {
            codes.extend(picking.value(value)?);
            continue;
        }
        for part in value.split(',').filter(|part| !part.is_empty()) {
            codes.extend(picking.value(part)?);
        }
    }
    codes.sort_unstable();
    codes.dedup();
    let mut has = vec![false; dimension.members.len()];
    for code in &codes {
        has[*code as usize] = true;
    }
    Ok(Some(Pick { codes, has }))
}

struct Picking<'p> {
    dimension: &'p Dimension,
    cube: &'p Cube,
    within: bool,
}

impl Picking<'_> {
    fn value(&self, value: &str) -> Result<Vec<Code>, SliceError> {
        let member = self.member(value);
        if self.within {
            return self.all_within(value, member);
        }
        if let Some(member) = member {
            return Ok(vec![member]);
        }
        if let Some((first, last)) = value.split_once("..") {
            return self.range(value, first, last);
        }
        if self.things(value).is_empty() {
            return Err(self.unknown(value));
        }
        Err(SliceError::OnlyWithin {
            dimension: self.dimension.name.clone(),
            value: value.to_owned(),
        })
    }

    /// A member by its key or its URI.
    fn member(&self, value: &str) -> Option<Code> {
        if let Some(code) = self.dimension.codes.get(value) {
            return Some(*code);
        }
        let iri = NamedNode::new(value).ok()?;
        let terms = self.cube.terms(self.dimension.component);
        terms.code_of(iri.as_ref())
    }

    /// What else a value names that members lie within.
    fn things(&self, value: &str) -> Vec<&NamedNode> {
        let within = &self.dimension.within;
        let by_uri = NamedNode::new(value).ok();
        match by_uri.and_then(|iri| within.members.get_key_value(&iri)) {
            Some((thing, _)) => vec![thing],
            None => within.called(value),
        }
    }

    fn all_within(&self, value: &str, member: Option<Code>) -> Result<Vec<Code>, SliceError> {
        let mut codes: Vec<_> = member.into_iter().collect();
        let own = member.map(|code| self.cube.terms(self.dimension.component).text(code));
        let things = match own {
            Some(iri) => self.things(iri),
            None => self.things(value),
        };
        match things.as_slice() {
            [] if member.is_none() => return Err(self.unknown(value)),
            [] => {}
            [thing] => codes.extend(&self.dimension.within.members[*thing]),
            several => {
                return Err(SliceError::Ambiguous {
                    dimension: self.dimension.name.clone(),
                    value: value.to_owned(),
                    candidates: several.iter().map(|t| t.as_str().to_owned()).collect(),
                });
            }
        }
        Ok(codes)
    }

    fn range(&self, value: &str, first: &str, last: &str) -> Result<Vec<Code>, SliceError> {
        if self.dimension.order == Order::None {
            return Err(SliceError::NoOrder {
                dimension: self.dimension.name.clone(),
                value: value.to_owned(),
            });
        }
        let end = |text: &str| match text {
            "" => Ok(None),
            text => self
                .member(text)
                .map(Some)
                .ok_or_else(|| self.unknown(text)),
        };
        let (first, last) = (end(first)?, end(last)?);
        let days = |code: Code| self.days(code);
        if let (Some(first), Some(last)) = (first, last)
            && days(first).0 > days(last).1
        {
            return Err(SliceError::Backwards {
                dimension: self.dimension.name.clone(),
                value: value.to_owned(),
            });
        }
        // Quarters from one quarter to another, not also the years that lie between.
        let like = |code: Code| {
            let mut ends = [first, last].into_iter().flatten().peekable();
            ends.peek().is_none() || ends.any(|end| self.form(end) == self.form(code))
        };
        let codes = (0..).take(self.dimension.members.len()).filter(|code| {
            first.is_none_or(|first| days(first).0 <= days(*code).0)
                && last.is_none_or(|last| days(*code).1 <= days(last).1)
                && like(*code)
        });
        Ok(codes.collect())
    }

    /// Where a member begins and ends.
    fn days(&self, code: Code) -> (&str, &str) {
        let member = &self.dimension.members[code as usize];
        if let Some((first, last)) = &member.days {
            return (first, last);
        }
        let text = self.cube.terms(self.dimension.component).text(code);
        (text, text)
    }

    /// What members of the same kind of period have in common: their URIs up to the last slash.
    fn form(&self, code: Code) -> &str {
        let text = self.cube.terms(self.dimension.component).text(code);
        text.rsplit_once('/').map_or("", |(start, _)| start)
    }

    fn unknown(&self, value: &str) -> SliceError {
        let asked = value.rsplit('/').next().unwrap_or(value).to_lowercase();
        let likeness = |key: &str| strsim::jaro_winkler(&asked, &key.to_lowercase());
        let keys = self.dimension.members.iter().map(|member| &member.key);
        let mut near: Vec<_> = keys.map(|key| (likeness(key), key)).collect();
        near.sort_by(|(a, key), (b, other)| b.total_cmp(a).then_with(|| key.cmp(other)));
        let near = near
            .into_iter()
            .take(NEAR)
            .filter(|(likeness, _)| *likeness > 0.6);
        SliceError::UnknownMember {
            dimension: self.dimension.name.clone(),
            value: value.to_owned(),
            near: near.map(|(_, key)| key.clone()).collect(),
        }
    }
}
