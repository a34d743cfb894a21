#!/usr/bin/env bash
# Builds what `make bench-chart` runs into target/bench/chart: our chart as the page is built, and the pinned peers.
set -euo pipefail
cd "$(dirname "$0")/../../.."
out=target/bench/chart
mkdir -p "$out"
toolchain/with-tools.sh --page cargo build --quiet --locked --manifest-path tests/bench/Cargo.toml \
  --package ashboard-bench-chart --target wasm32-unknown-unknown --profile page
toolchain/with-tools.sh wasm-bindgen --target web --no-typescript --out-dir "$out/own" \
  target/wasm/wasm32-unknown-unknown/page/bench_chart.wasm
# As toolchain/split.mjs does it for the page.
toolchain/with-tools.sh wasm-opt -Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
  --enable-mutable-globals --enable-reference-types --enable-multivalue "$out/own/bench_chart_bg.wasm" -o "$out/own/bench_chart_bg.wasm"
cp tests/bench/chart/package.json tests/bench/chart/package-lock.json "$out/"
if ! cmp -s "$out/package-lock.json" "$out/node_modules/.installed"; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error --prefix "$out" >/dev/null || {
    echo 'bench-chart: the peers are not there: npm could not fetch them' >&2
    exit 1
  }
  cp "$out/package-lock.json" "$out/node_modules/.installed"
fi
