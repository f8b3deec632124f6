use super::{Allow, Modifier, Operator, VarSpec, Variable, encode};

/// What the table in [appendix A](https://www.rfc-editor.org/rfc/rfc6570#appendix-A) says of an
/// operator.
struct Behaviour {
    first: &'static str,
    separator: &'static str,
    named: bool,
    if_empty: &'static str,
    allow: Allow,
}

impl Operator {
    fn behaviour(self) -> Behaviour {
        let (first, separator, named, if_empty) = match self {
            Self::Simple | Self::Reserved => ("", ",", false, ""),
            Self::Fragment => ("#", ",", false, ""),
            Self::Label => (".", ".", false, ""),
            Self::Path => ("/", "/", false, ""),
            Self::Parameter => (";", ";", true, ""),
            Self::Query => ("?", "&", true, "="),
            Self::Continuation => ("&", "&", true, "="),
        };
        Behaviour {
            first,
            separator,
            named,
            if_empty,
            allow: self.allow(),
        }
    }
}

/// Appends one expression's expansion to `out`.
pub(crate) fn expand_expression<'s, 'v>(
    out: &mut String,
    operator: Operator,
    values: impl Iterator<Item = (&'s VarSpec, Variable<'v>)>,
) {
    let behaviour = operator.behaviour();
    let mut lead = behaviour.first;
    for (spec, value) in values {
        let members = match value {
            Variable::Undefined => continue,
            Variable::One(value) => vec![value],
            Variable::Many(members) if members.is_empty() => continue,
            Variable::Many(members) => members,
        };
        out.push_str(lead);
        lead = behaviour.separator;
        expand_value(out, &behaviour, spec, &members);
    }
}

fn expand_value(out: &mut String, behaviour: &Behaviour, spec: &VarSpec, members: &[&str]) {
    if spec.modifier == Modifier::Explode {
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                out.push_str(behaviour.separator);
            }
            push_name(out, behaviour, spec, member.is_empty());
            encode(out, member, behaviour.allow);
        }
        return;
    }
    push_name(out, behaviour, spec, members.concat().is_empty());
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        encode(out, truncated(member, spec.modifier), behaviour.allow);
    }
}

fn push_name(out: &mut String, behaviour: &Behaviour, spec: &VarSpec, is_empty: bool) {
    if behaviour.named {
        out.push_str(&spec.name);
        out.push_str(if is_empty { behaviour.if_empty } else { "=" });
    }
}

fn truncated(value: &str, modifier: Modifier) -> &str {
    match modifier {
        Modifier::Prefix(length) => {
            let end = value
                .char_indices()
                .nth(length)
                .map_or(value.len(), |(at, _)| at);
            &value[..end]
        }
        _ => value,
    }
}
