use oxiri::Iri;
use percent_encoding::percent_decode_str;

use crate::csvw::annotate::AnnotatedColumn;
use crate::csvw::metadata::expand_prefix;
use crate::csvw::template::{
    Allow, Modifier, Operator, Part, Template, VarSpec, Variable, expand_expression,
};
use crate::csvw::web::without_fragment;
use crate::diagnostic::Place;

/// A template whose variables are bound to the columns of a table, and which is resolved against
/// the table's URL as far as that can be done once for all rows.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    parts: Vec<BoundPart>,
    finish: Finish,
}

#[derive(Clone, Debug)]
enum BoundPart {
    Literal(String),
    /// `{name}` of a column: its values are encoded once for all templates.
    Column(usize),
    Expression(Operator, Vec<(VarSpec, Binding)>),
}

/// Where the value of a variable comes from.
#[derive(Clone, Debug)]
enum Binding {
    Column(usize),
    Row,
    SourceRow,
    Fixed(String),
    Unknown,
}

/// What is to be done after expansion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finish {
    /// Nothing: an absolute IRI in front, and only encoded values in it.
    Ready,
    /// An absolute IRI in front, but values may hold anything.
    Check,
    /// Prefixes, relative references: everything.
    Resolve,
}

/// The row that a template is expanded for.
pub(super) trait Values {
    /// The lexical forms of the cell of a column, in order; `None` if its value is null.
    fn values(&self, column: usize) -> Option<Vec<&str>>;
    /// The same, encoded and joined as `{name}` wants it.
    fn encoded(&self, column: usize) -> &str;
    /// The number of the row in the table.
    fn row(&self) -> u64;
    /// The number of the row in the file.
    fn source_row(&self) -> u64;
}

/// A variable that nothing sets, and where the column is described whose template uses it.
pub(super) struct Unknown {
    pub(super) name: String,
    pub(super) definition: Option<Place>,
}

/// A template, and the variables that it uses but nothing sets.
pub(super) struct Binder<'t> {
    pub(super) columns: &'t [AnnotatedColumn],
    pub(super) base: &'t Iri<String>,
    pub(super) unknown: Vec<Unknown>,
}

impl Binder<'_> {
    /// Binds a template of the column at `index`.
    pub(super) fn bind(&mut self, template: &Template, index: usize) -> Bound {
        let mut parts: Vec<BoundPart> = Vec::new();
        for part in template.parts() {
            match self.bind_part(part, index) {
                BoundPart::Literal(text) => match parts.last_mut() {
                    Some(BoundPart::Literal(before)) => before.push_str(&text),
                    _ => parts.push(BoundPart::Literal(text)),
                },
                part => parts.push(part),
            }
        }
        let finish = self.resolve_start(&mut parts);
        Bound { parts, finish }
    }

    fn bind_part(&mut self, part: &Part, index: usize) -> BoundPart {
        let (operator, specs) = match part {
            Part::Literal(text) => return BoundPart::Literal(text.clone()),
            Part::Expression(operator, specs) => (*operator, specs),
        };
        let bound: Vec<_> = specs
            .iter()
            .map(|spec| (spec.clone(), self.binding(&spec.name, index)))
            .collect();
        if let [(spec, Binding::Column(column))] = bound.as_slice()
            && operator == Operator::Simple
            && !matches!(spec.modifier, Modifier::Prefix(_))
        {
            return BoundPart::Column(*column);
        }
        let part = BoundPart::Expression(operator, bound);
        if part.depends_on_row() {
            return part;
        }
        let mut text = String::new();
        part.expand(&mut text, &NoRow);
        BoundPart::Literal(text)
    }

    fn binding(&mut self, name: &str, index: usize) -> Binding {
        let column = &self.columns[index];
        match name {
            "_row" => Binding::Row,
            "_sourceRow" => Binding::SourceRow,
            "_column" => Binding::Fixed(column.number.to_string()),
            "_sourceColumn" => match column.source_number {
                Some(number) => Binding::Fixed(number.to_string()),
                None => Binding::Unknown,
            },
            "_name" => Binding::Fixed(percent_decoded(&column.name)),
            _ => {
                let found = self.columns.iter().position(|column| column.name == name);
                found.map_or_else(|| self.unknown(name, index), Binding::Column)
            }
        }
    }

    fn unknown(&mut self, name: &str, index: usize) -> Binding {
        self.unknown.push(Unknown {
            name: name.to_owned(),
            definition: self.columns[index].place.clone(),
        });
        Binding::Unknown
    }

    /// Puts the prefix or the base in front, where the start of the template is fixed.
    fn resolve_start(&self, parts: &mut [BoundPart]) -> Finish {
        let Some(BoundPart::Literal(start)) = parts.first_mut() else {
            return Finish::Resolve;
        };
        if let Some(expanded) = expand_prefix(start) {
            *start = expanded;
        } else if start.starts_with('#') {
            start.insert_str(0, without_fragment(self.base.as_str()));
        }
        let encoded = parts.iter().all(BoundPart::is_encoded);
        match has_fixed_origin(&parts[0]) {
            true if encoded && Self::is_iri(parts) => Finish::Ready,
            true => Finish::Check,
            false => Finish::Resolve,
        }
    }

    /// Whether the literal parts make an IRI, whatever encoded values stand between them.
    fn is_iri(parts: &[BoundPart]) -> bool {
        let mut sample = String::new();
        for part in parts {
            part.expand(&mut sample, &NoRow);
        }
        Iri::parse(sample).is_ok()
    }
}

