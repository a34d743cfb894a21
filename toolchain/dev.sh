#!/usr/bin/env bash
# `make dev`: the relay on 8080 and `trunk serve` on 8081 in front of it; Ctrl+C stops both.
set -euo pipefail
cd "$(dirname "$0")/.."
export PAGE_RELAY=http://127.0.0.1:8080
target/debug/ashboard serve --listen 127.0.0.1:8080 --allowed-origin http://127.0.0.1:8081 &
relay=$!
trap 'kill "$relay" 2>/dev/null || true' EXIT
toolchain/with-tools.sh --wasm trunk serve --offline
