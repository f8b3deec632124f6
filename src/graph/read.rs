use std::path::{Path, PathBuf};
use std::{fs, io};

use oxrdf::{BlankNode, BlankNodeRef, NamedOrBlankNodeRef, Term, TermRef, TripleRef};
use oxrdfio::{RdfFormat, RdfParseError, RdfParser};
use oxttl::TurtleParser;
use percent_encoding::percent_decode_str;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

use super::spans::Object;
use super::{GraphBuilder, Spans, Triple, TripleSink};
use crate::diagnostic::{Place, SourceName};

/// Why a file could not be read as RDF.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It could not be opened or is not UTF-8.
    #[error("cannot read {0}: {1}")]
    Io(SourceName, #[source] io::Error),
    /// Its name ends like that of no RDF format.
    #[error("{0} has no ending of an RDF format, such as .ttl, .nt, .rdf or .jsonld")]
    Format(SourceName),
    /// It breaks its format's grammar.
    #[error("{message}")]
    Syntax {
        /// Where.
        place: Box<Place>,
        /// What the parser says.
        message: String,
    },
}

impl ReadError {
    /// The file, and the place in it where that is known.
    pub fn place(&self) -> Place {
        match self {
            Self::Io(name, _) | Self::Format(name) => Place::file(name.clone()),
            Self::Syntax { place, .. } => (**place).clone(),
        }
    }
}

/// The RDF format that a file's name ends in.
pub fn format_of(path: &Path) -> Option<RdfFormat> {
    RdfFormat::from_extension(path.extension()?.to_str()?)
}

/// Reads a file into a graph; its format is told from its name.
///
/// Its blank nodes get labels made from the file's name and a number, so that two files share none,
/// and one file read twice has the same.
pub fn read_file(
    builder: &mut GraphBuilder,
    path: &Path,
    spans: Option<&mut Spans>,
) -> Result<(), ReadError> {
    let name = SourceName::new(path.to_string_lossy().as_ref());
    let Some(format) = format_of(path) else {
        return Err(ReadError::Format(name));
    };
    let text = fs::read_to_string(path).map_err(|error| ReadError::Io(name.clone(), error))?;
    read_text(builder, &name, &text, format, spans)
}

/// Reads a text into a graph; relative IRIs are resolved against the text's name as a file URL.
///
/// The names of graphs are dropped. Where the format is Turtle or N-Triples, `spans` learns where
/// each triple stands.
pub fn read_text(
    builder: &mut GraphBuilder,
    name: &SourceName,
    text: &str,
    format: RdfFormat,
    spans: Option<&mut Spans>,
) -> Result<(), ReadError> {
    let mut labels = Labels::new(name);
    match (format, spans) {
        (RdfFormat::Turtle | RdfFormat::NTriples, Some(spans)) => {
            read_with_spans(builder, name, text, spans, &mut labels)
        }
        _ => read_plainly(builder, name, text, format, &mut labels),
    }
}

fn read_plainly(
    builder: &mut GraphBuilder,
    name: &SourceName,
    text: &str,
    format: RdfFormat,
    labels: &mut Labels,
) -> Result<(), ReadError> {
    let parser = RdfParser::from_format(format).with_base_iri(base_of(name));
    let parser = parser.expect("a file URL with escapes is an IRI");
    for quad in parser.for_slice(text.as_bytes()) {
        let quad = quad.map_err(|error| {
            let error = RdfParseError::from(error);
            let RdfParseError::Syntax(syntax) = &error else {
                return ReadError::Io(name.clone(), io::Error::other(error));
            };
            let span = syntax
                .location()
                .map(|l| offset(l.start.offset)..offset(l.end.offset));
            syntax_error(name, text, span, error.to_string())
        })?;
        let triple = TripleRef::from(quad.as_ref());
        add(builder, triple, labels);
    }
    Ok(())
}

/// Feeds the parser one character at a time: the character that completes a triple is its end.
fn read_with_spans(
    builder: &mut GraphBuilder,
    name: &SourceName,
    text: &str,
    spans: &mut Spans,
    labels: &mut Labels,
) -> Result<(), ReadError> {
    let parser = TurtleParser::new().with_base_iri(base_of(name));
    let mut parser = parser
        .expect("a file URL with escapes is an IRI")
        .low_level();
    let mut recorder = spans.record(name, text);
    let mut buffer = [0; 4];
    let mut chars = text.char_indices();
    while !parser.is_end() {
        let end = if let Some((at, c)) = chars.next() {
            parser.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
            at
        } else {
            parser.end();
            text.len()
        };
        while let Some(triple) = parser.parse_next() {
            let triple = triple.map_err(|error| {
                let location = error.location();
                let span = offset(location.start.offset)..offset(location.end.offset);
                syntax_error(name, text, Some(span), error.message().to_owned())
            })?;
            let object = match &triple.object {
                Term::BlankNode(_) => Object::Blank,
                _ => Object::Other,
            };
            let triple = add(builder, triple.as_ref(), labels);
            recorder.triple(triple, object, end);
        }
    }
    Ok(())
}

