//! Random queries.

use crate::answers::Comparison;
use crate::chance::Chance;
use crate::world::{Cube, PREFIXES, World, value};

/// A query and what of its answer is fixed.
pub(crate) struct Query {
    pub(crate) text: String,
    pub(crate) comparison: Comparison,
}

impl Query {
    pub(crate) fn random(chance: &mut Chance, world: &World) -> Self {
        Self::of(Writer::new(chance, world).query())
    }

    /// Groups of the observations of one cube, which columns can total while they are read.
    pub(crate) fn totals(chance: &mut Chance, world: &World) -> Self {
        let text = Writer::new(chance, world).totals();
        Self::of((text, Comparison::Multiset))
    }

    fn of((text, comparison): (String, Comparison)) -> Self {
        Self {
            text: format!("{PREFIXES}{text}"),
            comparison,
        }
    }
}

struct Writer<'w> {
    chance: &'w mut Chance,
    world: &'w World,
    /// The variables of the pattern so far, without their question marks.
    variables: Vec<String>,
    stars: usize,
    /// How many variables were bound by expressions.
    bound: usize,
    /// Whether a variable has values of several properties.
    is_mixed: bool,
    depth: usize,
}

const AGGREGATES: [&str; 5] = ["SUM", "AVG", "MIN", "MAX", "COUNT"];

impl<'w> Writer<'w> {
    fn new(chance: &'w mut Chance, world: &'w World) -> Self {
        Self {
            chance,
            world,
            variables: Vec::new(),
            stars: 0,
            bound: 0,
            is_mixed: false,
            depth: 0,
        }
    }

    fn query(&mut self) -> (String, Comparison) {
        match self.chance.below(20) {
            0 => {
                let group = self.group();
                (format!("ASK {{ {group} }}"), Comparison::Multiset)
            }
            1 => {
                let group = self.group();
                let object = self.variable();
                let text = format!("CONSTRUCT {{ :all :has ?{object} }} WHERE {{ {group} }}");
                (text, Comparison::Multiset)
            }
            2..=7 => (self.totals(), Comparison::Multiset),
            8..=12 => self.grouped_query(),
            _ => self.plain_query(),
        }
    }

    fn plain_query(&mut self) -> (String, Comparison) {
        let group = self.group();
        let head = match self.chance.below(4) {
            0 => "*".to_owned(),
            _ => self.some_variables(),
        };
        let distinct = if self.chance.percent(20) {
            "DISTINCT "
        } else {
            ""
        };
        let body = format!("SELECT {distinct}{head} WHERE {{ {group} }}");
        self.ordered(body, &head)
    }

    /// Adds an order or a limit.
    fn ordered(&mut self, body: String, head: &str) -> (String, Comparison) {
        match self.chance.below(6) {
            0 => self.by_variables(body, head),
            1 => {
                let (limit, offset) = (self.chance.below(6), self.chance.below(3));
                let text = format!("{body} LIMIT {limit} OFFSET {offset}");
                (text, Comparison::Count)
            }
            _ => (body, Comparison::Multiset),
        }
    }

    /// Orders by all variables of a head, if their values can be ordered: Oxigraph's order of
    /// literals of many datatypes is none, at which its sorting may panic.
    fn by_variables(&mut self, body: String, head: &str) -> (String, Comparison) {
        let variables: Vec<&str> = head.split(' ').collect();
        let is_plain = |variable: &&str| {
            let name = variable
                .trim_start_matches('?')
                .trim_end_matches(char::is_numeric);
            matches!(
                name,
                "court" | "year" | "sex" | "day" | "region" | "next" | "obs"
            )
        };
        if self.is_mixed || !variables.iter().all(is_plain) {
            return (body, Comparison::Multiset);
        }
        let order = *self.chance.pick(&["ASC", "DESC"]);
        let by: Vec<String> = variables
            .iter()
            .map(|each| format!("{order}({each})"))
            .collect();
        let limit = if self.chance.percent(50) {
            " LIMIT 5 OFFSET 1"
        } else {
            ""
        };
        let text = format!("{body} ORDER BY {}{limit}", by.join(" "));
        (text, Comparison::Sequence)
    }

