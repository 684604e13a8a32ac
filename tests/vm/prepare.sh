#!/bin/bash
# Makes out/vm/{vmlinuz,initrd,modules}: Debian's 6.1 cloud kernel and a first root that puts the host's / under an overlay.
set -euo pipefail
cd "$(dirname "$0")/../.."
build/dependencies.sh vm
vm=out/vm

if [ ! -e $vm/vmlinuz ]; then
    rm -rf $vm/package
    mkdir -p $vm/package
    # The newest build of the supported floor; the plain image is signed, "unsigned" and "dbg" are others.
    newest() { apt-cache pkgnames linux-image-6.1.0- | grep -E '^linux-image-6\.1\.0-[0-9]+-cloud-amd64$' | sort -V | tail -n 1; }
    [ -n "$(newest)" ] || apt-get -qq update </dev/null
    kernel=$(newest)
    if [ -z "$kernel" ]; then
        echo "vm: no linux-image-6.1.0-N-cloud-amd64 is offered by this machine's package sources (Debian 12 has it)" >&2
        exit 1
    fi
    echo "vm: fetching $kernel" >&2
    fetch() { (cd $vm/package && apt-get -qq -o APT::Sandbox::User=root download "$kernel" </dev/null); }
    fetch || { apt-get -qq update </dev/null && kernel=$(newest) && fetch; } # an old list names a file that is gone
    dpkg-deb -x $vm/package/*.deb $vm/package
    rm -rf $vm/modules
    mv $vm/package/lib/modules $vm/modules
    mv $vm/package/boot/vmlinuz-* $vm/vmlinuz
    rm -rf $vm/package
fi

if [ $vm/initrd -nt tests/vm/init ] && [ $vm/initrd -nt tests/vm/prepare.sh ]; then
    exit 0
fi

root=$vm/initrd.d
rm -rf $root
mkdir -p $root/{bin,modules,proc,sys,dev,lower,overlay,new}
cp "$(command -v busybox)" $root/bin/busybox
cp tests/vm/init $root/init
number=0
for module in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci fuse virtiofs overlay loop; do
    number=$((number + 1)) # loaded in this order: each needs those before it
    cp "$(find $vm/modules -name $module.ko)" $root/modules/$number-$module.ko
done
(cd $root && find . | cpio --quiet -o -H newc | gzip -1) >$vm/initrd.new
mv $vm/initrd.new $vm/initrd
rm -rf $root
