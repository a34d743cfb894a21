#!/usr/bin/env bash
# Installs what `make run` (argument: run), `make test` (test), `make fuzz` (fuzz), `make audit` (audit) or `make size`
# (size, beside run) needs, or the tours `make screenshots` and `make lighthouse` (tour), and nothing that is there already.
# System packages come from apt; everything else goes to .tools/ in this checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
. toolchain/versions.env
purpose=${1:-run}
tools=$PWD/.tools
mkdir -p "$tools"

say() { printf 'setup: %s\n' "$*"; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# step NAME COMMAND…: runs the command quietly, prints the name and the time, shows the output only when it fails.
step() {
  local name=$1 log=$tools/setup.log start=$SECONDS
  shift
  printf 'setup: %s … ' "$name"
  if "$@" >"$log" 2>&1 </dev/null; then printf 'done in %d s\n' $((SECONDS - start)); return; fi
  printf 'failed after %d s\n' $((SECONDS - start))
  tail -n 40 "$log" >&2
  stop "'$name' failed; its last lines are above, all of them in $log"
}

is_debian() { [ -r /etc/debian_version ] && command -v apt-get >/dev/null; }

# packages REASON NAME…: installs the missing ones as root, else names the one command to type.
packages() {
  local reason=$1 missing=()
  shift
  for name in "$@"; do dpkg -s "$name" >/dev/null 2>&1 || missing+=("$name"); done
  [ ${#missing[@]} -eq 0 ] && return
  if is_debian && [ "$(id -u)" = 0 ]; then
    [ -n "${apt_updated:-}" ] || step "apt package list" apt-get update
    apt_updated=1
    step "apt: ${missing[*]} ($reason)" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
  else
    stop "please type:  sudo apt-get install -y --no-install-recommends ${missing[*]}   (needed for $reason), then run make again"
  fi
}

compiler() {
  command -v cargo >/dev/null || stop "please install Rust from https://rustup.rs, then run make again"
  command -v npm >/dev/null || stop "please install Node.js 20 or newer, then run make again"
  command -v cc >/dev/null && return
  packages "the C linker" build-essential
}

# Writes .tools/wasm-env.sh: the environment in which `cargo build --target wasm32-unknown-unknown` works here.
wasm_route() {
  local env_file=$tools/wasm-env.sh
  if [ -f "$env_file" ] && (. "$env_file"; wasm_ready); then return; fi
  if (wasm_by_rustup) || timeout 30 rustup target add wasm32-unknown-unknown >/dev/null 2>&1; then
    echo '# rustup has the wasm32 standard library' >"$env_file"
    say "wasm32: from rustup"
    # With its sources the page becomes a tenth smaller; without them it is built all the same.
    timeout 60 rustup component add rust-src >/dev/null 2>&1 || say "no sources of the standard library: the page will be larger"
    return
  fi
  is_debian || stop "please type:  rustup target add wasm32-unknown-unknown   then run make again"
  packages "the wasm32 standard library" rustc-web cargo-web rust-web-src rust-web-clippy "lld-$LLD_MAJOR"
  local bin
  bin=$(dirname "$(dpkg -L rustc-web | grep 'bin/rustc$')")
  cat >"$env_file" <<ENV
# rustup cannot download here: Debian's newer Rust builds std for wasm32 itself
export PATH="$bin:\$PATH"
export RUSTC_BOOTSTRAP=1
export CARGO_UNSTABLE_BUILD_STD=std,panic_abort
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-$LLD_MAJOR
unset RUSTUP_TOOLCHAIN
ENV
  say "wasm32: from Debian's rustc-web"
}
wasm_by_rustup() { rustup target list --installed 2>/dev/null | grep -q '^wasm32-unknown-unknown$'; }
wasm_ready() {
  [ -z "${CARGO_UNSTABLE_BUILD_STD:-}" ] && { wasm_by_rustup; return; }
  dpkg -s rustc-web cargo-web rust-web-src rust-web-clippy "lld-$LLD_MAJOR" >/dev/null 2>&1
}

# cargo_tool NAME VERSION BINARY FLAGS…: a pinned program in .tools/bin. What is there cargo has written down itself.
cargo_tool() {
  local name=$1 version=$2 binary=$3
  shift 3
  [ -x "$tools/bin/$binary" ] && grep -qs "^\"$name $version " "$tools/.crates.toml" && return
  step "$name $version (a few minutes)" env CARGO_TARGET_DIR="$tools/build" CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_STRIP=symbols \
    cargo install "$name@$version" --root "$tools" --force "$@"
}

# npm_tool NAME VERSION: a pinned package in .tools/node_modules.
npm_tool() {
  local name=$1 version=$2
  [ "$(node -p "require('$tools/node_modules/$name/package.json').version" 2>/dev/null)" = "$version" ] && return
  step "npm: $name $version" npm install --prefix "$tools" --no-audit --no-fund --save-exact "$name@$version"
}

if [ "$purpose" = fuzz ]; then
  command -v cargo >/dev/null || stop "please install Rust from https://rustup.rs, then run make again"
  command -v c++ >/dev/null || packages "the fuzzer, which is written in C++" build-essential
  cargo_tool cargo-fuzz "$CARGO_FUZZ_VERSION" cargo-fuzz --locked
  rm -rf "$tools/build"
  exit
fi
if [ "$purpose" = audit ]; then
  command -v cargo >/dev/null || stop "please install Rust from https://rustup.rs, then run make again"
  command -v cc >/dev/null || packages "the C linker" build-essential
  cargo_tool cargo-deny "$CARGO_DENY_VERSION" cargo-deny --locked
  cargo_tool cargo-audit "$CARGO_AUDIT_VERSION" cargo-audit --locked --no-default-features
  rm -rf "$tools/build"
  exit
fi
if [ "$purpose" = size ]; then
  npm_tool uplot "$UPLOT_VERSION"
  npm_tool chart.js "$CHART_JS_VERSION"
  npm_tool echarts "$ECHARTS_VERSION"
  exit
fi
if [ "$purpose" = tour ]; then
  packages "the tour through the page" chromium fonts-dejavu-core
  npm_tool axe-core "$AXE_CORE_VERSION"
  npm_tool playwright-core "$PLAYWRIGHT_VERSION"
  npm_tool lighthouse "$LIGHTHOUSE_VERSION"
  exit
fi
compiler
wasm_route
grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | grep -qx "version = \"$WASM_BINDGEN_VERSION\"" ||
  stop "toolchain/versions.env says wasm-bindgen $WASM_BINDGEN_VERSION, Cargo.lock says otherwise: make them equal"
cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen
cargo_tool wasm_split_cli_support "$WASM_SPLIT_VERSION" wasm-split-cli --locked --features build-binary
cargo_tool trunk "$TRUNK_VERSION" trunk --locked --no-default-features --features rustls
npm_tool binaryen "$BINARYEN_VERSION"
if [ "$purpose" = test ]; then
  packages "the browser tests" chromium chromium-driver fonts-dejavu-core
  cargo_tool wasm-pack "$WASM_PACK_VERSION" wasm-pack --locked
  npm_tool axe-core "$AXE_CORE_VERSION"
fi
rm -rf "$tools/build"
