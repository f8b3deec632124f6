#!/bin/sh
# Sets up the other SHACL processors that ours is compared with. Nothing of them is needed to build
# or run assize; the crate `shacl` is a project of its own, built in a folder of its own.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
oracles="${ASSIZE_ORACLES:-$HOME/.cache/assize/oracles}"
test -x "$oracles/bin/python" || python3 -m venv "$oracles"
"$oracles/bin/pip" install --quiet --disable-pip-version-check 'pyshacl==0.30.*' 'pyshacl-turbo==0.6.*'
echo "pySHACL and pyshacl-turbo are set up in $oracles"
CARGO_TARGET_DIR="$oracles/target" cargo build --quiet --release --locked --manifest-path "$here/shacl-crate/Cargo.toml"
echo "the crate shacl is set up in $oracles/target"
