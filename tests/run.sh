#!/usr/bin/env bash
# Proves the project: every stage in order, named and timed, its words in target/test-logs/STAGE.log and shown when it
# fails. A stage that fails does not stop those that can still say something. The last line is `N passed, N failed`;
# a lint counts as one. `tests/run.sh lint` stops after the lints. Needs what `toolchain/setup.sh test` installs.
set -uo pipefail
cd "$(dirname "$0")/.."
tools=toolchain/with-tools.sh
logs=target/test-logs
mkdir -p "$logs"
rm -f "$logs"/*.log
passed=0
failed=0

# stage NAME COMMAND…: runs it; its status is the stage's.
stage() {
  local name=$1 start=$SECONDS status=0
  shift
  printf '%-13s ' "$name"
  "$@" >"$logs/$name.log" 2>&1 </dev/null || status=$?
  printf '%4d s  ' $((SECONDS - start))
  return "$status"
}

show() {
  printf '%s\n' "---- $1: the last lines of $logs/$1.log"
  tail -n "${2:-80}" "$logs/$1.log"
  printf '%s\n' "----"
}

# once NAME COMMAND…: a stage that counts as one.
once() {
  if stage "$@"; then
    passed=$((passed + 1))
    echo ok
  else
    failed=$((failed + 1))
    echo FAILED
    show "$1"
    return 1
  fi
}

# tests NAME COMMAND…: a stage that counts its tests. One that ran none, or broke off, has failed.
tests() {
  local status=0 good bad
  stage "$@" || status=$?
  read -r good bad < <(count "$logs/$1.log")
  if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$good" -eq 0 ]; }; then bad=1; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  echo "$good passed, $bad failed"
  [ "$bad" -eq 0 ] || { show "$1" 120; return 1; }
}

# Sums `test result: ok. 3 passed; 0 failed; …`.
count() {
  awk '/^test result: /{ for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) good += $(i - 1); if ($i ~ /^failed/) bad += $(i - 1) } }
       END { print good + 0, bad + 0 }' "$1"
}

skip() {
  printf '%-13s          not run: %s\n' "$1" "$2"
  failed=$((failed + 1))
}

wasm_tests() {
  WASM_BINDGEN_TEST_TIMEOUT=180 "$tools" --wasm \
    wasm-pack test --headless --chrome --chromedriver "$(command -v chromedriver)" --mode no-install client
}

# The workspaces of benchmarks and fuzz targets have lock files of their own, which name the crates of this one.
lock_files() {
  local manifest
  for manifest in tests/bench/Cargo.toml tests/fuzz/Cargo.toml; do
    cargo metadata --locked --format-version 1 --manifest-path "$manifest" >/dev/null || return
  done
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}

export CARGO_TERM_COLOR=never
once fmt cargo fmt --all --check
once clippy cargo clippy --workspace --all-targets -- -D warnings
once clippy-wasm "$tools" --wasm cargo clippy -p client -p document -p table -p chart -p protocol \
  --target wasm32-unknown-unknown -- -D warnings
once locks lock_files
[ "${1:-}" = lint ] && finish

tests native cargo test --workspace --exclude ashboard-tests --no-fail-fast
once clippy-openid cargo clippy -p relay --features openid --all-targets -- -D warnings
tests openid cargo test -p relay --no-fail-fast --features openid --test openid --lib -- openid
tests simulation cargo test -p ashboard-tests --no-fail-fast --lib --test simulation --test contract --test crashes --test tidy
tests wasm wasm_tests
if once relay cargo build -p relay --bin ashboard; then
  tests nodes cargo test -p ashboard-tests --no-fail-fast --test nodes --test doors --test operation --test storm --test drafts \
    --test kill_loop --test durable --test power_cut -- --test-threads=1 --nocapture
  grep -h '^not run' "$logs/nodes.log"
  if once page make --no-print-directory page; then
    tests browser "$tools" cargo test -p ashboard-tests --no-fail-fast --test browser --test builder --test form --test home --test sharing --test access --test history --test panels --test charts --test presence --test present -- --test-threads=1 --nocapture
    grep -o 'edit to pixel.*' "$logs/browser.log"
    tests offline "$tools" cargo test -p ashboard-tests --no-fail-fast --test offline --test tab_kill -- --test-threads=1 --nocapture
  else
    skip browser "the page does not build"
  fi
else
  skip nodes "the relay does not build"
  skip browser "the relay does not build"
fi
finish
