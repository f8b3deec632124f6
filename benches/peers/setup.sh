#!/bin/sh
# Sets up the engines that queries over cubes are compared with. Nothing of them is needed to build
# or run assize.
set -eu
peers="$1"
test -x "$peers/bin/python" || python3 -m venv "$peers"
test -x "$peers/bin/oxigraph" || "$peers/bin/pip" install --quiet --disable-pip-version-check oxigraph
"$peers/bin/python" -c 'import duckdb' 2>/dev/null ||
  "$peers/bin/pip" install --quiet --disable-pip-version-check duckdb
command -v virtuoso-t >/dev/null ||
  echo 'Virtuoso is left out: it is the Debian package virtuoso-opensource-7-bin' >&2
