//! [URI Templates](https://www.rfc-editor.org/rfc/rfc6570), all four levels.

mod encode;
mod expand;

use thiserror::Error;

pub(crate) use encode::{Allow, encode, push_encoded};
pub(crate) use expand::expand_expression;

/// A parsed URI template, such as `http://example.org/{court}{?quarter}`.
///
/// ```
/// use assize::csvw::{Template, Variable};
///
/// let template = Template::parse("/court/{name}{?tags*}")?;
/// let mut uri = String::new();
/// template.expand(&mut uri, |name| match name {
///     "name" => Variable::One("St Albans"),
///     _ => Variable::Many(vec!["a", "b"]),
/// });
/// assert_eq!(uri, "/court/St%20Albans?tags=a&tags=b");
/// # Ok::<_, assize::csvw::TemplateError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    source: String,
    parts: Vec<Part>,
}

/// Why a text is no URI template.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TemplateError {
    /// A brace without its other one.
    #[error("a brace in the template is not closed, or was never opened")]
    Brace,
    /// An operator that RFC 6570 reserves for later.
    #[error("`{0}` is an operator that URI templates reserve")]
    Operator(char),
    /// A name that is none, or a bad modifier.
    #[error("`{0}` is no variable of a URI template")]
    Variable(String),
}

/// The value of a variable during expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variable<'v> {
    /// Without a value: it expands to nothing.
    Undefined,
    /// One value.
    One(&'v str),
    /// A list; an empty one counts as undefined.
    Many(Vec<&'v str>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Already encoded as RFC 6570 wants.
    Literal(String),
    Expression(Operator, Vec<VarSpec>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VarSpec {
    pub(crate) name: String,
    pub(crate) modifier: Modifier,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Modifier {
    None,
    /// `{var:3}`: only so many characters.
    Prefix(usize),
    /// `{var*}`: each member by itself.
    Explode,
}

/// The character after the opening brace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Simple,
    Reserved,
    Fragment,
    Label,
    Path,
    Parameter,
    Query,
    Continuation,
}

impl Operator {
    fn of(c: char) -> Result<Option<Self>, TemplateError> {
        Ok(Some(match c {
            '+' => Self::Reserved,
            '#' => Self::Fragment,
            '.' => Self::Label,
            '/' => Self::Path,
            ';' => Self::Parameter,
            '?' => Self::Query,
            '&' => Self::Continuation,
            '=' | ',' | '!' | '@' | '|' => return Err(TemplateError::Operator(c)),
            _ => return Ok(None),
        }))
    }

    /// Which characters of a value stay as they are.
    pub(crate) fn allow(self) -> Allow {
        match self {
            Self::Reserved | Self::Fragment => Allow::Reserved,
            _ => Allow::Unreserved,
        }
    }
}

impl Template {
    /// Parses a template.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = source;
        while let Some(at) = rest.find(['{', '}']) {
            push_literal(&mut parts, &rest[..at]);
            let inside = rest[at..].strip_prefix('{').ok_or(TemplateError::Brace)?;
            let end = inside.find('}').ok_or(TemplateError::Brace)?;
            parts.push(expression(&inside[..end])?);
            rest = &inside[end + 1..];
        }
        push_literal(&mut parts, rest);
        Ok(Self {
            source: source.to_owned(),
            parts,
        })
    }

    /// The text it was parsed from.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The names of its variables, in order; one that is used twice comes twice.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.parts
            .iter()
            .flat_map(|part| match part {
                Part::Literal(_) => [].iter(),
                Part::Expression(_, specs) => specs.iter(),
            })
            .map(|spec| spec.name.as_str())
    }

    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Appends the expansion to `out`.
    pub fn expand<'v>(&self, out: &mut String, variable: impl Fn(&str) -> Variable<'v>) {
        for part in &self.parts {
            match part {
                Part::Literal(text) => out.push_str(text),
                Part::Expression(operator, specs) => {
                    let values = specs.iter().map(|spec| (spec, variable(&spec.name)));
                    expand_expression(out, *operator, values);
                }
            }
        }
    }
}

fn push_literal(parts: &mut Vec<Part>, text: &str) {
    if !text.is_empty() {
        let mut literal = String::new();
        encode(&mut literal, text, Allow::Reserved);
        parts.push(Part::Literal(literal));
    }
}

fn expression(inside: &str) -> Result<Part, TemplateError> {
    let first = inside.chars().next().unwrap_or_default();
    let (operator, specs) = match Operator::of(first)? {
        Some(operator) => (operator, &inside[1..]),
        None => (Operator::Simple, inside),
    };
    let specs: Result<_, _> = specs.split(',').map(varspec).collect();
    Ok(Part::Expression(operator, specs?))
}

fn varspec(text: &str) -> Result<VarSpec, TemplateError> {
    let bad = || TemplateError::Variable(text.to_owned());
    let (name, modifier) = if let Some(name) = text.strip_suffix('*') {
        (name, Modifier::Explode)
    } else if let Some((name, length)) = text.split_once(':') {
        let digits = length.bytes().all(|b| b.is_ascii_digit()) && !length.starts_with('0');
        let length = length.parse().ok().filter(|n| digits && *n < 10_000);
        (name, Modifier::Prefix(length.ok_or_else(bad)?))
    } else {
        (text, Modifier::None)
    };
    if !is_variable_name(name) {
        return Err(bad());
    }
    Ok(VarSpec {
        name: name.to_owned(),
        modifier,
    })
}

