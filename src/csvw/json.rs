//! JSON with positions: every value knows the bytes it was written in, so that a finding about
//! metadata can point at them.
//!
//! The syntax is that of [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259), nothing more. Strings
//! and numbers are checked and decoded by `serde_json`; only the structure is read here, because
//! none of the span-keeping parsers at hand is as strict as metadata must be read.

use std::ops::Range;

use serde::de::IgnoredAny;
use thiserror::Error;

use crate::diagnostic::{Excerpt, Place, SourceName};

/// How deep arrays and objects may stand in each other; deeper documents are refused, so that no
/// input can exhaust the stack.
const DEPTH_LIMIT: usize = 128;

/// How many values there may be; a value takes much more memory than its text.
const NODE_LIMIT: usize = 1 << 20;

/// A line longer than this is not shown in findings.
const EXCERPT_LIMIT: usize = 400;

/// A JSON text, parsed.
#[derive(Debug)]
pub(crate) struct Document {
    source: SourceName,
    text: String,
    line_starts: Vec<usize>,
    root: Node,
}

/// A value and the bytes of the text that it was written in.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// As it was written.
    Number(String),
    String(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

/// A name and its value in an object, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) node: Node,
}

/// Why a text is no JSON, and the byte where that was noticed; the first is 0.
#[derive(Debug, Error)]
#[error("{reason}")]
pub(crate) struct JsonError {
    reason: String,
    at: usize,
}

impl PartialEq for Node {
    /// Values are equal wherever they stand.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Node {
    /// The text, if this is a string.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The members, if this is an object.
    pub(crate) fn as_object(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value of a member; of several with one name the last counts, as in ECMAScript.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let members = self.as_object()?;
        members.iter().rfind(|m| m.key == key).map(|m| &m.node)
    }

    /// What kind of value this is, as findings name it.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

impl Document {
    /// Parses a whole text; on failure says where, too.
    pub(crate) fn parse(source: SourceName, text: &str) -> Result<Self, Box<(JsonError, Place)>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        let line_starts = line_starts(&text);
        let mut parser = Parser {
            text: &text,
            at: 0,
            nodes: 0,
        };
        match parser.document() {
            Ok(root) => Ok(Self {
                source,
                text,
                line_starts,
                root,
            }),
            Err(error) => {
                let span = error.at..error.at;
                let place = place(&source, &text, &line_starts, span);
                Err(Box::new((error, place)))
            }
        }
    }

    pub(crate) fn root(&self) -> &Node {
        &self.root
    }

    /// Where a node of this document stands, with its JSON pointer.
    pub(crate) fn place(&self, node: &Node) -> Place {
        place(
            &self.source,
            &self.text,
            &self.line_starts,
            node.span.clone(),
        )
        .with_pointer(self.pointer(node))
    }

    /// The pointer is found by walking down: at each step one child holds the node's bytes.
    fn pointer(&self, node: &Node) -> String {
        let mut pointer = String::new();
        let mut at = &self.root;
        while at.span != node.span {
            // Children stand in the order of the text: the first that ends late enough.
            let ends_before = |child: &Node| child.span.end < node.span.end;
            let next = match &at.value {
                Value::Array(items) => {
                    let index = items.partition_point(ends_before);
                    items.get(index).map(|item| (index.to_string(), item))
                }
                Value::Object(members) => {
                    let index = members.partition_point(|m| ends_before(&m.node));
                    let name = |m: &Member| m.key.replace('~', "~0").replace('/', "~1");
                    members.get(index).map(|m| (name(m), &m.node))
                }
                _ => None,
            };
            let Some((step, child)) = next else { break };
            pointer.push('/');
            pointer.push_str(&step);
            at = child;
        }
        pointer
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(ends.map(|(at, _)| at + 1))
        .collect()
}

fn place(source: &SourceName, text: &str, line_starts: &[usize], span: Range<usize>) -> Place {
    let line = line_starts.partition_point(|start| *start <= span.start);
    let start = line_starts[line - 1];
    let end = line_starts.get(line).map_or(text.len(), |next| next - 1);
    let place = Place::line(source.clone(), line as u64)
        .with_column(1 + text[start..span.start].chars().take(EXCERPT_LIMIT).count());
    if end - start > EXCERPT_LIMIT {
        return place;
    }
    place.with_excerpt(Excerpt {
        text: text[start..end].to_owned(),
        first_line: line as u64,
        span: span.start - start..span.end.min(end) - start,
    })
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    nodes: usize,
}

impl Parser<'_> {
    fn document(&mut self) -> Result<Node, JsonError> {
        let root = self.node(0)?;
        self.skip_space();
        if self.at < self.text.len() {
            return Err(self.error("there is more text after the JSON value"));
        }
        Ok(root)
    }

