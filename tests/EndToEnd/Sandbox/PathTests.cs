namespace MiniRun.EndToEnd.Sandbox;

/// <summary>What of /proc, /sys and the cgroup tree can be read and written.</summary>
public sealed class PathTests : ContainerTest
{
    // Moby's list; a kernel has some of them only.
    private static readonly string[] Masked =
    [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug",
        "/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
    ];

    private static readonly string[] ReadOnly = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/pressure", "/proc/sys", "/proc/sysrq-trigger"];

    [RootFact]
    public void MaskedPathsAreEmptyAndReadOnly()
    {
        (_, int init) = StartSleeper();
        IReadOnlyList<MountEntry> mounts = HostView.Mounts(init);

        string[] present = [.. Masked.Where(Path.Exists)];
        Assert.Contains("/proc/keys", present);
        foreach (string path in present)
        {
            string inside = $"/proc/{init}/root{path}";
            Assert.Contains(mounts, mount => mount.Point == path);
            if (Directory.Exists(path))
            {
                Assert.Empty(Directory.GetFileSystemEntries(inside));
                Assert.Contains("ro", mounts.Single(mount => mount.Point == path).Options);
            }
            else
            {
                Assert.Equal("", File.ReadAllText(inside));
            }
        }
    }

    [RootFact]
    public void ReadOnlyPathsAreMountedSo()
    {
        (_, int init) = StartSleeper();
        IReadOnlyList<MountEntry> mounts = HostView.Mounts(init);

        Assert.All(ReadOnly.Where(Path.Exists), path => Assert.Contains("ro", mounts.Single(mount => mount.Point == path).Options));
        Assert.All(mounts.Where(mount => mount.Point.StartsWith("/sys", StringComparison.Ordinal)), mount => Assert.Contains("ro", mount.Options));
    }

    /// <summary>Root in a container cannot take a mask away, nor write where the machine would change.</summary>
    [RootTheory]
    [InlineData("umount /proc/keys")]
    [InlineData("umount -l /proc/sys")]
    [InlineData("mount -o remount,rw /proc/sys")]
    [InlineData("mount -o remount,rw /sys")]
    [InlineData("mount -t proc proc /mnt")]
    [InlineData("mount -t sysfs sysfs /mnt")]
    [InlineData("mount --bind /proc /mnt")]
    [InlineData("echo b >/proc/sysrq-trigger")]
    [InlineData("echo x >/proc/sys/kernel/core_pattern")]
    [InlineData("echo x >/proc/sys/kernel/modprobe")]
    [InlineData("echo 1 >/proc/sys/vm/drop_caches")]
    [InlineData("echo 1 >/sys/kernel/profiling")]
    [InlineData("echo x >/sys/kernel/uevent_helper")]
    [InlineData("date -s 2030-01-01 2>&1 | grep -q permitted && exit 1")]
    public void RootInsideCannotUndoThem(string attempt)
    {
        string pattern = File.ReadAllText("/proc/sys/kernel/core_pattern");

        CliResult result = RunScript($"mkdir -p /mnt; {attempt}");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(pattern, File.ReadAllText("/proc/sys/kernel/core_pattern"));
        Assert.True(DateTime.UtcNow.Year < 2030);
    }

    /// <summary>Nothing of /proc but a process's own files, nothing of /sys at all: looked for with the kernel's own access check.</summary>
    [RootFact]
    public void NothingOfTheMachineIsWritable()
    {
        CliResult result = RunScript(
            """
            for f in $(find /proc -maxdepth 1 -type f); do (echo >>$f) 2>/dev/null && echo $f; done
            for f in $(find /proc/pressure /proc/sys /proc/irq /proc/fs /proc/bus /sys -type f); do (: >>$f) 2>/dev/null && echo $f; done
            true
            """).ExitsWith(0);

        string[] masks = [.. Masked.Where(File.Exists)];
        Assert.Equal([], result.Lines.Where(line => line.Length > 0 && !masks.Contains(line)));
    }

    /// <summary>Version 1: whoever writes release_agent runs a program as root of the machine (CVE-2022-0492).</summary>
    [RootTheory]
    [InlineData("for f in $(find /sys/fs/cgroup -type f); do (echo 1 >$f) 2>/dev/null && echo written $f; done; echo end")]
    [InlineData("mkdir /mnt; for c in rdma cpu memory devices pids; do mount -t cgroup -o $c x /mnt 2>/dev/null && echo mounted $c; done; echo end")]
    [InlineData("mkdir /mnt; mount -t cgroup2 x /mnt 2>/dev/null && echo mounted; unshare -UrmC true 2>/dev/null && echo unshared; echo end")]
    [InlineData("for f in $(find /sys/fs/cgroup -name release_agent); do echo found $f; done; echo end")]
    public void TheCgroupTreeCannotBeUsedToGetOut(string attempt) =>
        Assert.Equal("end\n", RunScript(attempt, "--cpu-quota", "50000", "--pids-limit", "64").ExitsWith(0).Output);

    /// <summary>With CAP_SYS_ADMIN a hierarchy can be mounted, as in docker, but only below the container's own group.</summary>
    [RootFact]
    public void WithSysAdminAMountedHierarchyShowsTheOwnGroupOnly()
    {
        CliResult result = RunScript(
            "mkdir /mnt; mount -t cgroup -o devices x /mnt || exit 0; test -e /mnt/release_agent && echo agent; ls -d /mnt/minirun 2>/dev/null; true",
            "--cap-add", "SYS_ADMIN").ExitsWith(0);

        Assert.Equal("", result.Output);
    }
}
