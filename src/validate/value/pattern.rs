use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

/// A compiled regular expression of
/// [XPath](https://www.w3.org/TR/xpath-functions-31/#regex-syntax), as `sh:pattern` holds it.
///
/// It is translated to the syntax of the `regex` crate. What XPath itself lacks but other
/// processors take, looking ahead and behind, is taken too; it and back-references run in
/// `fancy-regex`, which backtracks.
#[derive(Debug)]
pub(crate) enum Pattern {
    Linear(regex::Regex),
    Backtracking(Box<fancy_regex::Regex>),
}

/// Why a pattern or its flags are illegal.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PatternError {
    #[error("there is no flag “{0}”; the flags are i, m, q, s and x")]
    Flag(char),
    #[error("“\\{0}” is no escape of XPath")]
    Escape(char),
    #[error("the pattern ends within an escape or a character class")]
    Unfinished,
    #[error("there is no Unicode block “{0}” in our table")]
    Block(String),
    #[error("“[” within a character class must be escaped")]
    Nested,
    #[error("{0}")]
    Other(String),
}

impl Pattern {
    /// Compiles a pattern and its flags.
    pub(crate) fn new(pattern: &str, flags: &str) -> Result<Self, PatternError> {
        let flags = Flags::new(flags)?;
        let mut translation = Translation::new(pattern, flags);
        translation.run()?;
        if translation.backtracks {
            let compiled = fancy_regex::Regex::new(&translation.out);
            let compiled = compiled.map_err(|error| PatternError::Other(error.to_string()))?;
            return Ok(Self::Backtracking(Box::new(compiled)));
        }
        let compiled = regex::Regex::new(&translation.out);
        compiled
            .map(Self::Linear)
            .map_err(|error| PatternError::Other(error.to_string()))
    }

    /// Whether the pattern is found in a text.
    ///
    /// A text on which a backtracking pattern gives up does not match.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Linear(regex) => regex.is_match(text),
            Self::Backtracking(regex) => regex.is_match(text).unwrap_or(false),
        }
    }
}

/// The flags of XPath, each a letter.
#[derive(Clone, Copy)]
struct Flags<'p>(&'p str);

impl<'p> Flags<'p> {
    fn new(text: &'p str) -> Result<Self, PatternError> {
        match text.chars().find(|c| !"imqsx".contains(*c)) {
            Some(unknown) => Err(PatternError::Flag(unknown)),
            None => Ok(Self(text)),
        }
    }

    fn has(self, flag: char) -> bool {
        self.0.contains(flag)
    }
}

const NAME_START: &str = r":_A-Za-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}";
const NAME_MORE: &str = r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}";

/// The Unicode blocks that `\p{Is…}` may name.
const BLOCKS: &[(&str, u32, u32)] = &[
    ("BasicLatin", 0x0, 0x7F),
    ("Latin-1Supplement", 0x80, 0xFF),
    ("LatinExtended-A", 0x100, 0x17F),
    ("LatinExtended-B", 0x180, 0x24F),
    ("IPAExtensions", 0x250, 0x2AF),
    ("SpacingModifierLetters", 0x2B0, 0x2FF),
    ("CombiningDiacriticalMarks", 0x300, 0x36F),
    ("Greek", 0x370, 0x3FF),
    ("GreekandCoptic", 0x370, 0x3FF),
    ("Cyrillic", 0x400, 0x4FF),
    ("Armenian", 0x530, 0x58F),
    ("Hebrew", 0x590, 0x5FF),
    ("Arabic", 0x600, 0x6FF),
    ("Devanagari", 0x900, 0x97F),
    ("Thai", 0xE00, 0xE7F),
    ("LatinExtendedAdditional", 0x1E00, 0x1EFF),
    ("GreekExtended", 0x1F00, 0x1FFF),
    ("GeneralPunctuation", 0x2000, 0x206F),
    ("CurrencySymbols", 0x20A0, 0x20CF),
    ("LetterlikeSymbols", 0x2100, 0x214F),
    ("NumberForms", 0x2150, 0x218F),
    ("Arrows", 0x2190, 0x21FF),
    ("MathematicalOperators", 0x2200, 0x22FF),
    ("Hiragana", 0x3040, 0x309F),
    ("Katakana", 0x30A0, 0x30FF),
    ("CJKUnifiedIdeographs", 0x4E00, 0x9FFF),
    ("HangulSyllables", 0xAC00, 0xD7AF),
    ("PrivateUse", 0xE000, 0xF8FF),
];

