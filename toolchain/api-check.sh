#!/usr/bin/env bash
# Sends what the description of the API allows, and what it does not, to a relay of its own: schemathesis reads
# /api/openapi.json and looks for server errors and for answers that are not described. API_EXAMPLES requests (30) for each
# operation, and no more than API_SECONDS (120) in all; what the relay said is in target/api-check/relay.log. Needs Python
# and, the first time, the network.
set -euo pipefail
cd "$(dirname "$0")/.."
. toolchain/versions.env
out=target/api-check
relay=''

say() { printf 'api-check: %s\n' "$*"; }
stop() { printf 'api-check: %s\n' "$*" >&2; exit 1; }
finish() {
  [ -z "$relay" ] || { kill "$relay" 2>/dev/null && wait "$relay" 2>/dev/null; } || true
  rm -rf "$out/data"
}
trap finish EXIT

mkdir -p "$out"
rm -rf "$out/data"
[ -x "$out/python/bin/python3" ] || python3 -m venv "$out/python" || stop "please install python3-venv and try again"
"$out/python/bin/python3" -m pip install --quiet --disable-pip-version-check "schemathesis==$SCHEMATHESIS_VERSION"

target/debug/ashboard serve --listen 127.0.0.1:0 --data-dir "$out/data" --page "$out/no-page" --machine-feed false \
  --set anonymous_role=owner \
  >"$out/address.txt" 2>"$out/relay.log" &
relay=$!
for _ in $(seq 100); do
  address=$(grep -o 'http://127.0.0.1:[0-9]*' "$out/address.txt" || true)
  [ -z "$address" ] || break
  kill -0 "$relay" 2>/dev/null || stop "the relay ended: $(tail -n 3 "$out/relay.log")"
  sleep 0.1
done
[ -n "$address" ] || stop "the relay did not say where it is"

status=0
cd "$out" # where it leaves what it found
python/bin/schemathesis --no-color run "$address/api/openapi.json" --max-examples "${API_EXAMPLES:-30}" --max-time "${API_SECONDS:-120}" \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
  --suppress-health-check all --generation-database none --phases fuzzing --seed 1 --request-timeout 30 --exclude-path-regex '/ws$' >schemathesis.log 2>&1 </dev/null || status=$?
cd - >/dev/null
tail -n 25 "$out/schemathesis.log"
! grep -q 'panicked' "$out/relay.log" || stop "the relay panicked: $(grep -m 1 -A 2 panicked "$out/relay.log")"
kill -0 "$relay" || stop "the relay ended: $(tail -n 3 "$out/relay.log")"
[ "$status" -eq 0 ] || stop "all of it is in $out/schemathesis.log"
