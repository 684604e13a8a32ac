using System.Diagnostics;

namespace MiniRun.Cgroups.Tests;

/// <summary>Limits in force on this kernel, whatever its layout, and what it counts.</summary>
public sealed class KernelLimitTests
{
    [RootFact]
    public void A_quota_throttles_the_group_and_is_told()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { CpuQuota = 10_000, CpuPeriod = 50_000, CpuShares = 512 }).Apply();
        _ = group.Run("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done");
        CgroupStats stats = group.Cgroup.ReadStats();
        Assert.InRange(stats.ThrottledPeriods!.Value, 1, stats.Periods!.Value);
        Assert.True(stats.ThrottledMicroseconds > 0);
        Assert.Contains("throttled in ", Assert.Single(LimitVerdict.From(stats, group.Limits).Sentences));
    }

    [RootFact]
    public void Fork_fails_at_the_pids_limit_and_is_told()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { PidsLimit = 5 }).Apply();
        Assert.Equal("5", group.Read("pids.max"));
        (_, string output) = group.Run("for i in 1 2 3 4 5 6 7 8; do sleep 0.5 & done; wait");
        Assert.Contains("fork", output, StringComparison.OrdinalIgnoreCase);
        CgroupStats stats = group.Cgroup.ReadStats();
        Assert.True(stats.PidsRefused >= 1);
        Assert.Equal(5, stats.PidsPeak);
        Assert.Contains("at the pids limit of 5", Assert.Single(LimitVerdict.From(stats, group.Limits).Sentences));
    }

    [RootFact]
    public void Beyond_its_memory_a_process_is_killed_and_the_reason_told()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { Memory = 32 << 20, MemorySwap = 32 << 20 }).Apply();
        (int code, _) = group.Run("exec tail /dev/zero");
        Assert.Equal(137, code);
        CgroupStats stats = group.Cgroup.ReadStats();
        Assert.Equal(1, stats.OomKills);
        Assert.InRange(stats.MemoryPeak!.Value, 16 << 20, 32 << 20);
        Assert.Equal(["killed: out of memory at 32 MiB"], LimitVerdict.From(stats, group.Limits).Sentences);
    }

    [RootFact]
    public void The_smallest_memory_limit_is_enough_to_start_in()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { Memory = LimitChecks.MinimumMemory }).Apply();
        Assert.Equal((0, "hello\n"), group.Run("echo hello"));
    }

    [RootFact]
    public void A_cpuset_can_be_joined_below_a_new_parent_and_holds()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { CpusetCpus = "0" }).Apply();
        (int code, string output) = group.Run("grep Cpus_allowed_list /proc/self/status");
        Assert.Equal(0, code);
        Assert.Equal("Cpus_allowed_list:\t0\n", output);
    }

    [RootFact]
    public void The_commands_that_a_plan_prints_do_the_same_as_its_actions()
    {
        CgroupLimits limits = new()
        {
            CpuQuota = 20_000, CpuPeriod = 100_000, CpusetCpus = "0", Memory = 64 << 20, PidsLimit = 64,
            DeviceRules = DeviceRule.Defaults,
        };
        using KernelGroup acted = new KernelGroup(limits).Apply();
        using KernelGroup typed = new(limits);
        foreach (CgroupAction action in typed.Plan.Actions)
        {
            using Process shell = Process.Start("/bin/sh", ["-ec", action.Shell]);
            shell.WaitForExit();
            Assert.True(shell.ExitCode == 0, action.Shell);
        }

        try
        {
            foreach (string file in (string[])["cpu.cfs_quota_us", "cpu.cfs_period_us", "cpuset.cpus", "cpuset.mems",
                "memory.limit_in_bytes", "pids.max", "devices.list", "cpu.max", "memory.max"])
            {
                string? Value(KernelGroup group) => group.Plan.Directories.Select(directory => $"{directory}/{file}")
                    .Where(File.Exists).Select(File.ReadAllText).FirstOrDefault();
                Assert.Equal(Value(acted), Value(typed));
            }
        }
        finally
        {
            typed.Plan.Directories.ToList().ForEach(Directory.Delete); // not made by the plan: not removed by it
        }
    }

    [RootFact]
    public void An_unknown_disk_is_refused_with_the_reason()
    {
        using KernelGroup group = new(new CgroupLimits { ReadBps = [new ThrottleDevice(4000, 77, 1000)] });
        Linux.LinuxException error = Assert.Throws<Linux.LinuxException>(group.Apply);
        Assert.Equal(Linux.Errno.ENODEV, error.Errno);
        Assert.Contains("4000:77", error.Message);
        Assert.Contains("whole disk", error.Hint);
    }
}