    fn grouped_query(&mut self) -> (String, Comparison) {
        let text = self.grouped();
        (text, Comparison::Multiset)
    }

    /// A SELECT with groups of a star, and what leaves each observation one solution or more.
    fn totals(&mut self) -> String {
        let first = if self.chance.percent(8) {
            self.point()
        } else {
            self.star()
        };
        let mut parts = vec![first];
        let has_court = self.variables.iter().any(|known| known == "court");
        for _ in 0..self.chance.below(3) {
            parts.push(match self.chance.below(6) {
                0 | 1 => format!("FILTER({})", self.condition()),
                2 => self.values(),
                3 => self.bind(),
                4 if has_court => self.label(),
                5 if has_court => self.optional_label(),
                _ => continue,
            });
        }
        let group = parts.join("\n  ");
        let coded = ["court", "year", "sex", "day", "status", "name", "bound1"];
        let mut keys = self.variables.clone();
        keys.retain(|key| coded.contains(&key.as_str()) && self.chance.percent(40));
        self.grouped_by(keys, &group)
    }

    /// A SELECT with groups.
    fn grouped(&mut self) -> String {
        let group = self.group();
        let count = self.chance.below(3);
        let keys = (0..count).map(|_| self.variable()).collect();
        self.grouped_by(keys, &group)
    }

    fn grouped_by(&mut self, mut keys: Vec<String>, group: &str) -> String {
        keys.sort();
        keys.dedup();
        let keys: Vec<String> = keys.iter().map(|key| format!("?{key}")).collect();
        let aggregate = self.aggregate();
        let mut head = format!("{} ({aggregate} AS ?result)", keys.join(" "));
        if self.chance.percent(40) {
            head = format!("{head} ({} AS ?other)", self.aggregate());
        }
        if self.chance.percent(10) {
            let (one, two) = (self.aggregate(), self.aggregate());
            head = format!("{head} ({one} + {two} AS ?both)");
        }
        let mut text = format!("SELECT {head} WHERE {{ {group} }}");
        if !keys.is_empty() {
            text = format!("{text} GROUP BY {}", keys.join(" "));
        }
        if self.chance.percent(20) {
            let operator = *self.chance.pick(&["<", ">", "!=", ">="]);
            let aggregate = self.aggregate();
            let least = self.chance.below(30);
            text = format!("{text} HAVING ({aggregate} {operator} {least})");
        }
        text
    }

    fn aggregate(&mut self) -> String {
        let distinct = if self.chance.percent(20) {
            "DISTINCT "
        } else {
            ""
        };
        let variable = self.measure();
        match self.chance.below(12) {
            0..=2 => "COUNT(*)".to_owned(),
            3 => format!("SAMPLE({variable})"),
            4 => format!("GROUP_CONCAT({distinct}STR({variable}))"),
            5 => format!("SUM({distinct}{variable} * 2)"),
            6 => format!("COUNT({distinct}STR({variable}))"),
            7 => format!("SUM(IF(BOUND({variable}), 1, 0))"),
            _ => {
                let name = *self.chance.pick(&AGGREGATES);
                format!("{name}({distinct}{variable})")
            }
        }
    }

    /// A variable that may have numbers.
    fn measure(&mut self) -> String {
        let measures = ["cases", "cost", "rate", "share"];
        let is_measure = |name: &&String| measures.iter().any(|measure| name.starts_with(measure));
        let found: Vec<String> = self.variables.iter().filter(is_measure).cloned().collect();
        let name = if found.is_empty() || self.chance.percent(20) {
            self.variable()
        } else {
            self.chance.pick(&found).clone()
        };
        format!("?{name}")
    }

    fn variable(&mut self) -> String {
        if self.variables.is_empty() || self.chance.percent(2) {
            return "nothing".to_owned();
        }
        self.chance.pick(&self.variables).clone()
    }

