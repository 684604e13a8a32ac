#!/bin/bash
# bench/inits.sh [ROUNDS]
# Measures our init beside others and writes the part «Inits» of docs/benchmarks.md. Needs root.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-100}
storms=60 orphans=2000 drips=200
[ "$(id -u)" = 0 ] || { echo "bench: needs root: it makes PID namespaces" >&2; exit 1; }
build/dependencies.sh bench

work=$(mktemp -d /tmp/minirun.XXXXXX)
idle=
clean_up() {
    [ -z "$idle" ] || kill -9 "$idle" 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
mkdir "$work/ours"
out/minirun init --extract "$work/ours/init"
ln -s init "$work/ours/pause"
cp "$work/ours/init" "$work/again" # the same program by another name shows what is noise
for program in bench storm; do gcc -O2 -Wall -o "$work/$program" "bench/$program.c"; done
gcc -O2 -Wall -static -o "$work/pause" bench/pause.c
printf 'int main(void) { return 0; }\n' | gcc -O2 -static -x c -o "$work/true" -
namespace="unshare --pid --fork --kill-child --mount-proc"

declare -A path=([ours]=$work/ours/init ['ours again']=$work/again [tini]=$(type -P tini) [tini-static]=$(type -P tini-static)
    [dumb-init]=$(type -P dumb-init) [catatonit]=$(type -P catatonit)
    ['ours as pause']=$work/ours/pause ['pause in C, static']=$work/pause)
inits=(ours tini tini-static dumb-init catatonit)
pauses=('ours as pause' 'pause in C, static')

pid1_of() { # the host's id of the child of unshare, once there is one
    local pid=
    until pid=$(tr -d ' ' <"/proc/$1/task/$1/children") && [ -n "$pid" ]; do
        kill -0 "$1" || exit 1
        sleep 0.01
    done
    echo "$pid"
}

memory() { # COMMAND…: resident and proportional size while it waits, kB
    $namespace "$@" >/dev/null 2>&1 &
    idle=$!
    local pid1
    pid1=$(pid1_of $idle)
    sleep 0.3
    awk '/^Rss/{rss = $2} /^Pss:/{print rss "\t" $2}' "/proc/$pid1/smaps_rollup"
    kill -9 "$pid1"
    wait $idle 2>/dev/null || true
    idle=
}

calls() { # INIT: system calls for each orphan reaped
    mkfifo "$work/go"
    $namespace "$1" "$work/storm" drip $drips <"$work/go" &
    idle=$!
    exec 3>"$work/go"
    local pid1 tracer
    pid1=$(pid1_of $idle)
    sleep 0.2
    strace -qq -c -o "$work/calls" -p "$pid1" &
    tracer=$!
    until grep -q 'TracerPid:[[:space:]]*[1-9]' "/proc/$pid1/status"; do sleep 0.01; done
    echo >&3
    exec 3>&-
    wait $idle $tracer
    idle=
    rm "$work/go"
    awk -v drips=$drips '$NF == "total" { printf "%.1f\n", $4 / drips }' "$work/calls"
}

echo "bench: inits: $rounds interleaved rounds of starting, $storms of $orphans orphans" >&2
for init in "${inits[@]}"; do printf '%s\t-\t%s %s\n' "$init" "${path[$init]}" "$work/true"; done >"$work/commands"
printf 'none\t-\t%s\n' "$work/true" >>"$work/commands"
"$work/bench" "$rounds" "$work/commands" 2>"$work/talk" >"$work/starts" || { cat "$work/talk" >&2; exit 1; }
for _ in $(seq $storms); do
    # Shuffled, so that none runs always after the same one.
    printf '%s\n' "${inits[@]}" 'ours again' | shuf | while read -r init; do
        for how in '' zombies; do
            printf '%s\t%s\t%s\n' "$init" "${how:-alive}" "$($namespace "${path[$init]}" "$work/storm" $how $orphans)"
        done
    done
done >"$work/storms"
for init in "${inits[@]}" "${pauses[@]}"; do
    wait_for=()
    [[ $init == *pause* ]] || wait_for=(sleep 1000)
    size=$(stat -Lc %s "${path[$init]}")
    resident=$(memory "${path[$init]}" "${wait_for[@]}")
    start=$(awk -F '\t' -v name="$init" '$1 == name { print $2 "\t" $3 }' "$work/starts")
    each=
    [[ $init == *pause* ]] || each=$(calls "${path[$init]}")
    printf '%s\t%s\t%s\t%s\t%s\n' "$init" "$size" "$resident" "${start:--$'\t'-}" "${each:--}"
done >"$work/result"

versions="tini $(tini --version | awk '{print $3}'), $(dumb-init --version 2>&1), catatonit $(catatonit --version | awk '{print $3}')"
{
    sed '/^## Inits/,$d' docs/benchmarks.md
    awk -F '\t' -v rounds="$rounds" -v storms=$storms -v orphans=$orphans -v drips=$drips -v kernel="$(uname -r)" \
        -v cpus="$(nproc)" -v versions="$versions" -f bench/inits.awk \
        part=starts "$work/starts" part=storms "$work/storms" part=result "$work/result"
} >"$work/benchmarks.md"
cat "$work/benchmarks.md" >docs/benchmarks.md
sed -n '/^## Inits/,$p' docs/benchmarks.md | grep '^|'
