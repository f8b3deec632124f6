# make run     publishes the sample releases and serves them at http://127.0.0.1:7878
# make test    format, lints, documentation and all tests
# make build   the binary
# make bench   the benchmarks
# make fuzz    looks for input that breaks the CSVW processor, a minute a target
# make oracles compares our SHACL engine with others'
# make query-oracle asks random queries with columns and without (QUERIES, SEED)
# make bench-peers compares queries over cubes with Oxigraph, Virtuoso and DuckDB (ROWS)
# make hostile what hostile queries do to a server of the store, as a table
# make slices  how fast slices of the store's largest dataset are told
# make serving requests a second, beside what they could be at best (needs wrk; make peers)
# make soak    half the top rate for ten minutes, or for SECONDS: memory and errors
# make peers   installs the servers that ours is compared and tested with
#
# One build profile serves them all, so that RocksDB (some 20 minutes of processor time) is built
# once. The build folder lies outside the clone, so that fresh clones reuse it.

CARGO_TARGET_DIR ?= $(HOME)/.cache/assize/target
ASSIZE_SHARED ?= ../shared
BIND ?= 127.0.0.1:7878
STORE ?= store
export CARGO_TARGET_DIR ASSIZE_SHARED

ASSIZE = $(CARGO_TARGET_DIR)/release/assize
CARGO_FLAGS = --release --locked

.PHONY: run build test publish-samples format lints documentation tests bench slices fuzz query-oracle bench-peers hostile serving soak measured-store peers requirements clean-store

run: publish-samples
	@printf '\nServing at http://%s (Ctrl-C ends). Things to open:\n' '$(BIND)'
	@printf '  a court    http://%s/id/court/snaresbrook-crown-court\n' '$(BIND)'
	@printf '  a dataset  http://%s/data/crown-court-caseload\n' '$(BIND)'
	@printf '  a query    http://%s/sparql\n\n' '$(BIND)'
	@$(ASSIZE) serve --store '$(STORE)' --bind '$(BIND)'

publish-samples: build
	$(ASSIZE) publish --releases samples --store '$(STORE)'

build: requirements
	cargo build $(CARGO_FLAGS)

test: format lints documentation tests

format:
	cargo fmt --check

lints: requirements
	cargo clippy $(CARGO_FLAGS) --all-targets -- -D warnings

documentation: requirements
	RUSTDOCFLAGS='-D warnings' cargo doc $(CARGO_FLAGS) --no-deps --document-private-items

tests: requirements
	@test -d '$(ASSIZE_SHARED)' || echo 'skipped: the tests on real data and the W3C suites, because there is no $(ASSIZE_SHARED) (ASSIZE_SHARED names it)'
	cargo test $(CARGO_FLAGS)

bench: requirements
	cargo bench --profile release --locked

# Metadata and tables of any bytes, each for FUZZ_SECONDS, beginning with the cases of the tests.
# Without a sanitizer the stable compiler does, and safe code needs none; the build folder is its
# own, and has no RocksDB in it. What breaks something is kept in fuzz/artifacts.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS = csvw_metadata csvw_csv
fuzz:
	@command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz
	@for target in $(FUZZ_TARGETS); do \
	  mkdir -p fuzz/corpus/$$target; \
	  CARGO_TARGET_DIR='$(CARGO_TARGET_DIR)-fuzz' cargo fuzz run --sanitizer none $$target \
	    fuzz/corpus/$$target tests/csvw -- -dict=fuzz/csvw.dict -verbosity=0 \
	    -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 || exit 1; \
	done

# Compares our SHACL engine with pySHACL and the crate `shacl`, which are installed for it.
ASSIZE_ORACLES ?= $(HOME)/.cache/assize/oracles
oracles: export ASSIZE_ORACLES := $(ASSIZE_ORACLES)
oracles: requirements
	tests/oracles/setup.sh
	cargo test $(CARGO_FLAGS) --test shacl_oracle --test published_shape

