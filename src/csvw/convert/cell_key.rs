use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

/// The text of a cell as numbers, which are compared without going to look at the text.
///
/// Codes and figures are short: up to [`WHOLE`](Self::WHOLE) bytes the key is the text. Two longer
/// texts with one key may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellKey {
    first: u64,
    /// The lowest byte is the length, or [`LONG`](Self::LONG).
    last: u64,
}

impl CellKey {
    /// How long a text may be that its key stands for alone.
    const WHOLE: usize = 15;
    /// Stands for the length of a longer text.
    const LONG: u64 = 0xff;

    /// The first and last bytes overlap where the text is shorter than both; its length says how.
    #[inline]
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let length = bytes.len() as u64;
        match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(first), Some(last)) if bytes.len() <= Self::WHOLE => Self {
                first: u64::from_le_bytes(*first),
                last: (u64::from_le_bytes(*last) & !0xff) | length,
            },
            (Some(_), _) => Self {
                first: FxBuildHasher.hash_one(text),
                last: (length << 8) | Self::LONG,
            },
            (None, _) => Self {
                first: short(bytes),
                last: length,
            },
        }
    }

    /// Whether another text with this key is the same text.
    #[inline]
    pub(super) fn is_whole(self) -> bool {
        self.last & 0xff != Self::LONG
    }

    /// A number that is spread over all bits.
    #[inline]
    pub(super) fn hash(self) -> u64 {
        const FIRST: u64 = 0x9E37_79B9_7F4A_7C15;
        const LAST: u64 = 0xC2B2_AE3D_27D4_EB4F;
        let mixed = self.first.wrapping_mul(FIRST) ^ self.last.wrapping_mul(LAST).rotate_left(32);
        let mixed = mixed.wrapping_mul(FIRST);
        mixed ^ (mixed >> 32)
    }
}

/// Up to seven bytes.
#[inline]
fn short(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return u64::from(first) | (u64::from(last) << 32);
    }
    let [first, middle, last] = match bytes {
        [] => [0; 3],
        [only] => [*only; 3],
        [first, last] => [*first, *last, *last],
        [first, middle, last, ..] => [*first, *middle, *last],
    };
    u64::from(u32::from_le_bytes([first, middle, last, 0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn short_texts_have_one_key_only_if_they_are_equal(a in "[ab\u{0}é]{0,18}", b in "[ab\u{0}é]{0,18}") {
            let (key, other) = (CellKey::of(&a), CellKey::of(&b));
            if a == b {
                prop_assert_eq!(key, other);
            } else if key.is_whole() {
                prop_assert_ne!(key, other);
            }
        }

        #[test]
        fn a_byte_changed_anywhere_changes_the_key(text in "[ab]{1,16}", at: prop::sample::Index) {
            let mut bytes = text.clone().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] = b'c';
            let changed = String::from_utf8(bytes).unwrap();
            prop_assert_ne!(CellKey::of(&text), CellKey::of(&changed));
        }
    }
}
