/// Which characters are left as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allow {
    Unreserved,
    /// Reserved characters and percent-encoded triplets, too.
    Reserved,
}

/// Appends a value, percent-encoding all that is not allowed.
pub(crate) fn encode(out: &mut String, value: &str, allow: Allow) {
    let bytes = value.as_bytes();
    let mut plain_from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let stays = is_unreserved(*byte)
            || allow == Allow::Reserved && (is_reserved(*byte) || is_triplet(&bytes[at..]));
        if !stays {
            if plain_from < at {
                out.push_str(&value[plain_from..at]);
            }
            push_encoded(out, *byte);
            plain_from = at + 1;
        }
    }
    out.push_str(&value[plain_from..]);
}

/// Appends one byte as `%XX`.
pub(crate) fn push_encoded(out: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(HEX[usize::from(byte >> 4)]));
    out.push(char::from(HEX[usize::from(byte & 15)]));
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn is_reserved(byte: u8) -> bool {
    matches!(
        byte,
        b':' | b'/'
            | b'?'
            | b'#'
            | b'['
            | b']'
            | b'@'
            | b'!'
            | b'$'
            | b'&'
            | b'\''
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
    )
}

fn is_triplet(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}
