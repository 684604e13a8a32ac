#!/bin/sh
# Fills the empty directory DEST with a root file system made of the distribution's static busybox. Needs no root.
set -eu
umask 022
dest=${1:?usage: busybox.sh DEST}
cd "$dest"
if [ -n "$(ls -A)" ]; then
    echo "sample \`busybox\`: $dest is not empty" >&2
    exit 1
fi

# A static program has no interpreter to load, so ldd refuses it.
is_static() { [ -x "$1" ] && ! ldd "$1" >/dev/null 2>&1; }

mkdir -p bin
if is_static /usr/bin/busybox; then
    cp /usr/bin/busybox bin/busybox
elif is_static /bin/busybox; then
    cp /bin/busybox bin/busybox
else
    download=$(mktemp -d)
    trap 'rm -rf "$download"' EXIT
    # apt drops to its own user when it runs as root, and that user writes here.
    chmod 755 "$download"
    fetch() { (cd "$download" && apt-get -qq -o APT::Sandbox::User=root download busybox-static </dev/null >&2); }
    if ! fetch; then
        if [ "$(id -u)" = 0 ]; then
            apt-get -qq update </dev/null >&2 && fetch
        else
            echo "hint: sudo apt-get install busybox-static" >&2
            exit 1
        fi
    fi
    dpkg-deb -x "$download"/busybox-static_*.deb "$download/unpacked"
    cp "$(find "$download/unpacked" -name busybox -type f -perm -100 -print -quit)" bin/busybox
fi
chmod 755 bin bin/busybox

for applet in $(bin/busybox --list); do
    [ -e "bin/$applet" ] || ln -s busybox "bin/$applet"
done

mkdir -p dev etc home mnt opt proc run sys usr var/cache var/lib var/log var/spool
ln -s ../bin usr/bin
ln -s ../bin usr/sbin
ln -s bin sbin
ln -s ../run var/run
mkdir -m 700 root
mkdir -m 1777 tmp var/tmp
# Every container has its own of these three mounted over them: with the files there, none has to be made at each start.
: >etc/hosts >etc/hostname >etc/resolv.conf
cat >etc/passwd <<'EOF'
root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/:/bin/false
nobody:x:65534:65534:nobody:/nonexistent:/bin/false
EOF
cat >etc/group <<'EOF'
root:x:0:
daemon:x:1:
tty:x:5:
disk:x:6:
users:x:100:
nogroup:x:65534:
EOF
