#!/bin/sh
# Installs what a step needs beyond the .NET SDK and names it; does nothing if it is all there.
#   build/dependencies.sh build    to compile and link out/minirun
#   build/dependencies.sh test     for the end-to-end tests
#   build/dependencies.sh vm       to boot the test machine (tests/vm)
#   build/dependencies.sh bench    to compare with other runtimes (bench)
# Without root it says what to install and exits with 1.
set -eu

# The NativeAOT compiler brings its own zlib, brotli and runtime; gcc only drives the linker (and finds crt1.o and libc.a of
# libc6-dev); objcopy splits the debug symbols off; as and ld make the freestanding program.
missing=
need() { # PACKAGE, then a command or file that proves it is there
    case $2 in
        /*) [ -e "$2" ] || missing="$missing $1" ;;
        *) command -v "$2" >/dev/null || missing="$missing $1" ;;
    esac
}

case ${1:-} in
    build)
        if ! command -v dotnet >/dev/null; then
            echo "build: the .NET SDK is missing ('dotnet' is not in PATH)" >&2
            echo "hint: https://learn.microsoft.com/dotnet/core/install/linux; global.json names the version" >&2
            exit 1
        fi
        need gcc gcc
        need binutils ld
        need libc6-dev "$(gcc -print-file-name=libc.a 2>/dev/null || echo /nowhere)" # a bare name if there is none
        ;;
    test)
        need util-linux nsenter
        need iproute2 ip
        need procps sysctl
        need python3-minimal python3
        need tini tini
        need dumb-init dumb-init
        need catatonit catatonit
        ;;
    vm)
        need qemu-system-x86 qemu-system-x86_64
        need qemu-system-common /usr/lib/qemu/virtiofsd
        need busybox-static busybox
        need cpio cpio
        need e2fsprogs /sbin/mkfs.ext4
        ;;
    bench)
        need gcc gcc
        need libc6-dev /usr/lib/x86_64-linux-gnu/libc.a
        need runc runc
        need crun crun
        need bubblewrap bwrap
        need jq jq
        need tini tini
        need dumb-init dumb-init
        need catatonit catatonit
        need strace strace
        need golang-github-containers-common /usr/share/containers/seccomp.json
        ;;
    *)
        echo "usage: build/dependencies.sh build|test|vm|bench" >&2
        exit 2
        ;;
esac

[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "$1: these Debian packages, or what this distribution calls them, are missing:$missing" >&2
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    echo "$1: packages are missing:$missing" >&2
    echo "hint: sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "installing$missing" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update </dev/null >&2
# shellcheck disable=SC2086 # one word a package
apt-get -qq -o Dpkg::Use-Pty=0 install --yes --no-install-recommends $missing </dev/null >/dev/null
