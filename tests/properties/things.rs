//! Things of registers and literals, as values of generated dimensions.

use crate::dimension::{BASE, Becomes, Dimension, Value};

pub(crate) fn court(name: &str, queue: bool) -> Dimension {
    let court = |label: &str, key: &str| Value::code(&[label], &format!("{BASE}/id/court"), key);
    let mut values = vec![
        court("Snaresbrook Crown Court", "snaresbrook-crown-court"),
        court("Cardiff Crown Court", "cardiff-crown-court"),
        court("Unknown", "unknown"),
    ];
    let mut rule = "register = \"court\"\n".to_owned();
    if queue {
        rule += "unmatched = \"queue\"\n";
        values.push(Value {
            becomes: Becomes::Queued,
            ..court("Nowhere-on-Sea", "")
        });
    }
    Dimension::new(name, &format!("{BASE}/def/dimension/court"), &rule, values)
}

pub(crate) fn sex(name: &str) -> Dimension {
    let list = format!("{BASE}/def/sex");
    let values = vec![
        Value::code(&["Male", "01: male", "M"], &list, "male"),
        Value::code(&["Female", "02: Female"], &list, "female"),
        Value::code(&["Persons", "Total"], &list, "all"),
    ];
    let rule = "register = \"sex\"\nextract = '^(?:\\d+: ?)?(?<value>.+)$'\n";
    Dimension::new(name, &format!("{BASE}/def/dimension/sex"), rule, values)
}

pub(crate) fn texts() -> Vec<Value> {
    let texts = [
        "AB-17/3",
        "Supplier 7 Ltd",
        "two  spaces",
        "a \"quoted\" word",
        "100% new",
        "x&y=z",
    ];
    let text = |&text: &&str| Value::literal(&[text, &format!(" {text} ")], text, "string");
    texts.iter().map(text).collect()
}

pub(crate) fn wholes() -> Vec<Value> {
    vec![
        Value::literal(&["1234", "1,234", "01234"], "1234", "integer"),
        Value::literal(&["0", "00"], "0", "integer"),
        Value::literal(&["-7", " -7 "], "-7", "integer"),
    ]
}

pub(crate) fn dates() -> Vec<Value> {
    vec![
        Value::literal(&["2019-02-28"], "2019-02-28", "date"),
        Value::literal(&["2020-02-29"], "2020-02-29", "date"),
    ]
}
