#!/bin/sh
# Makes out/minirun if it is missing or older than what it is made of. All words go to stderr: ./minirun calls this.
set -eu
cd "$(dirname "$0")/.."

is_current() {
    [ -x out/minirun ] && [ -z "$(find src build Directory.*.props global.json BannedSymbols.txt \
        \( -name bin -o -name obj \) -prune -o -type f -newer out/minirun -print -quit)" ]
}

is_current && exit 0
mkdir -p out
exec 9>out/.lock
flock 9 # one build at a time; who waited looks again
is_current && exit 0

build/dependencies.sh build
echo "building out/minirun (about a minute the first time)" >&2
# The binary gets the time at which the build began, so that a file edited meanwhile is newer than it.
: >out/.started
# No compiler or build server may outlive this script, nor the empty directories that the tools leave in TMPDIR.
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
TMPDIR=$temporary MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 \
    dotnet publish src/MiniRun/MiniRun.csproj -c Release -o out/publish -v quiet --nologo \
    -p:UseSharedCompilation=false </dev/null >&2 9>&-
cp out/publish/minirun out/minirun.new
touch -r out/.started out/minirun.new
mv out/minirun.new out/minirun

# Built with sudo in somebody's clone: leave the files to the owner of the clone.
if [ "$(id -u)" = 0 ]; then
    find src build out -user root \( -path '*/bin*' -o -path '*/obj*' -o -path 'out*' \) \
        -exec chown --no-dereference --reference=. {} +
fi
