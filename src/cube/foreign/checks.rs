use super::component::{Component, Role};
use super::cube::{CubeColumn, ForeignCube, Property};
use super::derive::{self, Decider, Decision};
use super::{codes, declared, describe};
use crate::csvw::{Column, Presence};
use crate::diagnostic::{Code, Finding, Findings, Place};

impl ForeignCube {
    /// The components that the metadata declare, or else those that the columns amount to.
    pub(super) fn decide(&self, findings: &mut Findings) -> Option<Vec<Component>> {
        let declared = declared::components(&self.statements);
        let columns = self.columns();
        let decider = Decider {
            statements: &self.statements,
            schema: self.schema(),
            columns: &columns,
        };
        if !declared.is_empty() {
            self.check_declared(&declared, &columns, &decider, findings);
            return Some(declared);
        }
        let roles: Vec<_> = columns
            .iter()
            .map(|column| (column, decider.decide(column)))
            .collect();
        let mut whole = true;
        for (column, _) in roles.iter().filter(|(_, d)| *d == Decision::Unknown) {
            findings.push(self.unknown(column));
            whole = false;
        }
        whole = whole && self.check_roles(&roles, findings);
        whole.then(|| derive::components(&roles))
    }

    /// What to write where a column might be anything.
    fn unknown(&self, column: &CubeColumn<'_>) -> Finding {
        let name = &column.name;
        let property = match &column.property {
            Property::Fixed(property) => property,
            Property::ByRow => name,
        };
        let message = format!(
            "It cannot be told whether the column `{name}` is a dimension, a measure or an attribute."
        );
        let help = format!(
            "add `{name}` to the `primaryKey` if it is a dimension, give it a numeric datatype if it \
             is a measure, or say at the table: \"rdfs:seeAlso\": [{{\"@id\": \"{property}\", \
             \"@type\": \"qb:AttributeProperty\"}}]"
        );
        self.about_column(codes::ROLE, message, column.column)
            .help(help)
    }

    fn check_roles(
        &self,
        decided: &[(&CubeColumn<'_>, Decision)],
        findings: &mut Findings,
    ) -> bool {
        let has = |role| decided.iter().any(|(_, d)| *d == Decision::Component(role));
        let needed = [
            (
                Role::Dimension,
                codes::NO_DIMENSION,
                "No column of the cube is a dimension.",
                "name the columns that tell the observations apart in the `primaryKey` of the `tableSchema`",
            ),
            (
                Role::Measure,
                codes::NO_MEASURE,
                "No column of the cube is a measure.",
                "give the column of the figures a `datatype`, such as \"integer\" or \"decimal\"",
            ),
        ];
        let lacking = needed.into_iter().filter(|(role, ..)| !has(*role));
        let mut whole = true;
        for (_, code, message, help) in lacking {
            findings.push(
                Finding::new(code, message)
                    .defined_at(self.place())
                    .help(help),
            );
            whole = false;
        }
        whole
    }

    /// Columns whose properties the structure does not know are published, but are no part of the
    /// cube.
    fn check_declared(
        &self,
        declared: &[Component],
        columns: &[CubeColumn<'_>],
        decider: &Decider<'_>,
        findings: &mut Findings,
    ) {
        for column in columns {
            let Property::Fixed(property) = &column.property else {
                continue;
            };
            let known = declared.iter().any(|known| known.property == *property);
            if known || decider.decide(column) == Decision::Besides {
                continue;
            }
            let name = &column.name;
            let message = format!(
                "The structure has no component for the property <{property}> of the column `{name}`."
            );
            let help = format!(
                "add to `qb:component`: {{\"qb:attribute\": {{\"@id\": \"{property}\"}}}}, or give the \
                 column \"suppressOutput\": true"
            );
            let finding = self.about_column(codes::NOT_DECLARED, message, column.column);
            findings.push(finding.help(help));
        }
    }

    /// Everything that is published needs a URI.
    pub(super) fn check_names(&self, findings: &mut Findings) {
        for (at, table) in self.group.tables.iter().enumerate() {
            let shown = table.columns().iter().filter(|column| {
                table.output == Presence::Shown && column.output == Presence::Shown
            });
            for column in shown {
                let without = column.properties.about_url.is_none() && at != self.table;
                if without || column.properties.ordered == Some(true) {
                    let message = "The cells of this column speak of nodes without a URI.";
                    let finding = self.about_column(codes::NAMELESS, message, column);
                    let help =
                        "give the schema an `aboutUrl`, or the column \"suppressOutput\": true";
                    findings.push(finding.help(help));
                }
            }
        }
        let nameless = describe::nameless(&self.statements);
        if nameless > 0 {
            let message = format!(
                "The metadata speak {nameless} times of nodes without `@id`; that is not published."
            );
            let finding = Finding::new(codes::NAMELESS_NODE, message).defined_at(self.place());
            findings.push(finding.help("give each node an `@id`"));
        }
    }

    /// Nobody may use what has no licence. The shapes would say so, too, but not what to write.
    pub(super) fn check_licence(&self, findings: &mut Findings) {
        if self.about.licence.is_some() {
            return;
        }
        let message = "The metadata name no licence.";
        let help = "add \"dcterms:license\": {\"@id\": \"http://www.nationalarchives.gov.uk/doc/\
                    open-government-licence/version/3/\"}";
        let finding = Finding::new(codes::NO_LICENCE, message).defined_at(self.place());
        findings.push(finding.help(help));
    }

    fn about_column(&self, code: Code, message: impl Into<String>, column: &Column) -> Finding {
        let place = column.place.clone().unwrap_or_else(|| self.place());
        Finding::new(code, message).defined_at(place)
    }

    fn place(&self) -> Place {
        Place::file(self.path().to_string_lossy())
    }
}
