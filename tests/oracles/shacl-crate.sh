#!/bin/sh
# Runs the crate shacl that tests/oracles/setup.sh builds: shacl-crate.sh SHAPES DATA.
binary="${ASSIZE_ORACLES:-$HOME/.cache/assize/oracles}/target/release/shacl-crate"
test -x "$binary" || { echo 'the crate shacl is not set up: run make oracles' >&2; exit 2; }
exec "$binary" "$1" "$2"
