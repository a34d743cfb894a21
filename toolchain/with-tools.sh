#!/usr/bin/env bash
# Runs a command with the installed tools on PATH; with --wasm also in the environment that builds for wasm32, with
# --page in the one that builds the page for people: the standard library is compiled with it, for size, and without the
# texts that a panic prints. A page that panics stops with `unreachable`; `make dev` and the tests print the panic.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
if [ "${1:-}" = --page ] || [ "${1:-}" = --wasm ]; then
  mode=$1
  shift
  . "$root/.tools/wasm-env.sh"
  export CARGO_TARGET_DIR=$root/target/wasm
  if [ "$mode" = --page ] && [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ]; then
    export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Zlocation-detail=none -Zunstable-options -Cpanic=immediate-abort"
  fi
fi
export PATH="$root/.tools/bin:$root/.tools/node_modules/.bin:$PATH"
exec "$@"
