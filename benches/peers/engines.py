"""The engines: each loads a release once, into a folder of its own, and answers questions."""

import csv
import http.client
import io
import itertools
import os
import shutil
import socket
import subprocess
import time
import urllib.parse
from pathlib import Path


def run(*command, **options):
    subprocess.run([str(part) for part in command], check=True, **options)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Endpoint:
    """A SPARQL endpoint of a process of ours."""

    path = "/sparql"

    def start(self, command, folder, place=None, seconds=120):
        self.log = open(folder / "server.log", "w")
        command = [str(part) for part in command]
        self.process = subprocess.Popen(command, cwd=place or folder, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.ask("ASK { <http://example.org/> <http://example.org/> 1 }")
                return
            except (OSError, http.client.HTTPException):
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise RuntimeError(f"{command[0]} does not answer: see {folder}/server.log")
                time.sleep(0.2)

    def ask(self, query):
        """The answer as CSV; the connection is kept."""
        if getattr(self, "connection", None) is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3600)
        target = f"{self.path}?{urllib.parse.urlencode({'query': query})}"
        try:
            self.connection.request("GET", target, headers={"Accept": "text/csv"})
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            raise
        if answer.status != 200 and not query.startswith("ASK"):
            raise RuntimeError(f"{answer.status}: {body[:400]!r}")
        return body.decode()

    def rows(self, question, names, number):
        return self.ask(question.text(names, number))

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Assize(Endpoint):
    name = "Assize"

    def __init__(self, options, folder):
        self.program, self.store, self.folder = options.assize, folder / "store", folder

    def load(self, release):
        run(self.program, "publish", release, "--store", self.store, stdout=subprocess.DEVNULL)

    def begin(self):
        self.port = free_port()
        bind = f"127.0.0.1:{self.port}"
        command = [self.program, "serve", "--store", self.store, "--bind", bind]
        # The clients' budget of evaluation is for the public.
        command += ["--client-budget", "100000", "--query-time", "600"]
        # Its configuration lies in the project's folder.
        self.start(command, self.folder, place=Path.cwd())


class Oxigraph(Endpoint):
    name = "Oxigraph"
    path = "/query"

    def __init__(self, options, folder):
        self.program = Path(options.peers) / "bin/oxigraph"
        self.folder, self.store = folder, folder / "oxigraph"
        self.has_own = not options.same_database
        if not self.has_own:
            self.store = folder / "store/current/database"

    def load(self, dumps):
        if not self.has_own:
            return
        files = []
        for number, dump in enumerate(dumps):
            files.append(self.folder / f"triples-{number}.nt")
            run("zstd", "-q", "-f", "-d", dump, "-o", files[-1])
        run(self.program, "load", "--location", self.store, "--file", *files)
        for file in files:
            file.unlink()
        run(self.program, "optimize", "--location", self.store)

    def begin(self):
        self.port = free_port()
        bind = f"127.0.0.1:{self.port}"
        command = [self.program, "serve-read-only", "--location", self.store, "--bind", bind]
        self.start(command, self.folder)


CONFIGURATION = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = {isql}
DirsAllowed = {folder}
NumberOfBuffers = 680000
MaxDirtyBuffers = 500000
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = {port}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 10000000
"""


class Virtuoso(Endpoint):
    name = "Virtuoso"

    def __init__(self, options, folder):
        self.folder = folder / "virtuoso"
        self.folder.mkdir(exist_ok=True)

    def configure(self):
        self.port, self.isql = free_port(), free_port()
        text = CONFIGURATION.format(folder=self.folder, isql=self.isql, port=self.port)
        (self.folder / "virtuoso.ini").write_text(text)

    def tell(self, statement):
        command = ["isql-vt", str(self.isql), "dba", "dba", f"exec={statement}"]
        run(*command, stdout=subprocess.DEVNULL)

    def load(self, dumps):
        self.configure()
        self.begin_here()
        for dump in dumps:
            for piece in pieces(dump, self.folder):
                self.tell(f"ld_dir('{piece.parent}', '{piece.name}', 'http://example.org/')")
                self.tell("rdf_loader_run()")
                # A file of the same name is loaded again only where the list does not have it.
                self.tell("DELETE FROM DB.DBA.LOAD_LIST")
        self.tell("checkpoint")
        self.stop()

    def begin(self):
        self.configure()
        self.begin_here()

    def begin_here(self):
        self.start(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], self.folder)


class DuckDB:
    name = "DuckDB"

    def __init__(self, options, folder):
        self.file = folder / "release.duckdb"

    def load(self, release):
        import duckdb

        with duckdb.connect(str(self.file)) as connection:
            sql = f"CREATE TABLE release AS SELECT * FROM read_csv('{release}', header = true)"
            connection.execute(sql)

    def begin(self):
        import duckdb

        self.connection = duckdb.connect(str(self.file), read_only=True)

    def rows(self, question, names, number):
        rows = self.connection.execute(question.sql).fetchall()
        out = io.StringIO()
        out.write("header\n")
        csv.writer(out).writerows(rows)
        return out.getvalue()

    def stop(self):
        self.connection.close()


def engines():
    """Those that are there."""
    found = [Assize, Oxigraph, DuckDB]
    if shutil.which("virtuoso-t"):
        found.insert(2, Virtuoso)
    return found


def dumps_of(store):
    """The triples of everything that is live in a store, as compressed files of N-Triples."""
    generation = Path(os.path.realpath(store / "current"))
    return [generation / "context.nq.zst", *generation.glob("releases/*/*/observations.nq.zst")]


# How many bytes of N-Triples are loaded at a time: those of ten million observations are 66 GB.
PIECE = 4 << 30


def pieces(dump, folder):
    """The triples of a dump as files, one after the other; each is removed before the next."""
    command = ["zstd", "-q", "-d", "-c", dump]
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=1 << 20) as process:
        for number in itertools.count():
            piece = folder / f"triples-{number}.nt"
            try:
                if not write_piece(process.stdout, piece):
                    break
                yield piece
            finally:
                piece.unlink()
    if process.returncode != 0:
        raise RuntimeError(f"{dump} cannot be unpacked")


def write_piece(source, piece):
    """Writes whole lines, and tells how many bytes they are."""
    with open(piece, "wb") as file:
        while file.tell() < PIECE and (block := source.read(1 << 24)):
            file.write(block)
        file.write(source.readline())
        return file.tell()
