"""Compares queries over cubes with other engines; `make bench-peers` runs it.

For each number of rows a release of the sentencing shape is made, published by assize, and the same
triples are loaded into Oxigraph and Virtuoso; DuckDB takes the release itself. What was loaded is
kept beside the engines, so that a second run only asks. Then each engine is started alone, asked
everything, and ended. The answers of all are compared before their times are told.
"""

import argparse
import csv
import io
import statistics
import time
from pathlib import Path

from engines import Assize, DuckDB, dumps_of, engines, run
from questions import QUESTIONS

WARM_UP, RUNS = 2, 9
# Seconds that a question may take of an engine, whose slow answers need no median of nine.
PATIENCE = 60


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assize", required=True)
    parser.add_argument("--peers", required=True)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--rows", nargs="+", type=int, required=True)
    parser.add_argument("--only", nargs="+", help="the engines to ask")
    parser.add_argument(
        "--same-database",
        action="store_true",
        help="let Oxigraph ask the database that Assize published: two of 30 GB need much room",
    )
    options = parser.parse_args()
    for rows in options.rows:
        compare(rows, options)


def compare(rows, options):
    folder = Path(options.peers).resolve() / "data" / str(rows)
    folder.mkdir(parents=True, exist_ok=True)
    release = folder / "sentencing-2025.csv"
    once(folder / "release", lambda: make_release(release, rows, options))
    names, times = None, {}
    for kind in engines():
        if options.only and kind.name not in options.only and kind is not Assize:
            continue
        engine = kind(options, folder)
        took = once(folder / f"loaded-{kind.name}", lambda: load(engine, kind, release, folder))
        engine.begin()
        try:
            names = names or find_names(engine)
            times[kind.name] = ask(engine, names), took
        finally:
            engine.stop()
    tell(rows, times)


def make_release(release, rows, options):
    tool = Path(options.shared) / "tools/make_release.py"
    run("python3", tool, "sentencing", release, "--rows", rows)
    # The tool writes whole sets of combinations, of which the last may be a quarter of all.
    shorten(release, rows + 1)


def shorten(file, lines):
    """Leaves the first lines of a file."""
    with open(file, "rb+") as text:
        for _ in range(lines):
            if not text.readline():
                return
        text.truncate(text.tell())


def load(engine, kind, release, folder):
    if kind in (Assize, DuckDB):
        engine.load(release)
    else:
        engine.load(dumps_of(folder / "store"))


def once(mark, work):
    """Does something that is kept; tells how many seconds it took when it was done."""
    if not mark.exists():
        start = time.monotonic()
        work()
        mark.write_text(f"{time.monotonic() - start:.1f}")
    return float(mark.read_text())


def find_names(engine):
    """The IRIs of what is asked for, by their labels."""
    rows = csv.reader(io.StringIO(engine.ask(FIND)))
    found = {name: iri for name, iri in list(rows)[1:]}
    missing = [name for name in NAMES if name not in found]
    assert not missing, f"{missing} not found in {found}"
    return found


NAMES = "dataset area year offence sex age measure leeds 2018 female".split()
FIND = """
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?name ?iri {
  { ?iri a qb:DataSet . BIND("dataset" AS ?name) }
  UNION { ?c qb:measure ?iri . BIND("measure" AS ?name) }
  UNION { ?c qb:dimension ?iri . VALUES (?end ?name) {
      ("police-force-area" "area") ("/period" "year") ("/offence" "offence") ("sex" "sex")
      ("/age_group" "age") } FILTER(STRENDS(STR(?iri), ?end)) }
  UNION { ?iri a skos:Concept . VALUES (?end ?name) {
      ("/police-force-area/west-yorkshire" "leeds") ("/id/year/2018" "2018") ("/female" "female") }
      FILTER(STRENDS(STR(?iri), ?end)) }
}"""


def ask(engine, names):
    """For each question its median, and how many rows with which sum it has.

    An engine that takes over a minute for its first answers is measured by the last of them.
    """
    answers = []
    for question in QUESTIONS:
        taken = []
        for number in range(WARM_UP + RUNS):
            start = time.perf_counter()
            text = engine.rows(question, names, number)
            taken.append(time.perf_counter() - start)
            if sum(taken) > PATIENCE:
                break
        measured = taken[WARM_UP:] or taken[-1:]
        answers.append((1000 * statistics.median(measured), check(text)))
    return answers


def check(text):
    """How many rows an answer has, and the sum of their last column."""
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return len(rows), sum(float(row[-1]) for row in rows if row)


def tell(rows, times):
    print(f"\n### {rows:,} rows asked for\n")
    names = list(times)
    print("| | " + " | ".join(names) + " | " + " | ".join(f"{n} ÷ Assize" for n in names[1:]) + " |")
    print("|---" * (2 * len(names)) + "|")
    for at, question in enumerate(QUESTIONS):
        medians = [times[name][0][at][0] for name in names]
        results = {times[name][0][at][1] for name in names}
        assert len(results) == 1, f"{question.name}: the answers differ: {results}"
        cells = [f"{median:.1f} ms" for median in medians]
        cells += [f"{median / medians[0]:.1f}" for median in medians[1:]]
        print(f"| {question.name} | " + " | ".join(cells) + " |")
    loads = [f"{times[name][1]:.1f} s" for name in names]
    print("| load | " + " | ".join(loads) + " |" + " |" * (len(names) - 1))


if __name__ == "__main__":
    main()
