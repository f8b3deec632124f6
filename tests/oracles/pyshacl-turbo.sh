#!/bin/sh
# Runs pyshacl-turbo in the environment that tests/oracles/setup.sh makes: pyshacl-turbo.sh SHAPES DATA, or FOLDER.
here=$(dirname "$0")
python="${ASSIZE_ORACLES:-nowhere}/bin/python"
test -x "$python" || { echo 'pyshacl-turbo is not set up: run make oracles' >&2; exit 2; }
exec "$python" "$here/run_pyshacl.py" pyshacl_turbo "$@"
