#!/usr/bin/env bash
# Runs a command with the installed tools on PATH; with --wasm also in the environment that builds for wasm32.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
if [ "${1:-}" = --wasm ]; then
  shift
  . "$root/.tools/wasm-env.sh"
  export CARGO_TARGET_DIR=$root/target/wasm
fi
export PATH="$root/.tools/bin:$root/.tools/node_modules/.bin:$PATH"
exec "$@"