/// Whether scheme and authority are in the first literal whole, so that values can only follow in
/// the path, query or fragment.
fn has_fixed_origin(part: &BoundPart) -> bool {
    let BoundPart::Literal(start) = part else {
        return false;
    };
    let Some((scheme, rest)) = start.split_once(':') else {
        return false;
    };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    let whole_authority = match rest.strip_prefix("//") {
        Some(rest) => rest.contains(['/', '?', '#']),
        None => true,
    };
    is_scheme && whole_authority
}

impl BoundPart {
    fn depends_on_row(&self) -> bool {
        match self {
            Self::Literal(_) => false,
            Self::Column(_) => true,
            Self::Expression(_, specs) => {
                let varies = |binding: &Binding| {
                    matches!(
                        binding,
                        Binding::Column(_) | Binding::Row | Binding::SourceRow
                    )
                };
                specs.iter().any(|(_, binding)| varies(binding))
            }
        }
    }

    fn is_encoded(&self) -> bool {
        match self {
            Self::Expression(operator, _) => operator.allow() == Allow::Unreserved,
            _ => true,
        }
    }

    fn expand(&self, out: &mut String, values: &impl Values) {
        let (operator, specs) = match self {
            Self::Literal(text) => return out.push_str(text),
            Self::Column(column) => return out.push_str(values.encoded(*column)),
            Self::Expression(operator, specs) => (*operator, specs),
        };
        let numbers = [values.row().to_string(), values.source_row().to_string()];
        let resolved = specs.iter().map(|(spec, binding)| {
            let variable = match binding {
                Binding::Column(column) => match values.values(*column) {
                    None => Variable::Undefined,
                    Some(values) => match values.as_slice() {
                        [value] => Variable::One(value),
                        _ => Variable::Many(values),
                    },
                },
                Binding::Row => Variable::One(&numbers[0]),
                Binding::SourceRow => Variable::One(&numbers[1]),
                Binding::Fixed(text) => Variable::One(text),
                Binding::Unknown => Variable::Undefined,
            };
            (spec, variable)
        });
        expand_expression(out, operator, resolved);
    }
}

impl Bound {
    /// Whether the same IRI comes out for every row.
    pub(super) fn is_fixed(&self) -> bool {
        !self.parts.iter().any(BoundPart::depends_on_row)
    }

    /// Whether the IRI depends on one column alone.
    pub(super) fn depends_only_on(&self, column: usize) -> bool {
        self.parts.iter().all(|part| match part {
            BoundPart::Literal(_) => true,
            BoundPart::Column(index) => *index == column,
            BoundPart::Expression(_, specs) => specs.iter().all(|(_, binding)| match binding {
                Binding::Column(index) => *index == column,
                Binding::Fixed(_) | Binding::Unknown => true,
                Binding::Row | Binding::SourceRow => false,
            }),
        })
    }

    /// The columns whose values it needs.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().flat_map(|part| match part {
            BoundPart::Literal(_) => Vec::new(),
            BoundPart::Column(index) => vec![*index],
            BoundPart::Expression(_, specs) => specs
                .iter()
                .filter_map(|(_, binding)| match binding {
                    Binding::Column(index) => Some(*index),
                    _ => None,
                })
                .collect(),
        })
    }

    /// Writes the IRI of a row into `out`; on failure `out` holds what came out instead.
    pub(super) fn expand(
        &self,
        out: &mut String,
        values: &impl Values,
        base: &Iri<String>,
    ) -> Result<(), oxiri::IriParseError> {
        out.clear();
        for part in &self.parts {
            part.expand(out, values);
        }
        if self.finish == Finish::Ready && !has_dot_segment(out) {
            return Ok(());
        }
        if self.finish == Finish::Resolve
            && let Some(expanded) = expand_prefix(out)
        {
            *out = expanded;
        }
        *out = base.resolve(out)?.into_inner();
        Ok(())
    }
}

/// Whether resolving might change the path. `/.` within a query or fragment is looked at in vain.
fn has_dot_segment(iri: &str) -> bool {
    let bytes = iri.as_bytes();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    // Without a way out in the middle, many bytes are compared at once.
    let found = pairs.map(|(a, b)| u8::from(*a == b'/' && *b == b'.'));
    found.fold(0, |any, one| any | one) != 0
}

fn percent_decoded(name: &str) -> String {
    percent_decode_str(name).decode_utf8_lossy().into_owned()
}

/// No row at all: a letter for every value.
struct NoRow;

impl Values for NoRow {
    fn values(&self, _: usize) -> Option<Vec<&str>> {
        Some(vec!["a"])
    }

    fn encoded(&self, _: usize) -> &'static str {
        "a"
    }

    fn row(&self) -> u64 {
        1
    }

    fn source_row(&self) -> u64 {
        1
    }
}
