"""Runs pySHACL, or pyshacl-turbo which has the same interface, for comparison.

`run_pyshacl.py MODULE SHAPES DATA` prints the report graph as N-Triples; exit status 0 the data conform,
1 they do not, 2 pySHACL failed. `run_pyshacl.py MODULE FOLDER` does so for every pair NAME.shapes.ttl and
NAME.data.ttl of a folder, and writes NAME.report.nt beside them where pySHACL did not fail.
"""

import sys
from importlib import import_module
from pathlib import Path

import rdflib
from rdflib import Graph

validate = import_module(sys.argv[1]).validate


def report_of(shapes: Path, data: Path) -> tuple[bool, Graph]:
    # rdflib writes "01"^^xsd:integer as "1" otherwise, and judges other data than were given; pySHACL
    # switches that on again each time.
    rdflib.NORMALIZE_LITERALS = False
    conforms, report, text = validate(
        Graph().parse(data),
        shacl_graph=Graph().parse(shapes),
        inference="none",
        advanced=False,
        meta_shacl=False,
        inplace=True,
    )
    if not isinstance(report, Graph):
        raise RuntimeError(text)
    return conforms, report


def run_folder(folder: Path) -> int:
    for shapes in sorted(folder.glob("*.shapes.ttl")):
        name = shapes.name.removesuffix(".shapes.ttl")
        try:
            _, report = report_of(shapes, folder / f"{name}.data.ttl")
        except Exception as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        (folder / f"{name}.report.nt").write_text(report.serialize(format="nt"), encoding="utf-8")
    return 0


def run_one(shapes: Path, data: Path) -> int:
    conforms, report = report_of(shapes, data)
    sys.stdout.write(report.serialize(format="nt"))
    return 0 if conforms else 1


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[2:]]
    try:
        sys.exit(run_folder(*paths) if len(paths) == 1 else run_one(*paths))
    except Exception as error:  # the caller wants to know that it failed, not a stack
        print(error, file=sys.stderr)
        sys.exit(2)
