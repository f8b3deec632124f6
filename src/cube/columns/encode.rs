//! The arrays of one column.

use std::io::{self, Write};

use oxrdf::TermRef;
use zerocopy::{Immutable, IntoBytes};

use super::Code;
use super::gather::{GatheredCodes, NONE};
use super::header::{IntegerWidth, Section, TermKind, TermsHeader, ValuesHeader};
use super::scaled::Scaled;
use super::terms::text_of;
use super::write::{Job, count};

impl<W: Write> Job<'_, W> {
    pub(super) fn terms(&mut self, terms: &[oxrdf::Term]) -> io::Result<TermsHeader> {
        let mut kinds: Vec<_> = terms.iter().map(|t| TermKind::of(t.as_ref())).collect();
        let all = kinds.clone();
        kinds.dedup();
        let place = |kind| kinds.iter().position(|k| *k == kind).unwrap_or(usize::MAX);
        let places = all.into_iter().map(|kind| u16::try_from(place(kind)));
        let places: Vec<u16> = places.collect::<Result<_, _>>().map_err(io::Error::other)?;
        let kind_of = match kinds.len() {
            0 | 1 => None,
            _ => Some(self.out.array(&places)?),
        };
        let [starts, text] = self.texts(terms.iter().map(|term| text_of(TermRef::from(term))))?;
        Ok(TermsHeader {
            kinds,
            count: count(terms.len()),
            kind_of,
            starts: Some(starts),
            text: Some(text),
        })
    }

    pub(super) fn texts<'t>(
        &mut self,
        texts: impl Iterator<Item = &'t str>,
    ) -> io::Result<[Section; 2]> {
        let (mut starts, mut all) = (vec![0_u64], String::new());
        for text in texts {
            all.push_str(text);
            starts.push(all.len() as u64);
        }
        Ok([self.out.array(&starts)?, self.out.array(all.as_bytes())?])
    }

    pub(super) fn codes(
        &mut self,
        codes: &GatheredCodes,
        terms: usize,
    ) -> io::Result<ValuesHeader> {
        let one = match codes {
            GatheredCodes::Many { starts, codes } => return self.lists(starts, codes),
            GatheredCodes::One(codes) => codes,
        };
        if terms == 1 && !one.contains(&NONE) {
            return Ok(ValuesHeader::Same);
        }
        // The greatest number of each width is left to stand for none.
        if u8::try_from(terms).is_ok() {
            let narrow = |code| u8::try_from(code).unwrap_or(u8::MAX);
            return Ok(ValuesHeader::Codes8(self.by_row(one, narrow)?));
        }
        if u16::try_from(terms).is_ok() {
            let narrow = |code| u16::try_from(code).unwrap_or(u16::MAX);
            return Ok(ValuesHeader::Codes16(self.by_row(one, narrow)?));
        }
        Ok(ValuesHeader::Codes32(self.by_row(one, |code| code)?))
    }

    fn lists(&mut self, starts: &[u32], codes: &[Code]) -> io::Result<ValuesHeader> {
        let (mut new_starts, mut new_codes) = (vec![0_u32], Vec::with_capacity(codes.len()));
        for row in &self.order {
            let at = *row as usize;
            new_codes.extend_from_slice(&codes[starts[at] as usize..starts[at + 1] as usize]);
            new_starts.push(count(new_codes.len()));
        }
        Ok(ValuesHeader::Lists {
            starts: self.out.array(&new_starts)?,
            codes: self.out.array(&new_codes)?,
        })
    }

    pub(super) fn numbers(&mut self, numbers: &Scaled, codes: &[Code]) -> io::Result<ValuesHeader> {
        let of = |code: Code| numbers.mantissas.get(code as usize).copied();
        let fits = |low: i64, high: i64| {
            let mut all = numbers.mantissas.iter();
            all.all(|mantissa| (low + 1..=high).contains(mantissa))
        };
        let (width, values) = if fits(i8::MIN.into(), i8::MAX.into()) {
            let narrow = |c| of(c).map_or(Ok(i8::MIN), i8::try_from).unwrap_or(i8::MIN);
            (IntegerWidth::One, self.by_row(codes, narrow)?)
        } else if fits(i16::MIN.into(), i16::MAX.into()) {
            let narrow = |c| {
                of(c)
                    .map_or(Ok(i16::MIN), i16::try_from)
                    .unwrap_or(i16::MIN)
            };
            (IntegerWidth::Two, self.by_row(codes, narrow)?)
        } else if fits(i32::MIN.into(), i32::MAX.into()) {
            let narrow = |c| {
                of(c)
                    .map_or(Ok(i32::MIN), i32::try_from)
                    .unwrap_or(i32::MIN)
            };
            (IntegerWidth::Four, self.by_row(codes, narrow)?)
        } else {
            let wide = |c| of(c).unwrap_or(i64::MIN);
            (IntegerWidth::Eight, self.by_row(codes, wide)?)
        };
        Ok(ValuesHeader::Numbers {
            scale: numbers.scale,
            datatype: numbers.datatype,
            width,
            values,
        })
    }

    fn by_row<T: IntoBytes + Immutable>(
        &mut self,
        codes: &[Code],
        value: impl Fn(Code) -> T,
    ) -> io::Result<Section> {
        let values = self.order.iter().map(|row| value(codes[*row as usize]));
        let values: Vec<T> = values.collect();
        self.out.array(&values)
    }
}
