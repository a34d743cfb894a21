#!/usr/bin/env bash
# Audits the dependencies of the program and of its tests: licences, bans, sources and known faults. The faults come from
# the RustSec database: by network, or offline from the folder ADVISORY_DB. What deny.toml ignores is ignored here as well.
# Of the peers that the benchmarks compare with only vulnerabilities count: nothing of them is in the program.
# Needs what `toolchain/setup.sh audit` installs.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0

say() { printf 'audit: %s\n' "$*"; }

# checked NAME COMMAND…: one check, its words only where it fails.
checked() {
  local name=$1 words
  shift
  if words=$("$@" 2>&1 </dev/null); then say "$name: ok"; return; fi
  printf '%s\n' "$words"
  say "$name: FAILED"
  failed=1
}

tool() { toolchain/with-tools.sh cargo "$@"; }

mapfile -t ignored < <(grep -o 'RUSTSEC-[0-9-]*' deny.toml | sed 's/^/--ignore=/')
faults() {
  if [ -n "${ADVISORY_DB:-}" ]; then
    tool audit --db "$ADVISORY_DB" --no-fetch --stale "$@"
  else
    tool audit "$@"
  fi
}

checked "licences, bans, sources" tool deny --locked check licenses bans sources
checked "known faults of the program" faults --deny warnings "${ignored[@]}"
checked "known faults of the fuzz targets" faults --deny warnings "${ignored[@]}" --file tests/fuzz/Cargo.lock
checked "vulnerabilities of the peers of the benchmarks" faults --file tests/bench/Cargo.lock
exit "$failed"
