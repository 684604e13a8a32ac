using static MiniRun.Commands.FlagCompletion;
using static MiniRun.Commands.FlagKind;

namespace MiniRun.Commands;

/// <summary>Every flag of <c>run</c>, grouped as help shows them. Names and meanings are docker's (docs/docker.md has the differences).</summary>
internal static class RunFlags
{
    /// <summary>The groups in the order of help.</summary>
    public static FlagTable Table { get; } = new(
    [
        ("The process",
        [
            new("init", '\0', Switch, "", "Run minirun's init as PID 1: it reaps orphans and forwards signals"),
            new("interactive", 'i', Switch, "", "Pass standard input on (otherwise it is /dev/null)"),
            new("tty", 't', Switch, "", "Give it a terminal"),
            new("entrypoint", '\0', Value, "PROGRAM", "Program to run; the words after IMAGE are its arguments"),
            new("env", 'e', List, "NAME[=VALUE]", "Set an environment variable; NAME alone copies the caller's"),
            new("env-file", '\0', List, "FILE", "Read environment variables from a file, one on each line", AnyFile),
            new("user", 'u', Value, "USER[:GROUP]", "User and group, by name (of the root's /etc/passwd) or number"),
            new("group-add", '\0', List, "GROUP", "Join one more group, by name or number"),
            new("workdir", 'w', Value, "DIR", "Working directory, made if it is missing"),
            new("ulimit", '\0', List, "NAME=SOFT[:HARD]", "Set a resource limit: nofile, nproc, core …"),
            new("oom-score-adj", '\0', Value, "N", "Preference of the OOM killer, -1000 to 1000"),
            new("sig-proxy", '\0', Switch, "", "Forward signals to the process (on unless =false)"),
        ]),
        ("The init (each implies --init)",
        [
            new("init-signal", '\0', Value, "child|group|all", "Who gets the signals it passes on (child)", Words),
            new("init-wait", '\0', Value, "main|all", "all: when the command has ended, end the rest and wait for it", Words),
            new("init-grace", '\0', Value, "SECONDS", "How long it waits before it kills the rest (10)"),
            new("init-remap", '\0', List, "CODE=OTHER", "Exit with OTHER instead of CODE: 143=0"),
            new("init-rewrite", '\0', List, "SIGNAL:OTHER", "Pass OTHER on for SIGNAL; 0 drops it: TERM:QUIT"),
            new("init-verbose", '\0', Switch, "", "Tell each signal and each child reaped on standard error"),
        ]),
        ("The root file system",
        [
            new("rootfs", '\0', Value, "DIR", "Use a directory as root; then there is no IMAGE word", AnyDirectory),
            new("read-only", '\0', Switch, "", "Mount the root read-only"),
            new("volume", 'v', List, "SRC:DST[:OPTS]", "Bind a file or directory: ro, rw, nosuid, nodev, noexec, rslave …", AnyFile),
            new("mount", '\0', List, "type=T,…", "Bind or tmpfs in words: type=bind,source=S,target=D,readonly"),
            new("tmpfs", '\0', List, "DIR[:OPTS]", "Mount a tmpfs: size=64m,mode=1777 …"),
            new("device", '\0', List, "HOST[:DST[:rwm]]", "Give it a device of the machine", AnyFile),
            new("shm-size", '\0', Value, "SIZE", "Size of /dev/shm (64m)"),
        ]),
        ("Names and network",
        [
            new("name", '\0', Value, "NAME", "Name of the container (otherwise two words drawn by lot)"),
            new("hostname", 'h', Value, "NAME", "Host name inside (otherwise the first 12 digits of its id)"),
            new("domainname", '\0', Value, "NAME", "NIS domain name inside"),
            new("dns", '\0', List, "ADDRESS", "Name server for /etc/resolv.conf"),
            new("dns-search", '\0', List, "DOMAIN", "Search domain for /etc/resolv.conf"),
            new("dns-option", '\0', List, "OPTION", "Resolver option for /etc/resolv.conf") { Alias = "dns-opt" },
            new("add-host", '\0', List, "NAME:ADDRESS", "One more line for /etc/hosts"),
        ]),
        ("Namespaces",
        [
            new("pid", '\0', Value, "host|private", "Process ids (private)", Words),
            new("ipc", '\0', Value, "host|private|none", "System V IPC, message queues and /dev/shm (private)", Words),
            new("uts", '\0', Value, "host|private", "Host name (private)", Words),
            new("network", '\0', Value, "host|private|none", "Network; private has the loopback only (private)", Words) { Alias = "net" },
            new("userns", '\0', Value, "host|private", "User ids; private maps root to an unprivileged user (host)", Words),
            new("cgroupns", '\0', Value, "host|private", "What of the cgroup tree is seen (private)", Words),
        ]),
        ("Limits",
        [
            new("cpus", '\0', Value, "N", "CPUs' worth of time: 0.5 is half of one"),
            new("cpu-quota", '\0', Value, "US", "CPU time in microseconds per period"),
            new("cpu-period", '\0', Value, "US", "Length of the period in microseconds (100000)"),
            new("cpu-shares", 'c', Value, "N", "Share of the CPU against others when it is short (1024)"),
            new("cpuset-cpus", '\0', Value, "LIST", "CPUs it may run on: 0-2,4"),
            new("cpuset-mems", '\0', Value, "LIST", "Memory nodes it may use"),
            new("memory", 'm', Value, "SIZE", "Most memory: 64m, 1g; over it the OOM killer ends a process"),
            new("memory-swap", '\0', Value, "SIZE", "Most memory and swap together; -1 is unlimited swap"),
            new("memory-reservation", '\0', Value, "SIZE", "Memory it is pushed back to when memory is short"),
            new("pids-limit", '\0', Value, "N", "Most processes and threads; -1 is unlimited"),
            new("blkio-weight", '\0', Value, "N", "Share of the disk against others, 10 to 1000"),
            new("device-read-bps", '\0', List, "DEVICE:RATE", "Most bytes per second read from a disk: /dev/sda:1mb"),
            new("device-write-bps", '\0', List, "DEVICE:RATE", "Most bytes per second written to a disk"),
            new("device-read-iops", '\0', List, "DEVICE:RATE", "Most reads per second"),
            new("device-write-iops", '\0', List, "DEVICE:RATE", "Most writes per second"),
            new("cgroup-parent", '\0', Value, "PATH", "Make its cgroup below this one (/minirun)"),
        ]),
        ("Security",
        [
            new("cap-add", '\0', List, "CAPABILITY", "Give it a capability, or ALL that exist", Capability),
            new("cap-drop", '\0', List, "CAPABILITY", "Take a capability away, or ALL", Capability),
            new("security-opt", '\0', List, "OPTION", "no-new-privileges, seccomp=FILE or seccomp=unconfined"),
            new("sysctl", '\0', List, "NAME=VALUE", "Set a kernel parameter of its own namespaces"),
            new("privileged", '\0', Switch, "", "All capabilities and devices, no masks, no filter: root of the machine"),
        ]),
        ("Its life",
        [
            new("detach", 'd', Switch, "", "Start it with a monitor, print its id and leave it running"),
            new("rm", '\0', Switch, "", "Remove it when it ends, as a run in the foreground always is"),
            new("restart", '\0', Value, "POLICY", "When it is started again: no, on-failure[:N], always, unless-stopped"),
            new("label", 'l', List, "NAME[=VALUE]", "Attach a label"),
            new("stop-signal", '\0', Value, "SIGNAL", "The signal of `minirun stop` (TERM)"),
            new("stop-timeout", '\0', Value, "SECONDS", "How long `minirun stop` waits before it kills (10)"),
            new("log-opt", '\0', List, "NAME=VALUE", "max-size=10m, max-file=2"),
            new("detach-keys", '\0', Value, "KEYS", "The keys that leave it running while attached (ctrl-p,ctrl-q)"),
            new("cidfile", '\0', Value, "FILE", "Write its id to a new file", AnyFile),
            new("pidfile", '\0', Value, "FILE", "Write the process id of its first process to a file", AnyFile),
        ]),
        ("This run",
        [
            new("explain", '\0', Switch, "", "Tell each kernel step on standard error as it happens"),
            new("plan", '\0', Optional, "json", "Print the steps instead, as shell commands or JSON; start nothing"),
            FlagTable.Help,
        ]),
    ])
    {
        NotHere =
        [
            "p", "publish", "P", "publish-all", "a", "attach", "label-file", "link",
            "log-driver", "health-cmd", "no-healthcheck", "pull", "platform", "gpus", "runtime", "volumes-from",
            "volume-driver", "expose", "ip", "ip6", "mac-address", "network-alias", "net-alias", "isolation", "kernel-memory", "memory-swappiness", "oom-kill-disable", "cpu-rt-period",
            "cpu-rt-runtime", "device-cgroup-rule", "storage-opt", "annotation", "blkio-weight-device",
            "disable-content-trust", "quiet",
        ],
    };
}
