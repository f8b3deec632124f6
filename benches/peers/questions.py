"""What every engine is asked, in SPARQL and, of DuckDB, in SQL over the columns of the release.

Each question takes a number, which stands in the name of a variable: no engine can answer it by
remembering what it said before.
"""

from dataclasses import dataclass

PREFIXES = """
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@dataclass
class Question:
    name: str
    sparql: str
    sql: str

    def text(self, names, number):
        query = PREFIXES + self.sparql
        for name, iri in names.items():
            query = query.replace(f"<{name}>", f"<{iri}>")
        return query.replace("?x", f"?x{number}")


STAR = "?o qb:dataSet <dataset> ; "

QUESTIONS = [
    Question(
        "sum by area",
        "SELECT ?area (SUM(?n) AS ?x) { " + STAR + "<area> ?area ; <measure> ?n } GROUP BY ?area",
        'SELECT "Police Force Area", SUM("Sentenced") FROM release GROUP BY 1',
    ),
    Question(
        "count by year and offence",
        "SELECT ?year ?offence (COUNT(*) AS ?x) { "
        + STAR
        + "<year> ?year ; <offence> ?offence } GROUP BY ?year ?offence",
        'SELECT "Year", "Offence", COUNT(*) FROM release GROUP BY 1, 2',
    ),
    Question(
        "one area, one year",
        "SELECT ?sex ?age ?offence ?x { "
        + STAR
        + "<area> <leeds> ; <year> <2018> ; <sex> ?sex ; <age> ?age ; <offence> ?offence ;"
        + " <measure> ?x }",
        'SELECT "Sex", "Age Group", "Offence", "Sentenced" FROM release'
        " WHERE \"Police Force Area\" = 'West Yorkshire' AND \"Year\" = 2018",
    ),
    Question(
        "ten offences, by label",
        "SELECT ?label (SUM(?n) AS ?x) { "
        + STAR
        + "<offence> ?offence ; <sex> <female> ; <measure> ?n ."
        + ' ?offence skos:prefLabel ?label FILTER(LANG(?label) = "en") }'
        + " GROUP BY ?label ORDER BY DESC(?x) ?label LIMIT 10",
        'SELECT "Offence", SUM("Sentenced") AS x FROM release WHERE "Sex" = \'Female\''
        " GROUP BY 1 ORDER BY x DESC, 1 LIMIT 10",
    ),
]