    fn node(&mut self, depth: usize) -> Result<Node, JsonError> {
        self.skip_space();
        if depth > DEPTH_LIMIT {
            return Err(self.error("arrays and objects are nested too deep"));
        }
        self.nodes += 1;
        if self.nodes > NODE_LIMIT {
            return Err(self.error(&format!("there are more than {NODE_LIMIT} values")));
        }
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Value::String(self.string()?),
            Some(_) => self.word()?,
            None => return Err(self.error("the text ends where a value should stand")),
        };
        let span = start..self.at;
        Ok(Node { span, value })
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonError> {
        let mut members = Vec::new();
        self.at += 1;
        if self.eat(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.error("a name in double quotes should stand here"));
            }
            let key = self.string()?;
            self.expect(b':')?;
            let node = self.node(depth + 1)?;
            members.push(Member { key, node });
            if !self.eat(b',') {
                self.expect(b'}')?;
                return Ok(Value::Object(members));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, JsonError> {
        let mut items = Vec::new();
        self.at += 1;
        if self.eat(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.node(depth + 1)?);
            if !self.eat(b',') {
                self.expect(b']')?;
                return Ok(Value::Array(items));
            }
        }
    }

    fn string(&mut self) -> Result<String, JsonError> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut end = start + 1;
        while bytes.get(end).is_some_and(|byte| *byte != b'"') {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let Some(token) = self.text.get(start..=end) else {
            return Err(self.error("this string does not end"));
        };
        let Ok(text) = serde_json::from_str(token) else {
            return Err(self.error("this string holds a control character or a broken escape"));
        };
        self.at = end + 1;
        Ok(text)
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Value, JsonError> {
        let rest = &self.text[self.at..];
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let word = &rest[..rest.find(|c| !part(c)).unwrap_or(rest.len())];
        let value = match word {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ if serde_json::from_str::<IgnoredAny>(word).is_ok() => Value::Number(word.to_owned()),
            _ => return Err(self.error("no JSON value starts like this")),
        };
        self.at += word.len();
        Ok(value)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        self.skip_space();
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8) -> Result<(), JsonError> {
        if self.eat(byte) {
            Ok(())
        } else {
            Err(self.error(&format!("`{}` should stand here", char::from(byte))))
        }
    }

    fn error(&self, reason: &str) -> JsonError {
        JsonError {
            reason: reason.to_owned(),
            at: self.text.floor_char_boundary(self.at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Document, String> {
        Document::parse("m.json".into(), text)
            .map_err(|failed| format!("{}: {}", failed.1, failed.0))
    }

    #[test]
    fn a_node_knows_its_pointer_and_line() {
        let document = parse("{\"a\": [1,\n {\"b/c\": true}]}").unwrap();
        let Value::Array(items) = &document.root().get("a").unwrap().value else {
            panic!("an array was written");
        };
        let place = document.place(items[1].get("b/c").unwrap());
        assert_eq!(place.pointer.as_deref(), Some("/a/1/b~1c"));
        assert_eq!(place.to_string(), "m.json:2:10");
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for text in [
            "",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "'a'",
            "01",
            "1 2",
            "\"\\x\"",
            "[1 // c\n]",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert_eq!(
            parse("{\n \"a\" 1}").unwrap_err(),
            "m.json:2:6: `:` should stand here"
        );
        assert!(parse(&"[".repeat(100_000)).is_err());
        assert!(parse(&format!("[{}0]", "0,".repeat(NODE_LIMIT))).is_err());
    }

    proptest! {
        #[test]
        fn it_accepts_exactly_what_serde_json_accepts(text in "[\\[\\]{}\":,a0-9.eE\\-\\\\ntrufls ]{0,24}") {
            let strict = serde_json::from_str::<serde_json::Value>(&text);
            prop_assert_eq!(parse(&text).is_ok(), strict.is_ok(), "{}", text);
        }
    }
}
