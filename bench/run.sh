#!/bin/bash
# bench/run.sh [ROUNDS]
# Times the start of a container, MiniRun beside other runtimes, and writes docs/benchmarks.md. Needs root.
# Everything it starts ends with it, and what it makes is removed.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-100}
if [ "$(id -u)" != 0 ]; then
    echo "bench: needs root: it starts containers" >&2
    exit 1
fi
build/dependencies.sh bench
if [ ! -d /sys/fs/cgroup/cpu ]; then
    echo "bench: bare.c and the bundles are for cgroup v1; this machine has cgroup v2 only" >&2
    exit 1
fi

work=$(mktemp -d /tmp/minirun.XXXXXX)
daemon=
clean_up() {
    [ -z "$daemon" ] || { kill "$daemon"; wait "$daemon" || true; } 2>/dev/null
    find /sys/fs/cgroup -depth -type d -path '*/minirun-bench*' -exec rmdir {} + 2>/dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT

mkdir -p "$work"/{root,state,runc,crun,plain}
rootfs-samples/busybox.sh "$work/root"
: >"$work/root/etc/hosts" >"$work/root/etc/hostname" >"$work/root/etc/resolv.conf"

# The yardstick has minirun's own filter, taken from what the build made.
filter=$(find src/MiniRun/obj -name DefaultSeccompFilter.g.cs -newer build/SeccompProfile/Program.cs -print -quit)
[ -n "$filter" ] || { echo "bench: no compiled seccomp profile below src/MiniRun/obj: run \`make build\`" >&2; exit 1; }
grep -oE '0x[0-9a-f]{2},' "$filter" >"$work/filter.inc"
gcc -O2 -Wall -o "$work/bench" bench/bench.c
gcc -O2 -Wall -static -I "$work" -o "$work/bare" bench/bare.c

profile=/usr/share/containers/seccomp.json
bundle() { # DIRECTORY PROFILE
    jq -n --arg root "$work/root" --arg group "/minirun-bench/$1" --argjson seccomp "$2" -f bench/config.jq >"$work/$1/config.json"
}
bundle runc "$(cat $profile)"
bundle crun "$(cat $profile)"
bundle plain null

start_docker() {
    [ -x /usr/sbin/dockerd ] && [ -x /usr/bin/docker ] || { echo "docker.io is not installed"; return 1; }
    local docker="/usr/bin/docker -H unix://$work/docker.sock"
    PATH=$PATH:/usr/sbin dockerd -H "unix://$work/docker.sock" --pidfile "$work/docker.pid" \
        --data-root "$work/docker" --exec-root "$work/docker-run" \
        --bridge none --iptables=false --cgroup-parent /minirun-bench/docker >"$work/docker.log" 2>&1 &
    daemon=$!
    for _ in $(seq 100); do
        $docker version >/dev/null 2>&1 && break
        sleep 0.1
    done
    tar -C "$work/root" -c . | $docker import - busybox >/dev/null 2>&1 && return
    echo "dockerd does not run here: $(tail -n 1 "$work/docker.log")"
    return 1
}

full="--cpu-quota 50000 --pids-limit 64"
candidate() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$work/commands"; }
candidate 'minirun run' - "$PWD/out/minirun run $full busybox true"
candidate 'minirun run --init' - "$PWD/out/minirun run --init $full busybox true"
candidate 'minirun --version' - "$PWD/out/minirun --version"
candidate 'static C, the same steps' - "$work/bare $work/root $work/state /bin/true"
candidate 'crun without seccomp' v1 "$(type -P crun) --root $work/crun-state run --bundle $work/plain plain"
candidate 'crun' v1 "$(type -P crun) --root $work/crun-state run --bundle $work/crun crun"
candidate 'runc' v1 "$(type -P runc) --root $work/runc-state run --bundle $work/runc runc"
candidate 'bwrap' - "$(type -P bwrap) --unshare-all --bind $work/root / --proc /proc --dev /dev /bin/true"
candidate 'unshare, chroot' - "$(type -P unshare) --fork --pid --mount --uts --ipc --net --cgroup --mount-proc=$work/root/proc \
$(type -P chroot) $work/root /bin/true"
candidate 'the program alone' - "$work/root/bin/true"
why=
if start_docker >"$work/why"; then
    candidate 'docker run' - "/usr/bin/docker -H unix://$work/docker.sock run --rm --network none $full busybox /bin/true"
else
    why=$(cat "$work/why")
    echo "bench: without docker: $why" >&2
fi

echo "bench: $rounds interleaved rounds" >&2
"$work/bench" "$rounds" "$work/commands" >"$work/result"

versions="runc $(runc --version | awk 'NR==1{print $3}'), crun $(crun --version | awk 'NR==1{print $3}'), $(bwrap --version)"
awk -F '\t' -v rounds="$rounds" -v kernel="$(uname -r)" -v cpus="$(nproc)" -v versions="$versions" -v why="$why" '
    { name[NR] = $1; least[NR] = $2; median[NR] = $3; late[NR] = $4; memory[NR] = $5; by[$1] = $3 }
    function verdict(goal, value, limit) {
        printf "| %s | %.2f | %.2f | %s |\n", goal, value, limit, value <= limit ? "reached" : "**missed**"
    }
    END {
        print "# Benchmarks\n\nWritten by `make bench`; do not edit.\n"
        printf "From the start of a command to its end: a container that runs `true` in a busybox root and is removed. %d\n", rounds
        printf "interleaved rounds; kernel %s, %d CPUs; %s.\n\n", kernel, cpus, versions
        print "| | least, ms | median, ms | 90 %, ms | median / minirun run | peak memory, MB |\n|---|---|---|---|---|---|"
        for (i = 1; i <= NR; i++)
            printf "| %s | %.2f | %.2f | %.2f | %.2f | %.1f |\n", name[i], least[i] / 1e3, median[i] / 1e3, late[i] / 1e3, \
                median[i] / by["minirun run"], memory[i] / 1024
        print "\nAll but bwrap, unshare and the program alone have limits of CPU and processes, docker’s capabilities, masked paths,"
        print "devices and device rules. runc, crun and docker filter system calls by the distribution’s profile in docker’s format,"
        print "minirun and the static C program by minirun’s. minirun, docker and the C program have an overlay over the root; runc,"
        print "crun, bwrap and unshare use the root as it is. Peak memory is that of the largest process waited for; docker’s is its"
        print "client’s alone."
        if (why != "") printf "\nWithout docker: %s.\n", why
        print "\n| goal | is | at most | |\n|---|---|---|---|"
        run = by["minirun run"]
        verdict("a fifth of runc", run / by["runc"], 0.2)
        verdict("not slower than crun without seccomp", run / by["crun without seccomp"], 1)
        most = 1.5 * by["static C, the same steps"] + by["minirun --version"]
        verdict("1.5 × static C + the .NET start (`minirun --version`), ms", run / 1e3, most / 1e3)
    }' "$work/result" >"$work/benchmarks.md"
if [ -e docs/benchmarks.md ]; then
    { echo; sed -n '/^## Inits/,$p' docs/benchmarks.md; } >>"$work/benchmarks.md" # the part of bench/inits.sh
fi
mv "$work/benchmarks.md" docs/benchmarks.md
chmod 644 docs/benchmarks.md
sed '/^## Inits/,$d' docs/benchmarks.md | grep '^|'
