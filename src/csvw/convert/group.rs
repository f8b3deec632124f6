use oxrdf::{BlankNodeRef, NamedNodeRef};

use crate::csvw::metadata::{AnnotationValue, Table, TableGroup};
use crate::graph::{Dictionary, TermId, Triple, TripleSink};
use crate::vocab::{csvw, rdf, rdfs};

use super::annotation::{annotation_value, annotations};

/// Gives out blank nodes, each with a label of its own.
#[derive(Debug, Default)]
pub(crate) struct BlankNodes {
    given: u64,
}

impl BlankNodes {
    fn label(&mut self) -> String {
        self.given += 1;
        format!("b{}", self.given)
    }

    /// A node that no one has yet.
    pub(super) fn fresh(&mut self, terms: &mut Dictionary) -> TermId {
        let label = self.label();
        terms.intern(BlankNodeRef::new_unchecked(&label))
    }
}

/// The node of a table group in [standard mode](https://www.w3.org/TR/csv2rdf/#dfn-standard-mode).
///
/// It is kept as text: while tables are written, a sink may forget its terms.
pub(crate) enum GroupNode {
    Iri(String),
    Blank(String),
}

impl GroupNode {
    pub(super) fn intern(&self, terms: &mut Dictionary) -> TermId {
        match self {
            Self::Iri(iri) => terms.intern(NamedNodeRef::new_unchecked(iri)),
            Self::Blank(label) => terms.intern(BlankNodeRef::new_unchecked(label)),
        }
    }

    fn fresh(id: Option<&String>, blanks: &mut BlankNodes) -> Self {
        id.map_or_else(|| Self::Blank(blanks.label()), |iri| Self::Iri(iri.clone()))
    }
}

/// Writes the table group and what is said of it.
pub(crate) fn begin_group<S: TripleSink>(
    sink: &mut S,
    blanks: &mut BlankNodes,
    group: &TableGroup,
) -> Result<GroupNode, S::Error> {
    let node = GroupNode::fresh(group.id.as_ref(), blanks);
    let subject = node.intern(sink.terms());
    typed(sink, subject, csvw::TABLE_GROUP)?;
    annotations(sink, blanks, subject, &group.annotations)?;
    notes(sink, blanks, subject, &group.notes)?;
    Ok(node)
}

/// Writes a table and what is said of it; what comments in the file say, only where no metadata do.
pub(super) fn begin_table<S: TripleSink>(
    sink: &mut S,
    blanks: &mut BlankNodes,
    group: &GroupNode,
    table: &Table,
    comments: &[String],
) -> Result<GroupNode, S::Error> {
    let node = GroupNode::fresh(table.id.as_ref(), blanks);
    let subject = node.intern(sink.terms());
    let group = group.intern(sink.terms());
    let has_table = sink.terms().intern(csvw::TABLE);
    sink.triple(Triple::new(group, has_table, subject))?;
    typed(sink, subject, csvw::TABLE_CLASS)?;
    let has_url = sink.terms().intern(csvw::URL);
    let url = sink
        .terms()
        .intern(NamedNodeRef::new_unchecked(table.url.as_str()));
    sink.triple(Triple::new(subject, has_url, url))?;
    annotations(sink, blanks, subject, &table.annotations)?;
    notes(sink, blanks, subject, &table.notes)?;
    let comment = sink.terms().intern(rdfs::COMMENT);
    let comments = comments.iter().filter(|_| table.place.is_none());
    for text in comments {
        let text = sink
            .terms()
            .intern(oxrdf::LiteralRef::new_simple_literal(text));
        sink.triple(Triple::new(subject, comment, text))?;
    }
    Ok(node)
}

fn notes<S: TripleSink>(
    sink: &mut S,
    blanks: &mut BlankNodes,
    subject: TermId,
    notes: &[AnnotationValue],
) -> Result<(), S::Error> {
    let has_note = sink.terms().intern(csvw::NOTE);
    for note in notes {
        annotation_value(sink, blanks, subject, has_note, note)?;
    }
    Ok(())
}

/// Writes the type of a node.
pub(super) fn typed<S: TripleSink>(
    sink: &mut S,
    subject: TermId,
    class: NamedNodeRef<'_>,
) -> Result<(), S::Error> {
    let rdf_type = sink.terms().intern(rdf::TYPE);
    let class = sink.terms().intern(class);
    sink.triple(Triple::new(subject, rdf_type, class))
}
