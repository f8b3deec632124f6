use std::collections::BTreeMap;

use oxrdf::NamedNodeRef;

use crate::csvw::{Annotation, AnnotationValue};
use crate::vocab::rdf;

/// What metadata say with properties of other vocabularies, by the node that they say it of.
#[derive(Clone, Debug, Default)]
pub(super) struct Statements {
    of: BTreeMap<Node, Vec<(String, Object)>>,
    blanks: usize,
}

/// What something is said of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    /// The data set, whatever the metadata call it.
    Dataset,
    Iri(String),
    Blank(usize),
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Object {
    Node(Node),
    Literal {
        value: String,
        /// A language or else a datatype.
        language: Option<String>,
        datatype: String,
    },
}

impl Statements {
    /// Adds what is said of a node, and of the nodes within.
    pub(super) fn add(&mut self, subject: &Node, annotations: &[Annotation]) {
        for annotation in annotations {
            for value in &annotation.values {
                let object = self.object(value);
                self.say(subject, &annotation.property, object);
            }
        }
    }

    fn say(&mut self, subject: &Node, property: &str, object: Object) {
        let said = self.of.entry(subject.clone()).or_default();
        said.push((property.to_owned(), object));
    }

    fn object(&mut self, value: &AnnotationValue) -> Object {
        let (id, types, properties) = match value {
            AnnotationValue::Literal {
                value,
                datatype,
                language,
            } => {
                return Object::Literal {
                    value: value.clone(),
                    language: language.clone(),
                    datatype: datatype.clone(),
                };
            }
            AnnotationValue::Node {
                id,
                types,
                properties,
            } => (id, types, properties),
        };
        let node = id.clone().map_or_else(|| self.blank(), Node::Iri);
        for class in types {
            let class = Object::Node(Node::Iri(class.clone()));
            self.say(&node, rdf::TYPE.as_str(), class);
        }
        self.add(&node, properties);
        Object::Node(node)
    }

    fn blank(&mut self) -> Node {
        self.blanks += 1;
        Node::Blank(self.blanks)
    }

    /// Takes all that is said of an IRI, or with it, as being about the data set.
    pub(super) fn is_dataset(&mut self, iri: &str) {
        let named = Node::Iri(iri.to_owned());
        if let Some(said) = self.of.remove(&named) {
            self.of.entry(Node::Dataset).or_default().extend(said);
        }
        for (_, object) in self.of.values_mut().flatten() {
            if *object == Object::Node(named.clone()) {
                *object = Object::Node(Node::Dataset);
            }
        }
    }

    /// The values of a property of a node.
    pub(super) fn values(
        &self,
        node: &Node,
        property: NamedNodeRef<'_>,
    ) -> impl Iterator<Item = &Object> {
        let said = self.of.get(node).into_iter().flatten();
        said.filter(move |(known, _)| known == property.as_str())
            .map(|(_, object)| object)
    }

    /// The nodes that are values of a property of a node.
    pub(super) fn nodes(
        &self,
        node: &Node,
        property: NamedNodeRef<'_>,
    ) -> impl Iterator<Item = &Node> {
        self.values(node, property)
            .filter_map(|object| match object {
                Object::Node(node) => Some(node),
                Object::Literal { .. } => None,
            })
    }

    /// Whether anything is said of a node with a property.
    pub(super) fn has(&self, node: &Node, property: NamedNodeRef<'_>) -> bool {
        self.values(node, property).next().is_some()
    }

    /// Whether a node is said to have a type.
    pub(super) fn is_a(&self, node: &Node, class: NamedNodeRef<'_>) -> bool {
        self.nodes(node, rdf::TYPE)
            .any(|known| *known == Node::Iri(class.as_str().to_owned()))
    }

    /// Whether anything is said of a node.
    pub(super) fn speak_of(&self, node: &Node) -> bool {
        self.of.contains_key(node)
    }

    /// Everything.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Node, &str, &Object)> {
        self.of.iter().flat_map(|(node, said)| {
            said.iter()
                .map(move |(property, object)| (node, property.as_str(), object))
        })
    }

    /// The nodes that something is said of.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &Node> {
        self.of.keys()
    }
}

impl Node {
    pub(super) fn iri(&self) -> Option<&str> {
        match self {
            Self::Iri(iri) => Some(iri),
            Self::Dataset | Self::Blank(_) => None,
        }
    }
}