struct Translation<'p> {
    chars: Peekable<Chars<'p>>,
    flags: Flags<'p>,
    out: String,
    backtracks: bool,
}

impl<'p> Translation<'p> {
    fn new(pattern: &'p str, flags: Flags<'p>) -> Self {
        let mut out = String::new();
        if flags.has('i') {
            out.push_str("(?i)");
        }
        Self {
            chars: pattern.chars().peekable(),
            flags,
            out,
            backtracks: false,
        }
    }

    fn run(&mut self) -> Result<(), PatternError> {
        while let Some(c) = self.chars.next() {
            match c {
                _ if self.flags.has('q') => self.literal(c),
                ' ' | '\t' | '\n' | '\r' if self.flags.has('x') => {}
                '\\' => self.escape(Within::Pattern)?,
                '[' => self.class()?,
                '(' => self.group(),
                '.' if self.flags.has('s') => self.out.push_str("(?s:.)"),
                '.' => self.out.push_str(r"[^\n\r]"),
                '^' if self.flags.has('m') => self.out.push_str("(?m:^)"),
                '$' if self.flags.has('m') => self.out.push_str("(?m:$)"),
                '^' => self.out.push_str(r"\A"),
                '$' => self.out.push_str(r"\z"),
                '*' | '+' | '?' | '{' | '}' | '|' | ')' => self.out.push(c),
                _ => self.literal(c),
            }
        }
        Ok(())
    }

