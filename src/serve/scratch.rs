use std::cell::Cell;
use std::mem;

use askama::Template;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// What `write` writes, in just the memory that it takes.
///
/// Documents are kept, so they should have no room to spare. A buffer that grows with its text is
/// moved again and again, each time into memory that the system must find first: so each thread
/// writes all of them into one, and copies them once.
pub(super) fn written<E>(write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>) -> Result<Vec<u8>, E> {
    /// A longer one is not held for the next text.
    const HELD: usize = 1 << 20;
    let mut buffer = BUFFER.take();
    buffer.clear();
    write(&mut buffer)?;
    let text = buffer.as_slice().to_vec();
    if buffer.capacity() <= HELD {
        BUFFER.set(buffer);
    }
    Ok(text)
}

/// A page, in just the memory that it takes.
pub(super) fn drawn(page: &impl Template) -> askama::Result<Vec<u8>> {
    written(|buffer| {
        // Nothing is in it, and nothing is always text.
        let mut text = String::from_utf8(mem::take(buffer)).unwrap_or_default();
        page.render_into(&mut text)?;
        *buffer = text.into_bytes();
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{self, Write};

    #[test]
    fn a_text_has_nothing_of_the_one_before_and_no_room_to_spare() {
        let long = written(|text| text.write_all(&[b'a'; 3000])).unwrap();
        let failed = written(|text| {
            text.write_all(b"half")?;
            Err::<(), _>(io::Error::other("broken"))
        });
        assert!(failed.is_err());
        let short = written(|text| text.write_all(b"short")).unwrap();
        assert_eq!((long.len(), long.capacity()), (3000, 3000));
        assert_eq!((short.as_slice(), short.capacity()), (&b"short"[..], 5));
    }

    #[test]
    fn a_text_may_be_written_while_another_one_is() {
        let outer = written(|text| {
            text.write_all(b"a")?;
            text.write_all(&written(|inner| inner.write_all(b"b"))?)?;
            text.write_all(b"c")
        });
        assert_eq!(outer.unwrap(), b"abc");
    }
}
