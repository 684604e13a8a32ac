# The bundle for runc and crun: docker's defaults, limits of CPU and processes. Arguments: $root, $group (of cgroups) and
# $seccomp: the distribution's profile in docker's format, or null. Its conditions are decided as docker does it.
["CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_MKNOD",
 "CAP_NET_BIND_SERVICE", "CAP_NET_RAW", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT"] as $caps
| def applies:
    ((.includes.caps // []) - $caps == [])
    and (((.includes.arches // []) | length) == 0 or ((.includes.arches | index("amd64")) != null))
    and (((.excludes.caps // []) - ((.excludes.caps // []) - $caps)) == [])
    and (((.excludes.arches // []) | index("amd64")) == null);
  def device($major; $minor): {allow: true, type: "c", major: $major, minor: $minor, access: "rwm"};
  def mount($at; $type; $options): {destination: $at, type: $type, source: $type, options: $options};
{
  ociVersion: "1.0.2",
  root: {path: $root, readonly: false},
  hostname: "bench",
  process: {
    terminal: false, user: {uid: 0, gid: 0}, args: ["/bin/true"], cwd: "/", noNewPrivileges: false,
    env: ["PATH=/bin", "HOME=/root"],
    capabilities: {bounding: $caps, effective: $caps, permitted: $caps}
  },
  mounts: [
    mount("/proc"; "proc"; ["nosuid", "noexec", "nodev"]),
    mount("/dev"; "tmpfs"; ["nosuid", "strictatime", "mode=755", "size=65536k"]),
    mount("/dev/pts"; "devpts"; ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]),
    mount("/dev/shm"; "tmpfs"; ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]),
    mount("/dev/mqueue"; "mqueue"; ["nosuid", "noexec", "nodev"]),
    mount("/sys"; "sysfs"; ["nosuid", "noexec", "nodev", "ro"]),
    mount("/sys/fs/cgroup"; "cgroup"; ["ro", "nosuid", "noexec", "nodev"])
  ],
  linux: {
    cgroupsPath: $group,
    namespaces: (["pid", "uts", "ipc", "mount", "network", "cgroup"] | map({type: .})),
    resources: {
      cpu: {quota: 50000, period: 100000}, pids: {limit: 64},
      devices: [{allow: false, access: "rwm"}, {allow: true, type: "c", access: "m"}, {allow: true, type: "b", access: "m"},
        device(1; 3), device(1; 5), device(1; 7), device(1; 8), device(1; 9), device(5; 0), device(5; 2),
        {allow: true, type: "c", major: 136, access: "rwm"}]
    },
    maskedPaths: ["/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
      "/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware"],
    readonlyPaths: ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]
  }
}
| if $seccomp == null then . else .linux.seccomp = {
    defaultAction: $seccomp.defaultAction,
    defaultErrnoRet: $seccomp.defaultErrnoRet,
    architectures: ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
    syscalls: [$seccomp.syscalls[] | select(applies) | {names, action}
      + (if .args == null or .args == [] then {} else {args} end)
      + (if .errnoRet == null then {} else {errnoRet} end)]
  } | .linux.seccomp |= with_entries(select(.value != null)) end
