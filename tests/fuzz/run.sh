#!/usr/bin/env bash
# Runs every fuzz target for SECONDS_EACH seconds (60), or those that are named: `tests/fuzz/run.sh apply outline`. With a
# target and a file it runs that one input: so a crash is replayed. Interesting inputs gather in target/fuzz/corpus, what
# crashed lies in target/fuzz/found. The last line says runs, seconds and crashes of each target, and of all. Needs what
# `toolchain/setup.sh fuzz` installs.
set -uo pipefail
cd "$(dirname "$0")/../.."
seconds_each=${SECONDS_EACH:-60}
out=target/fuzz
# Longer inputs only repeat the ways of shorter ones; MiB beyond which an input asks for too much; seconds beyond which
# it takes too long, on a busy machine too.
limits=(-len_control=20 -max_len=4096 -rss_limit_mb=1024 -timeout=20)

say() { printf 'fuzz: %s\n' "$*"; }
stop() { printf 'fuzz: %s\n' "$*" >&2; exit 1; }

all_targets() { for file in tests/fuzz/targets/*.rs; do basename "$file" .rs; done; }

# The address sanitizer sees what is asked for and never touched. A compiler of a distribution may come without it.
sanitizer() {
  if compgen -G "$(rustc --print target-libdir)/librustc-*_rt.asan.a" >/dev/null; then echo address; else echo none; fi
}

# build TARGET…: with the compiler that is there; the instrumentation is not stable, hence RUSTC_BOOTSTRAP.
build() {
  local log=$out/build.log start=$SECONDS
  printf 'fuzz: building (some minutes from nothing), sanitizer: %s … ' "$(sanitizer)"
  RUSTC_BOOTSTRAP=1 CARGO_PROFILE_RELEASE_DEBUG=line-tables-only toolchain/with-tools.sh \
    cargo fuzz build --fuzz-dir tests/fuzz --target-dir "$out/build" --sanitizer "$(sanitizer)" "$@" \
    >"$log" 2>&1 </dev/null || {
    printf 'failed\n'
    tail -n 40 "$log" >&2
    stop "the targets do not build; the last lines are above, all of them in $log"
  }
  printf 'done in %d s\n' $((SECONDS - start))
}

program() { echo "$out"/build/*/release/"$1"; }

unhex() { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }

# golden WORDS…: names and bytes, in hexadecimal, of the messages of the newest wire version whose names begin so.
golden() { grep "^$* " "$(printf '%s\n' shared/protocol/tests/golden/v*.txt | sort -V | tail -n 1)" | tr -d ' '; }

# What a target begins with; all else it finds by itself.
seed() {
  local corpus=$1 name hex
  case $2 in
    from_client) golden client | while IFS=: read -r name hex; do unhex "$hex" >"$corpus/golden-$name"; done ;;
    from_relay) golden relay | while IFS=: read -r name hex; do unhex "$hex" >"$corpus/golden-$name"; done ;;
    # Behind version, encoding and the number of the message stands what is stored.
    stored) golden relay | grep -E '^relay(sequenced|tail):' |
      while IFS=: read -r name hex; do unhex "01${hex:6}" >"$corpus/golden-$name"; done ;;
    outline) cp examples/dashboards/*.json "$corpus" ;;
    ingest_csv) head -n 12 examples/weather/weather.csv >"$corpus/weather" ;;
    ingest_ndjson) printf '{"at":"2024-05-31T12:30:00Z","n":1,"x":-0.5,"ok":true,"s":"a"}\n{"n":null}\n' >"$corpus/rows" ;;
    ingest_json) printf '[{"at":"2024-05-31","n":1,"x":1e300,"ok":false,"s":"é"},{"n":null}]' >"$corpus/rows" ;;
    ingest_gzip) { printf '\x07'; printf 'time,value\n2024-05-31,1\n' | gzip -9n; } >"$corpus/rows" ;;
    configuration)
      printf 'listen = "127.0.0.1:0"\nallowed_origins = ["https://a.org"]\n[limits]\nedits_burst = 7\n[log]\nfilter = "info"\n' \
        >"$corpus/file" ;;
    vega_lite) printf '{"data":{"url":"a.csv"},"mark":{"type":"area","line":true},"encoding":{"x":{"field":"t","timeUnit":"year"},"y":{"aggregate":"mean","field":"v"},"color":{"field":"c","type":"nominal"}}}' >"$corpus/area" ;;
    declared) printf 'time:time,value:float,n:integer,s:text,ok:flag' >"$corpus/all" ;;
  esac
}

# fuzz TARGET: adds to `lines`, `runs`, `crashes`.
fuzz() {
  local target=$1 corpus=$out/corpus/$1 log=$out/$1.log start=$SECONDS took done_runs status=0 crashed=0 kept=()
  mkdir -p "$corpus" "$out/found"
  seed "$corpus" "$target"
  [ -d "tests/fuzz/crashes/$target" ] && kept=("tests/fuzz/crashes/$target")
  "$(program "$target")" "$corpus" "${kept[@]}" "${limits[@]}" -max_total_time="$seconds_each" -detect_leaks=0 \
    -print_final_stats=1 -artifact_prefix="$out/found/$target-" >"$log" 2>&1 </dev/null || status=$?
  [ "$status" -lt 128 ] || [ "$status" -eq 134 ] || stop "$target was ended from outside"
  took=$((SECONDS - start))
  done_runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
  [ "$status" -eq 0 ] || { crashed=1; told "$target" "$log"; }
  lines+=("$target ${done_runs:-0} runs ${took} s $crashed crashes")
  say "${lines[-1]}"
  runs=$((runs + ${done_runs:-0}))
  crashes=$((crashes + crashed))
}

# told TARGET LOG: a crash in words, its input, and the command that replays it.
told() {
  local input
  input=$(sed -n 's/.*Test unit written to //p' "$2" | tail -n 1)
  say "$1 CRASHED: $(grep -m 1 -A 2 -E "panicked at|ERROR: |SUMMARY: " "$2" | tr '\n' ' ' | cut -c 1-400)"
  if [ -n "$input" ]; then
    say "  the input:       $input"
    say "  to replay it:    tests/fuzz/run.sh $1 $input"
    say "  once it is mended: a named test where the bug was, and the input into tests/fuzz/crashes/$1/"
  else
    say "  it did not come to an input: all it said is in $2"
  fi
}

[[ $seconds_each =~ ^[1-9][0-9]*$ ]] || stop "SECONDS_EACH is a whole number of seconds, not '$seconds_each'"
toolchain/with-tools.sh cargo fuzz --version >/dev/null 2>&1 || stop "please type:  toolchain/setup.sh fuzz   and try again"
mkdir -p "$out"
if [ $# -eq 2 ] && [ -f "$2" ]; then
  build "$1"
  exec "$(program "$1")" "${limits[@]}" "$2"
fi
targets=("$@")
[ $# -gt 0 ] || mapfile -t targets < <(all_targets)
for target in "${targets[@]}"; do
  [ -f "tests/fuzz/targets/$target.rs" ] || stop "there is no target '$target'; there are: $(all_targets | tr '\n' ' ')"
done
if [ ${#targets[@]} -eq 1 ]; then build "${targets[0]}"; else build; fi
lines=() runs=0 crashes=0 began=$SECONDS
for target in "${targets[@]}"; do fuzz "$target"; done
printf -v each '%s; ' "${lines[@]}"
say "${each}total $runs runs $((SECONDS - began)) s $crashes crashes"
[ "$crashes" -eq 0 ]