fn syntax_error(
    name: &SourceName,
    text: &str,
    span: Option<std::ops::Range<usize>>,
    message: String,
) -> ReadError {
    let place = match span {
        Some(span) => Place::in_text(name.clone(), text, span),
        None => Place::file(name.clone()),
    };
    ReadError::Syntax {
        place: Box::new(place),
        message,
    }
}

fn offset(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

fn add(builder: &mut GraphBuilder, triple: TripleRef<'_>, labels: &mut Labels) -> Triple {
    let terms = builder.terms();
    let subject = match triple.subject {
        NamedOrBlankNodeRef::NamedNode(iri) => terms.intern(iri),
        NamedOrBlankNodeRef::BlankNode(node) => terms.intern(labels.of(node)),
    };
    let predicate = terms.intern(triple.predicate);
    let object = match triple.object {
        TermRef::BlankNode(node) => terms.intern(labels.of(node)),
        other => terms.intern(other),
    };
    let triple = Triple::new(subject, predicate, object);
    let Ok(()) = builder.triple(triple);
    triple
}

/// Gives blank nodes labels that no other file has.
struct Labels {
    prefix: String,
    known: FxHashMap<String, BlankNode>,
}

impl Labels {
    fn new(name: &SourceName) -> Self {
        let mut hasher = FxHasher::default();
        hasher.write(name.as_str().as_bytes());
        Self {
            prefix: format!("f{:x}n", hasher.finish()),
            known: FxHashMap::default(),
        }
    }

    fn of(&mut self, node: BlankNodeRef<'_>) -> BlankNodeRef<'_> {
        if !self.known.contains_key(node.as_str()) {
            let label = format!("{}{}", self.prefix, self.known.len());
            let renamed = BlankNode::new_unchecked(label);
            self.known.insert(node.as_str().to_owned(), renamed);
        }
        self.known[node.as_str()].as_ref()
    }
}

/// The file that a file URL means, if there is one; the opposite of how relative IRIs are resolved,
/// which makes one URL of a path and the same path below the root.
pub fn path_of_url(url: &str) -> Option<PathBuf> {
    let text = url.strip_prefix("file:///")?;
    let text = percent_decode_str(text).decode_utf8().ok()?;
    let relative = PathBuf::from(text.as_ref());
    let below_root = Path::new("/").join(&relative);
    [relative, below_root]
        .into_iter()
        .find(|path| path.is_file())
}

/// The file URL of a name; a name that is a URL itself stays.
fn base_of(name: &SourceName) -> String {
    let text = name.as_str();
    if text.contains("://") {
        return text.to_owned();
    }
    let mut url = String::from("file:///");
    for byte in text.trim_start_matches('/').bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push('%');
            for half in [byte >> 4, byte & 15] {
                url.extend(char::from_digit(u32::from(half), 16).map(|c| c.to_ascii_uppercase()));
            }
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_triple_of_a_turtle_file_has_its_place() {
        let text = "@prefix : <http://e/> .\n# why\n:s a :C ;\n  :p [ :q \"é\" ] ,\n     1 .\n\
            :t :p [ :q :x ; :r [ :s :y ] ; :q \"[z\" ] , [ :r [ :s \"w\" ] ] ; :in ( 1 :x ) .\n";
        let mut builder = GraphBuilder::default();
        let mut spans = Spans::default();
        let name = SourceName::new("a.ttl");
        read_text(
            &mut builder,
            &name,
            text,
            RdfFormat::Turtle,
            Some(&mut spans),
        )
        .unwrap();
        let graph = builder.finish();
        let underlined: Vec<_> = graph
            .iter()
            .map(|triple| {
                let place = spans.place(triple).unwrap();
                let excerpt = place.excerpt.clone().unwrap();
                format!("{place} {}", &excerpt.text[excerpt.span])
            })
            .collect();
        insta::assert_snapshot!(underlined.join("\n"));
    }

    #[test]
    fn a_syntax_error_has_its_place() {
        let name = SourceName::new("a.ttl");
        let text = "<http://e/s> a\n  <http://e/C .";
        let error = read_text(
            &mut GraphBuilder::default(),
            &name,
            text,
            RdfFormat::Turtle,
            None,
        );
        assert_eq!(error.unwrap_err().place().line, Some(2));
    }
}