    fn some_variables(&mut self) -> String {
        let mut chosen: Vec<String> = Vec::new();
        for variable in self.variables.clone() {
            if self.chance.percent(50) {
                chosen.push(format!("?{variable}"));
            }
        }
        if chosen.is_empty() {
            chosen.push(format!("?{}", self.variable()));
        }
        chosen.sort();
        chosen.dedup();
        chosen.join(" ")
    }

    fn add(&mut self, variable: &str) {
        if !self.variables.iter().any(|known| known == variable) {
            self.variables.push(variable.to_owned());
        }
    }

    /// A group graph pattern, without its braces.
    fn group(&mut self) -> String {
        self.depth += 1;
        let first = if self.chance.percent(8) {
            self.point()
        } else {
            self.star()
        };
        let mut parts = vec![first];
        for _ in 0..self.chance.below(4) {
            parts.push(self.part());
        }
        self.depth -= 1;
        parts.join("\n  ")
    }

    fn part(&mut self) -> String {
        let has_court = self.variables.iter().any(|known| known == "court");
        let kind = match self.chance.below(26) {
            // Without a court, what is said of courts would only multiply solutions.
            10..=12 | 21 | 24.. if !has_court && self.chance.percent(90) => 0,
            // So would a second star that shares nothing.
            13 | 18 if !has_court && self.chance.percent(90) => 6,
            kind => kind,
        };
        match kind {
            0..=5 => format!("FILTER({})", self.condition()),
            6..=9 => self.optional(),
            10..=12 => self.label(),
            13 => self.second_star(),
            14 => self.values(),
            15..=16 => self.bind(),
            17 if self.depth < 3 => self.sub_select(),
            18 if self.depth < 3 => self.union(),
            19 => self.minus(),
            20 => self.exists(),
            21 => self.path(),
            22 => {
                let star = self.star_number();
                self.add("p");
                self.add("o");
                format!("?obs{star} ?p ?o .")
            }
            23 => {
                let star = self.star_number();
                self.add("type");
                format!("?obs{star} a ?type .")
            }
            _ => self.optional_label(),
        }
    }

    fn star_number(&mut self) -> usize {
        self.chance.below(self.stars.max(1))
    }

