#!/bin/sh
# Sets up the other SHACL processors that ours is compared with. Nothing of them is needed to build
# or run assize.
set -eu
oracles="${ASSIZE_ORACLES:-$HOME/.cache/assize/oracles}"
test -x "$oracles/bin/python" || python3 -m venv "$oracles"
"$oracles/bin/pip" install --quiet --disable-pip-version-check 'pyshacl==0.30.*'
echo "pySHACL is set up in $oracles"
