#!/usr/bin/env bash
# Proves the project: every stage, named and timed, its words in target/test-logs/STAGE.log and shown when it fails. First
# the lints and what everything else needs, then the tests, LANES=2 stages at a time. A stage that fails does not stop
# those that can still say something. The last line is `N passed, N failed`; a lint counts as one. `tests/run.sh lint`
# stops after the lints. Needs what `toolchain/setup.sh test` installs.
set -uo pipefail
cd "$(dirname "$0")/.."
tools=toolchain/with-tools.sh
logs=target/test-logs
tally=$logs/tally
mkdir -p "$logs"
rm -f "$logs"/*

# report NAME SECONDS GOOD BAD [LINES]: counts, and says what became of a stage in one piece.
report() {
  local name=$1 seconds=$2 good=$3 bad=$4
  {
    flock 9
    echo "$name $good $bad" >>"$tally"
    printf '%-13s %4d s  %d passed, %d failed\n' "$name" "$seconds" "$good" "$bad"
    if [ "$bad" -ne 0 ]; then
      printf '%s\n' "---- $name: the last lines of $logs/$name.log"
      tail -n "${5:-80}" "$logs/$name.log"
      printf '%s\n' "----"
    fi
  } 9>"$logs/lock"
}

# once NAME COMMAND…: a stage that counts as one; its status is the command's.
once() {
  local name=$1 start=$SECONDS status=0
  shift
  "$@" >"$logs/$name.log" 2>&1 </dev/null || status=$?
  report "$name" $((SECONDS - start)) $((status == 0)) $((status != 0))
  return "$status"
}

# tests NAME COMMAND…: a stage that counts its tests. One that ran none, or broke off, has failed.
tests() {
  local name=$1 start=$SECONDS status=0 good bad
  shift
  "$@" >"$logs/$name.log" 2>&1 </dev/null || status=$?
  read -r good bad < <(count "$logs/$name.log")
  if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$good" -eq 0 ]; }; then bad=1; fi
  report "$name" $((SECONDS - start)) "$good" "$bad" 120
}

# Sums `test result: ok. 3 passed; 0 failed; …`.
count() {
  awk '/^test result: /{ for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) good += $(i - 1); if ($i ~ /^failed/) bad += $(i - 1) } }
       END { print good + 0, bad + 0 }' "$1"
}

# suite THREADS NAME…: tests of more than one crate, each in a binary of its own, so many of its tests at a time.
suite() {
  local threads=$1
  shift
  "$tools" cargo test -p ashboard-tests --no-fail-fast "${@/#/--test=}" -- --nocapture --test-threads="$threads"
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
  awk '{ good += $2; bad += $3 } END { printf "%d passed, %d failed\n", good, bad; exit bad != 0 }' "$tally"
  exit
}

# run STAGE: one of those that do not need each other.
run() {
  case $1 in
    native) tests native cargo test --workspace --exclude ashboard-tests --no-fail-fast ;;
    openid) tests openid cargo test -p relay --no-fail-fast --features openid --test openid --lib -- openid ;;
    simulation) tests simulation suite "$(nproc)" simulation contract crashes tidy ;;
    wasm) tests wasm wasm_tests ;;
    nodes) tests nodes suite 1 nodes doors operation storm drafts kill_loop durable power_cut ;;
    # Stories that people live through in real browsers.
    meeting) tests meeting suite 1 presence present sharing explore phone ;;
    reading) tests reading suite 1 browser history charts access looks ;;
    building) tests building suite 1 builder form home panels ;;
    offline) tests offline suite 1 offline tab_kill ;;
  esac
}

export CARGO_TERM_COLOR=never
once fmt cargo fmt --all --check
once clippy cargo clippy --workspace --all-targets -- -D warnings
once clippy-wasm "$tools" --wasm cargo clippy -p client -p document -p table -p chart -p protocol \
  --target wasm32-unknown-unknown -- -D warnings
once clippy-openid cargo clippy -p relay --features openid --all-targets -- -D warnings
once locks lock_files
[ "${1:-}" = lint ] && finish

stages=(native simulation openid wasm)
if once relay cargo build -p relay --bin ashboard; then
  stages+=(nodes)
  if once page make --no-print-directory page; then
    # Stories keep both processors busy, so others take turns with them.
    stages=(meeting native reading nodes building simulation offline openid wasm)
  fi
fi

# Whoever of the lanes is free takes the next stage.
printf '%s\n' "${stages[@]}" >"$logs/stages"
next() { flock "$logs/lock" sed -i -e "1{w $logs/stage.$1" -e 'd}' "$logs/stages" && cat "$logs/stage.$1"; }
lane() {
  local stage
  while stage=$(next "$1") && [ -n "$stage" ]; do run "$stage"; done
}
for number in $(seq "${LANES:-2}"); do lane "$number" & done
wait
# A stage of which nobody has said anything did not go well.
for stage in "${stages[@]}"; do
  grep -q "^$stage " "$tally" || { : >>"$logs/$stage.log"; report "$stage" 0 0 1; }
done
grep -h '^not run' "$logs/nodes.log" 2>/dev/null
grep -ho 'edit to pixel.*' "$logs/reading.log" 2>/dev/null
finish
