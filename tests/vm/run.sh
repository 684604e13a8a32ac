#!/bin/bash
# tests/vm/run.sh COMMAND ARGUMENT…
# Runs COMMAND as root on the supported floor: Debian's 6.1 kernel with nothing but cgroup v2. The machine's / is the host's,
# read-only under a throw-away overlay, so every tool and the checkout are there under the same paths; what COMMAND writes
# is gone afterwards. Standard output and error come back together; the exit status is COMMAND's, 125 if it never ran.
#   MINIRUN_VM_TIMEOUT   seconds until it is given up (600)
#   MINIRUN_VM_VERBOSE   set: show the kernel's messages
# The processor is emulated (TCG): it runs everywhere, ten to twenty times slower than this machine.
set -uo pipefail
checkout=$(cd "$(dirname "$0")/../.." && pwd)
"$checkout/tests/vm/prepare.sh" || exit 125
vm=$checkout/out/vm
run=$(mktemp -d "$vm/run.XXXXXX")
trap 'rm -rf "$run"' EXIT

{
    for name in PATH HOME DOTNET_ROOT ${!DOTNET_*} ${!MINIRUN_*}; do
        [ -z "${!name:-}" ] || printf 'export %s=%q\n' "$name" "${!name}"
    done
    printf 'export DOTNET_TieredPGO=0 MINIRUN_TEST_SLOWNESS=%q MINIRUN_VM=1\n' "${MINIRUN_TEST_SLOWNESS:-10}"
    echo 'stty -F /dev/ttyS0 raw -echo; exec </dev/null >/dev/ttyS0 2>&1'
    printf 'mkdir -p /lib/modules; mount --bind %q /lib/modules\n' "$vm/modules" # for what the kernel loads on demand
    printf 'cd %q\n' "$PWD"
    printf '%q ' "$@"
    printf '\necho $? >/dev/ttyS1; sync; echo 0 >/proc/sys/kernel/printk; echo b >/proc/sysrq-trigger; sleep 60\n'
} >"$run/job.sh"

/usr/lib/qemu/virtiofsd --socket-path="$run/fs" -o source=/ -o sandbox=chroot -o cache=always -o no_posix_lock -o xattr \
    --thread-pool-size=4 -o log_level=err >"$run/virtiofsd.log" 2>&1 &
server=$!
for _ in $(seq 500); do
    [ -S "$run/fs" ] && break
    sleep 0.01
done

console="quiet loglevel=0"
[ -z "${MINIRUN_VM_VERBOSE:-}" ] || console="console=ttyS0"
timeout "${MINIRUN_VM_TIMEOUT:-600}" qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot \
    -machine q35,memory-backend=memory,smm=off,vmport=off,pit=off -accel tcg,thread=multi,tb-size=256 -cpu max -smp 2 -m 1536 \
    -object memory-backend-memfd,id=memory,size=1536M,share=on \
    -kernel "$vm/vmlinuz" -initrd "$vm/initrd" \
    -append "$console reboot=t panic=-1 cgroup_no_v1=all random.trust_cpu=on tsc=reliable no_timer_check mitigations=off job=$run/job.sh" \
    -chardev socket,id=fs,path="$run/fs" -device vhost-user-fs-pci,chardev=fs,tag=hostroot,queue-size=512 \
    -serial stdio -serial "file:$run/status" </dev/null
status=$?
wait $server # it ends with its client
if [ ! -s "$run/status" ]; then
    cat "$run/virtiofsd.log" >&2
    echo "vm: the command did not end (qemu: $status; 124 is the timeout of ${MINIRUN_VM_TIMEOUT:-600} s)" >&2
    exit 125
fi
exit "$(tr -dc 0-9 <"$run/status")"