    fn cube(&mut self) -> &'w Cube {
        let at = self.chance.below(self.world.cubes.len());
        &self.world.cubes[at]
    }

    /// A pattern about an observation by its name, which may be there or not.
    fn point(&mut self) -> String {
        let cube = self.cube();
        let subject = format!("<http://e/{}/{}>", cube.name, self.chance.below(16));
        if self.chance.percent(60) {
            self.is_mixed = true;
            self.add("p");
            self.add("o");
            return format!("{subject} ?p ?o .");
        }
        let all: Vec<&str> = cube.properties().collect();
        let property = *self.chance.pick(&all);
        if self.chance.percent(30) {
            self.add("p");
            return format!("{subject} ?p {} .", value(self.chance, property));
        }
        format!("{subject} {} .", self.arm(property, ""))
    }

    fn star(&mut self) -> String {
        let number = self.stars;
        self.stars += 1;
        let cube = self.cube();
        let suffix = if number == 0 {
            String::new()
        } else {
            number.to_string()
        };
        let subject = match self.chance.below(12) {
            0 => "[]".to_owned(),
            1 => format!("_:star{number}x{}", self.chance.below(1_000_000)),
            2 if self.chance.percent(30) => {
                format!("<http://e/{}/{}>", cube.name, self.chance.below(20))
            }
            _ => {
                self.add(&format!("obs{number}"));
                format!("?obs{number}")
            }
        };
        let arms = self.arms(cube, &suffix);
        format!("{subject} {arms} .")
    }

    fn arms(&mut self, cube: &Cube, suffix: &str) -> String {
        let mut arms = Vec::new();
        if self.chance.percent(30) {
            arms.push("a qb:Observation".to_owned());
        }
        if self.chance.percent(30) {
            arms.push(format!("qb:dataSet :{}", cube.name));
        } else if self.chance.percent(10) {
            self.add("dataset");
            arms.push("qb:dataSet ?dataset".to_owned());
        }
        for property in cube.properties() {
            if self.chance.percent(45) {
                arms.push(self.arm(property, suffix));
            }
        }
        if arms.is_empty() {
            let property = cube.measures[0];
            arms.push(self.arm(property, suffix));
        }
        arms.join(" ; ")
    }

    fn arm(&mut self, property: &str, suffix: &str) -> String {
        if self.chance.percent(15) {
            return format!(":{property} {}", value(self.chance, property));
        }
        // Dimensions of several stars are often the same variable, which joins them.
        let is_shared = self.chance.percent(60) && matches!(property, "court" | "year" | "sex");
        let variable = match property {
            _ if self.chance.percent(2) => {
                self.is_mixed = true;
                self.variable()
            }
            _ if is_shared => property.to_owned(),
            _ => format!("{property}{suffix}"),
        };
        self.add(&variable);
        format!(":{property} ?{variable}")
    }

    fn second_star(&mut self) -> String {
        let star = self.star();
        format!(
            "{star} FILTER(?{} != ?{})",
            self.variable(),
            self.variable()
        )
    }

    fn optional(&mut self) -> String {
        let star = self.star_number();
        let cube = self.cube();
        let all: Vec<&str> = cube.properties().collect();
        let property = *self.chance.pick(&all);
        let arm = self.arm(property, "o");
        let more = if self.chance.percent(20) {
            let property = *self.chance.pick(&all);
            format!(" ; {}", self.arm(property, "oo"))
        } else {
            String::new()
        };
        let filter = if self.chance.percent(20) {
            format!(" FILTER({})", self.condition())
        } else {
            String::new()
        };
        format!("OPTIONAL {{ ?obs{star} {arm}{more} .{filter} }}")
    }

    fn label(&mut self) -> String {
        match self.chance.below(5) {
            0 => {
                self.add("region");
                self.add("regionlabel");
                "?court :region ?region . ?region rdfs:label ?regionlabel .".to_owned()
            }
            1 => {
                self.add("next");
                "?court :next ?next .".to_owned()
            }
            2 => {
                self.add("label");
                "?court rdfs:label ?label . FILTER(LANG(?label) = \"en\")".to_owned()
            }
            3 => "?court :region :region1 .".to_owned(),
            _ => {
                self.add("label");
                "?court rdfs:label ?label .".to_owned()
            }
        }
    }

    fn optional_label(&mut self) -> String {
        self.add("name");
        match self.chance.below(3) {
            0 => "OPTIONAL { ?court rdfs:label ?name FILTER(LANG(?name) = \"cy\") }".to_owned(),
            1 => "OPTIONAL { ?court :region ?r . ?r rdfs:label ?name }".to_owned(),
            _ => "OPTIONAL { ?court rdfs:label ?name }".to_owned(),
        }
    }

    fn values(&mut self) -> String {
        let property = *self.chance.pick(&["court", "year", "sex", "cases"]);
        let values: Vec<String> = (0..=self.chance.below(3))
            .map(|_| {
                if self.chance.percent(5) {
                    "UNDEF".to_owned()
                } else {
                    value(self.chance, property)
                }
            })
            .collect();
        self.add(property);
        format!("VALUES ?{property} {{ {} }}", values.join(" "))
    }

    fn bind(&mut self) -> String {
        self.bound += 1;
        let name = format!("bound{}", self.bound);
        let expression = self.expression();
        self.add(&name);
        format!("BIND({expression} AS ?{name})")
    }

    fn sub_select(&mut self) -> String {
        let outer = std::mem::take(&mut self.variables);
        let text = if self.chance.percent(60) {
            self.grouped()
        } else {
            let group = self.group();
            let head = self.some_variables();
            let distinct = if self.chance.percent(40) {
                "DISTINCT "
            } else {
                ""
            };
            format!("SELECT {distinct}{head} WHERE {{ {group} }}")
        };
        let head = text.split(" WHERE").next().unwrap_or_default();
        let shown: Vec<String> = self
            .variables
            .drain(..)
            .filter(|name| {
                head.split([' ', ')'])
                    .any(|word| word.strip_prefix('?') == Some(name))
            })
            .collect();
        self.variables = outer;
        for name in shown {
            self.add(&name);
        }
        format!("{{ {text} }}")
    }

    fn union(&mut self) -> String {
        let (left, right) = (self.star(), self.star());
        format!("{{ {left} }} UNION {{ {right} }}")
    }

    fn minus(&mut self) -> String {
        let known = self.variables.clone();
        let star = self.star_number();
        let cube = self.cube();
        let arms = self.arms(cube, "");
        self.variables = known;
        format!("MINUS {{ ?obs{star} {arms} }}")
    }

    fn exists(&mut self) -> String {
        let known = self.variables.clone();
        let star = self.star_number();
        let cube = self.cube();
        let arms = self.arms(cube, "e");
        self.variables = known;
        let not = if self.chance.percent(50) { "NOT " } else { "" };
        match self.chance.below(3) {
            0 => format!("FILTER({not}EXISTS {{ ?court :region :region0 }})"),
            1 => format!("FILTER({not}EXISTS {{ ?obs{star} {arms} }})"),
            _ => format!("FILTER({not}EXISTS {{ ?other :court ?court ; :year ?year }})"),
        }
    }

    fn path(&mut self) -> String {
        match self.chance.below(3) {
            0 => {
                self.add("after");
                "?court :next+ ?after .".to_owned()
            }
            1 => "?court :region/:within :country .".to_owned(),
            _ => {
                self.add("name");
                "?court rdfs:label|:region ?name .".to_owned()
            }
        }
    }

    fn condition(&mut self) -> String {
        let (one, two) = (self.variable(), self.variable());
        let operator = *self.chance.pick(&["=", "!=", "<", ">", "<=", ">="]);
        match self.chance.below(12) {
            0 => format!("?{one} {operator} ?{two}"),
            1 => format!("BOUND(?{one})"),
            2 => format!("!BOUND(?{one}) || ?{two} {operator} 3"),
            3 => {
                let (first, second) = (value(self.chance, "court"), value(self.chance, "court"));
                format!("?court IN ({first}, {second})")
            }
            4 => format!("REGEX(STR(?{one}), \"{}\")", self.chance.below(9)),
            5 => {
                let measure = self.measure();
                format!(
                    "{measure} {operator} {} && ?{one} != :court2",
                    self.chance.below(30)
                )
            }
            6 => format!("isIRI(?{one}) || isNumeric(?{two})"),
            7 => format!("STR(?{one}) {operator} STR(?{two})"),
            8 => {
                let property = *self
                    .chance
                    .pick(&["court", "year", "sex", "cases", "cost", "day"]);
                format!("?{property} {operator} {}", value(self.chance, property))
            }
            9 => format!("sameTerm(?{one}, ?{two})"),
            _ => {
                let measure = self.measure();
                format!("{measure} {operator} {}", self.chance.below(40))
            }
        }
    }

    fn expression(&mut self) -> String {
        let (one, two) = (self.variable(), self.variable());
        match self.chance.below(8) {
            0 => format!("STR(?{one})"),
            1 => format!("?{one}"),
            2 => format!("COALESCE(?{one}, ?{two}, \"none\")"),
            3 => format!("IF(?{one} > 3, ?{two}, 0)"),
            4 => format!("CONCAT(STR(?{one}), \"/\", STR(?{two}))"),
            5 => "IRI(CONCAT(\"http://e/court\", \"1\"))".to_owned(),
            _ => format!("{} + {}", self.measure(), self.chance.below(5)),
        }
    }
}