/// Whether a text is a [varname](https://www.rfc-editor.org/rfc/rfc6570#section-2.3).
pub(crate) fn is_variable_name(name: &str) -> bool {
    let mut dots = name.split('.');
    dots.all(|part| !part.is_empty() && is_name_part(part.as_bytes()))
}

fn is_name_part(mut bytes: &[u8]) -> bool {
    while let Some((first, rest)) = bytes.split_first() {
        bytes = match (first, rest) {
            (b'%', [high, low, rest @ ..])
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                rest
            }
            (b'_', rest) => rest,
            (byte, rest) if byte.is_ascii_alphanumeric() => rest,
            _ => return false,
        };
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The variables of the examples in section 3.2 of the RFC, the lists among them.
    fn value(name: &str) -> Variable<'static> {
        match name {
            "count" => Variable::Many(vec!["one", "two", "three"]),
            "dom" => Variable::Many(vec!["example", "com"]),
            "list" => Variable::Many(vec!["red", "green", "blue"]),
            "none" => Variable::Many(Vec::new()),
            "dub" => Variable::One("me/too"),
            "hello" => Variable::One("Hello World!"),
            "half" => Variable::One("50%"),
            "var" => Variable::One("value"),
            "who" => Variable::One("fred"),
            "base" => Variable::One("http://example.com/home/"),
            "path" => Variable::One("/foo/bar"),
            "v" => Variable::One("6"),
            "x" => Variable::One("1024"),
            "y" => Variable::One("768"),
            "empty" => Variable::One(""),
            _ => Variable::Undefined,
        }
    }

    #[test]
    fn the_examples_of_the_rfc_come_out() {
        let cases = [
            ("{count}", "one,two,three"),
            ("{count*}", "one,two,three"),
            ("{/count}", "/one,two,three"),
            ("{/count*}", "/one/two/three"),
            ("{;count}", ";count=one,two,three"),
            ("{;count*}", ";count=one;count=two;count=three"),
            ("{?count}", "?count=one,two,three"),
            ("{?count*}", "?count=one&count=two&count=three"),
            ("{&count*}", "&count=one&count=two&count=three"),
            ("{var}", "value"),
            ("{hello}", "Hello%20World%21"),
            ("{half}", "50%25"),
            ("O{empty}X", "OX"),
            ("O{undef}X", "OX"),
            ("{x,y}", "1024,768"),
            ("{x,hello,y}", "1024,Hello%20World%21,768"),
            ("?{x,empty}", "?1024,"),
            ("?{x,undef}", "?1024"),
            ("?{undef,y}", "?768"),
            ("{var:3}", "val"),
            ("{var:30}", "value"),
            ("{+hello}", "Hello%20World!"),
            ("{+half}", "50%25"),
            ("{base}index", "http%3A%2F%2Fexample.com%2Fhome%2Findex"),
            ("{+base}index", "http://example.com/home/index"),
            ("{+x,hello,y}", "1024,Hello%20World!,768"),
            ("{+path:6}/here", "/foo/b/here"),
            ("{+list*}", "red,green,blue"),
            ("{#var}", "#value"),
            ("{#half}", "#50%25"),
            ("foo{#empty}", "foo#"),
            ("foo{#undef}", "foo"),
            ("{#x,hello,y}", "#1024,Hello%20World!,768"),
            ("{#path:6}here", "#/foo/bhere"),
            ("{.who,who}", ".fred.fred"),
            ("{.half,who}", ".50%25.fred"),
            ("www{.dom*}", "www.example.com"),
            ("X{.empty}", "X."),
            ("X{.undef}", "X"),
            ("X{.list}", "X.red,green,blue"),
            ("{/who}", "/fred"),
            ("{/var,empty}", "/value/"),
            ("{/var:1,var}", "/v/value"),
            ("{/list*,path:4}", "/red/green/blue/%2Ffoo"),
            ("{;who}", ";who=fred"),
            ("{;empty}", ";empty"),
            ("{;v,empty,who}", ";v=6;empty;who=fred"),
            ("{;hello:5}", ";hello=Hello"),
            ("{?who}", "?who=fred"),
            ("{?x,y,empty}", "?x=1024&y=768&empty="),
            ("{?x,y,undef}", "?x=1024&y=768"),
            ("{?none}", ""),
            ("?fixed=yes{&x}", "?fixed=yes&x=1024"),
            ("{&var:3}", "&var=val"),
            ("{&x,y,empty}", "&x=1024&y=768&empty="),
        ];
        for (template, expected) in cases {
            let mut out = String::new();
            Template::parse(template).unwrap().expand(&mut out, value);
            assert_eq!(out, expected, "{template}");
        }
    }

    #[test]
    fn literals_are_encoded_where_a_uri_needs_it() {
        let mut out = String::new();
        Template::parse("/tŷ llys%20/{x}")
            .unwrap()
            .expand(&mut out, value);
        assert_eq!(out, "/t%C5%B7%20llys%20/1024");
    }

    #[test]
    fn what_is_no_template_is_refused() {
        for text in [
            "{",
            "}",
            "a{b",
            "{}",
            "{a b}",
            "{=a}",
            "{a:0}",
            "{a:x}",
            "{a:10000}",
            "{a..b}",
            "{%4}",
        ] {
            assert!(Template::parse(text).is_err(), "{text}");
        }
    }
}