    /// A character that stands for itself, escaped where our syntax gives it a meaning.
    fn literal(&mut self, c: char) {
        if r"\.+*?()|[]{}^$#&-~".contains(c) {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    fn group(&mut self) {
        self.out.push('(');
        let mut rest = self.chars.clone();
        if rest.next() != Some('?') {
            return;
        }
        self.backtracks |= matches!(rest.next(), Some('=' | '!' | '<'));
        let Some(question_mark) = self.chars.next() else {
            return;
        };
        self.out.push(question_mark);
        while let Some(c) = self.chars.next_if(|c| matches!(c, ':' | '=' | '!' | '<')) {
            self.out.push(c);
        }
    }

    fn escape(&mut self, within: Within) -> Result<(), PatternError> {
        let c = self.chars.next().ok_or(PatternError::Unfinished)?;
        match c {
            'n' | 'r' | 't' => {
                self.out.push('\\');
                self.out.push(c);
            }
            'd' => self.out.push_str(r"\p{Nd}"),
            'D' => self.out.push_str(r"\P{Nd}"),
            's' => self.out.push_str(r"[ \t\n\r]"),
            'S' => self.out.push_str(r"[^ \t\n\r]"),
            'w' => self.out.push_str(r"[^\p{P}\p{Z}\p{C}]"),
            'W' => self.out.push_str(r"[\p{P}\p{Z}\p{C}]"),
            'i' => self.set("", NAME_START, ""),
            'I' => self.set("^", NAME_START, ""),
            'c' => self.set("", NAME_START, NAME_MORE),
            'C' => self.set("^", NAME_START, NAME_MORE),
            'p' | 'P' => self.category(c)?,
            '1'..='9' if within == Within::Pattern => {
                self.backtracks = true;
                self.out.push('\\');
                self.out.push(c);
            }
            _ if c.is_ascii_punctuation() => self.literal(c),
            other => return Err(PatternError::Escape(other)),
        }
        Ok(())
    }

    fn set(&mut self, not: &str, chars: &str, more: &str) {
        for part in ["[", not, chars, more, "]"] {
            self.out.push_str(part);
        }
    }

    /// `\p{L}`, `\p{IsGreek}`.
    fn category(&mut self, letter: char) -> Result<(), PatternError> {
        if self.chars.next() != Some('{') {
            return Err(PatternError::Escape(letter));
        }
        let mut name = String::new();
        loop {
            match self.chars.next().ok_or(PatternError::Unfinished)? {
                '}' => break,
                c => name.push(c),
            }
        }
        let Some(block) = name.strip_prefix("Is") else {
            self.out.push('\\');
            self.out.push(letter);
            self.out.push('{');
            self.out.push_str(&name);
            self.out.push('}');
            return Ok(());
        };
        let known = BLOCKS.iter().find(|(known, ..)| *known == block);
        let Some((_, first, last)) = known else {
            return Err(PatternError::Block(block.to_owned()));
        };
        let not = if letter == 'P' { "^" } else { "" };
        let wrote = write!(self.out, r"[{not}\x{{{first:X}}}-\x{{{last:X}}}]");
        wrote.map_err(|error| PatternError::Other(error.to_string()))
    }

    /// A character class, of which the opening bracket has been read.
    fn class(&mut self) -> Result<(), PatternError> {
        self.out.push('[');
        if self.chars.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        let mut first = true;
        loop {
            match self.chars.next().ok_or(PatternError::Unfinished)? {
                ']' if !first => break,
                '\\' => self.escape(Within::Class)?,
                '[' => return Err(PatternError::Nested),
                '-' => self.hyphen(first)?,
                c => self.literal(c),
            }
            first = false;
        }
        self.out.push(']');
        Ok(())
    }

    /// In a class a hyphen is a range, a subtraction, or itself at the start or end.
    fn hyphen(&mut self, first: bool) -> Result<(), PatternError> {
        match self.chars.peek() {
            Some('[') => {
                self.chars.next();
                self.out.push_str("--");
                self.class()
            }
            Some(']') | None => {
                self.out.push_str(r"\-");
                Ok(())
            }
            Some(_) if first => {
                self.out.push_str(r"\-");
                Ok(())
            }
            Some(_) => {
                self.out.push('-');
                Ok(())
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    Pattern,
    Class,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(pattern: &str, flags: &str, text: &str) -> bool {
        Pattern::new(pattern, flags).unwrap().is_match(text)
    }

    #[test]
    fn what_xpath_has_and_others_have_not_is_translated() {
        assert!(finds(r"^\i\c*$", "", "é-1"));
        assert!(!finds(r"^\i\c*$", "", "-1"));
        assert!(finds("^[a-z-[aeiou]]+$", "", "xyz"));
        assert!(!finds("^[a-z-[aeiou]]+$", "", "xaz"));
        assert!(finds(r"^\p{IsBasicLatin}+$", "", "abc"));
        assert!(!finds(r"^\P{IsBasicLatin}$", "", "a"));
        assert!(finds(r"^[\i-[:]][\c-[:]]*$", "", "name"));
        assert!(!finds(r"^[\i-[:]][\c-[:]]*$", "", "a:b"));
    }

    #[test]
    fn flags_do_what_xpath_says() {
        assert!(finds("^b.c$", "sm", "a\nb\nc"));
        assert!(!finds("^b", "", "a\nb"));
        assert!(finds("TŶ h", "ix", "tŷh"));
        assert!(finds("a.b", "q", "xa.by"));
        assert!(!finds("a.b", "q", "axb"));
        assert!(!finds("^a$", "", "a\n"));
    }

    #[test]
    fn looking_ahead_and_back_references_work() {
        assert!(finds("^(?!Unknown).*$", "", "Cardiff"));
        assert!(!finds("^(?!Unknown).*$", "", "Unknown court"));
        assert!(finds(r"^(.)\1$", "", "aa"));
        assert!(!finds(r"^(.)\1$", "", "ab"));
    }

    #[test]
    fn ordinary_patterns_mean_the_same() {
        assert!(finds(r"^[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}$", "", "CF10 3PG"));
        assert!(finds("^[^@]+@[a-z.-]+$", "", "a@b.gov.uk"));
        assert!(finds("^https?://", "", "https://x"));
        assert!(finds(r"^a\/b\-c$", "", "a/b-c"));
        assert!(finds("^(?:ab|c)+?$", "", "abc"));
    }

    #[test]
    fn what_is_illegal_is_refused() {
        assert!(Pattern::new("(", "").is_err());
        assert!(Pattern::new("[a", "").is_err());
        assert!(Pattern::new(r"\b", "").is_err());
        assert!(Pattern::new("a", "g").is_err());
        assert!(Pattern::new(r"\p{IsKlingon}", "").is_err());
    }
}
