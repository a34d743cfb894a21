#!/usr/bin/env bash
# Builds what `make bench-relay` and `make soak` run: the relay as it is released, the load, the stock warp peer, and with
# the argument `peers` the pinned peers of npm in target/bench/relay. A peer that cannot be had is reported as such later.
set -euo pipefail
cd "$(dirname "$0")/../../.."
cargo build --quiet --release --package relay
cargo build --quiet --release --locked --manifest-path tests/bench/Cargo.toml --package ashboard-bench-relay --target-dir target
[ "${1:-}" = peers ] || exit 0
out=target/bench/relay
mkdir -p "$out"
cp tests/bench/relay/package.json tests/bench/relay/package-lock.json tests/bench/relay/peers/*.mjs "$out/"
if ! cmp -s "$out/package-lock.json" "$out/node_modules/.installed"; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix "$out" >/dev/null ||
    { echo 'bench-relay: npm could not fetch the peers' >&2; exit 0; }
  cp "$out/package-lock.json" "$out/node_modules/.installed"
fi