# Each query is answered with columns and without; the answers must be the same.
QUERIES ?= 100000
SEED ?= 1
query-oracle: requirements
	ASSIZE_QUERIES=$(QUERIES) ASSIZE_SEED=$(SEED) cargo test $(CARGO_FLAGS) --test query_oracle -- --nocapture

# Each engine is asked the same questions of the same release; a store of ten million is made only
# where it is asked for, as in make bench-peers ROWS=10000000 PEERS_FLAGS=--same-database.
ROWS ?= 100000 1000000
PEERS_FLAGS ?=
ASSIZE_PEERS ?= $(HOME)/.cache/assize/peers
bench-peers: build
	benches/peers/setup.sh '$(ASSIZE_PEERS)'
	'$(ASSIZE_PEERS)/bin/python' benches/peers/run.py --assize '$(ASSIZE)' --peers '$(ASSIZE_PEERS)' \
	  --shared '$(ASSIZE_SHARED)' --rows $(ROWS) $(PEERS_FLAGS)

# Servers that publishing elsewhere is tested on; Virtuoso is Debian's `virtuoso-opensource`.
peers: export ASSIZE_PEERS := $(ASSIZE_PEERS)
peers:
	benches/peers/setup.sh '$(ASSIZE_PEERS)'

slices: requirements
	STORE='$(abspath $(STORE))' cargo bench --profile release --locked --bench $@

# The store that hostile queries and many clients are let loose on: the caseload at its real size,
# made by a tool of the shared folder; without that, the samples.
MEASURED ?= $(HOME)/.cache/assize/measured
RELEASE = $(MEASURED)/cc_rdos-2025-Q4.csv
measured-store: build
	@mkdir -p '$(MEASURED)'
	@if test -f '$(ASSIZE_SHARED)/tools/make_release.py'; then \
	  test -f '$(RELEASE)' || python3 '$(ASSIZE_SHARED)/tools/make_release.py' cc-rdos '$(RELEASE)'; \
	  $(ASSIZE) publish '$(RELEASE)' --store '$(MEASURED)/store'; \
	else \
	  echo 'the samples are measured, because there is no $(ASSIZE_SHARED)/tools/make_release.py (ASSIZE_SHARED names the folder)'; \
	  $(ASSIZE) publish --releases samples --store '$(MEASURED)/samples'; \
	fi

hostile serving soak: measured-store
	@command -v wrk >/dev/null || test $@ != serving || { echo 'wrk is needed: apt-get install wrk' >&2; exit 2; }
	store='$(MEASURED)/store'; test -f '$(ASSIZE_SHARED)/tools/make_release.py' || store='$(MEASURED)/samples'; \
	STORE="$$store" cargo bench --profile release --locked --bench $@

# RocksDB is built from source: it needs a C++ compiler, and libclang for its bindings. Without
# libclang the build fails only at its end, so it is looked for first, and installed where Debian's
# package manager can.
requirements:
	@command -v cargo >/dev/null || { echo 'a Rust toolchain is needed: https://rustup.rs' >&2; exit 2; }
	@missing=''; \
	command -v c++ >/dev/null || missing='g++'; \
	{ test -n "$$LIBCLANG_PATH" || ldconfig -p 2>/dev/null | grep -Eq 'libclang(-[0-9.]+)?\.so' || \
	  ls /usr/lib/llvm-*/lib /usr/lib/*-linux-gnu /usr/local/lib 2>/dev/null | grep -Eq '^libclang(-[0-9.]+)?\.so' ; } || missing="$$missing libclang-14-dev"; \
	test -z "$$missing" && exit 0; \
	command -v apt-get >/dev/null || { echo "please install: $$missing" >&2; exit 2; }; \
	sudo=''; test "$$(id -u)" = 0 || sudo=sudo; \
	echo "installing $$missing, which RocksDB is built with"; \
	$$sudo apt-get update -q && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing

clean-store:
	rm -rf '$(STORE)'
