#!/bin/bash
# tests/run.sh [unit] [e2e] [vm]
# Builds what is missing, runs the tests (all by default) and ends with the line `N passed, N failed, N skipped`, summed over
# all of them. Something left behind on the machine counts as a failure; so does a skipped test where CI=true.
set -uo pipefail
cd "$(dirname "$0")/.."
parts=" ${*:-unit e2e vm} "

# No build server may outlive this script; and nothing that it starts may (see processes below).
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TERM=dumb MINIRUN_TEST_RUN="$$"
passed=0 failed=0 skipped=0

# The dotnet tools leave empty directories wherever temporary files are: give them a place of their own.
TMPDIR=$(mktemp -d /tmp/minirun.XXXXXX)
export TMPDIR
chmod 1777 "$TMPDIR" # tests act as other users too
trap 'rm -rf "$TMPDIR"' EXIT

fail() {
    echo "FAILED: $*"
    failed=$((failed + 1))
}

# Runs a command whose output holds the summary line of `dotnet test` and adds its numbers.
count() { # NAME COMMAND…
    local name=$1 log
    shift
    log=out/test-logs/${name//\//-}.log
    mkdir -p out/test-logs
    echo "== $name"
    "$@" </dev/null 2>&1 | sed -u 's/\x1b\[[0-9;]*m//g; s/\r$//' | tee "$log" | grep -vE '^(VSTest version|Test run for|A total of|Starting test|$)'
    local status=${PIPESTATUS[0]} numbers
    numbers=$(sed -nE 's/^(Passed|Failed|Skipped)! +- Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\2 \3 \4/p' "$log")
    if [ -z "$numbers" ]; then
        fail "$name ran no test (exit status $status)"
        return
    fi
    read -r f p s <<<"$numbers"
    failed=$((failed + f)) passed=$((passed + p)) skipped=$((skipped + s))
    [ "$status" = 0 ] || [ "$f" != 0 ] || fail "$name: exit status $status without a failed test"
}

assembly() { # PROJECT: its test assembly
    echo "${1%/*}/bin/Debug/net10.0/$(sed -nE 's|.*<AssemblyName>(.*)</AssemblyName>.*|\1|p' "$1" | grep . || basename "$1" .csproj).dll"
}

build_tests() { # PROJECT: false if it does not compile
    local log=out/test-logs/build.log
    mkdir -p out/test-logs
    dotnet build "$1" -v quiet --nologo -p:UseSharedCompilation=false </dev/null >$log 2>&1 && return
    cat $log
    fail "$1 does not compile"
    return 1
}

# Everything that a run could leave on the machine, one fact a line.
machine() {
    awk '{ print "mount", $5 }' /proc/self/mountinfo
    find /sys/fs/cgroup -type d -path '*minirun*' 2>/dev/null | sed 's/^/cgroup /'
    find /run/minirun /var/lib/minirun/containers -mindepth 1 2>/dev/null | sed 's/^/file /'
    find "$TMPDIR" /tmp -maxdepth 1 -name 'minirun-*' | sed 's/^/file /'
    ls /sys/class/net | sed 's/^/network device /'
    git -c safe.directory='*' status --porcelain 2>/dev/null | sed 's/^/git status /'
    processes
}

processes() {
    local directory pid
    for directory in /proc/[0-9]*; do
        pid=${directory#/proc/}
        case $(readlink "$directory/exe") in
            */minirun | /memfd:*) echo "process $pid $(tr '\0' ' ' 2>/dev/null <"$directory/cmdline")" ;;
        esac
    done
    # What this script started and did not end, whatever it is: it has our mark, and is neither we nor one of our subshells.
    grep -lsz "^MINIRUN_TEST_RUN=$$\$" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 | while read -r pid; do
        case $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline") in
            *tests/run.sh* | grep* | cut* | sort* | "") ;;
            *) echo "process $pid $(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline")" ;;
        esac
    done
}

before=$(machine | sort -u)

if ! build/publish.sh; then
    fail "out/minirun could not be built"
    parts=
fi

if [[ $parts == *" unit "* ]]; then
    for project in tests/*/*.csproj; do
        [ "$project" != tests/EndToEnd/EndToEnd.csproj ] || continue
        build_tests "$project" && count "${project%/*}" dotnet test "$(assembly "$project")"
    done
fi

if [[ $parts == *" e2e "* || $parts == *" vm "* ]] && ! build/dependencies.sh test; then
    fail "what the end-to-end tests need is not there"
elif [[ $parts == *" e2e "* || $parts == *" vm "* ]] && build_tests tests/EndToEnd/EndToEnd.csproj; then
    tests=$(assembly tests/EndToEnd/EndToEnd.csproj)
    if [[ $parts == *" e2e "* ]]; then
        count tests/EndToEnd dotnet test "$tests"
    fi
    if [[ $parts == *" vm "* ]]; then
        if [ "$(id -u)" != 0 ]; then
            echo "SKIPPED: tests/vm needs root (and qemu-system-x86)"
            skipped=$((skipped + 1))
        elif ! tests/vm/prepare.sh; then
            fail "the test machine could not be made"
        else
            count tests/vm tests/vm/run.sh dotnet test "$PWD/$tests" --filter Category=Core
        fi
    fi
fi

# The group above the containers' stays until a reboot, as docker's does; here it was ours alone if it is empty.
rmdir /sys/fs/cgroup/minirun /sys/fs/cgroup/*/minirun 2>/dev/null

after=$(machine | sort -u)
left=$(comm -13 <(echo "$before") <(echo "$after"))
[ -z "$left" ] || fail "left behind:
$left"
[ "${CI:-}" != true ] || [ "$skipped" = 0 ] || fail "$skipped skipped, and in CI none may be"

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
