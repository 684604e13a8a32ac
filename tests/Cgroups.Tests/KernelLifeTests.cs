using System.Diagnostics;
using MiniRun.Linux;

namespace MiniRun.Cgroups.Tests;

/// <summary>Killing and removing on this kernel, by <c>cgroup.kill</c> and by hand.</summary>
public sealed class KernelLifeTests
{
    // Ignores what can be ignored and has children that fork all the time.
    private const string Stubborn = "trap '' TERM INT HUP; (while :; do (:); done) & (while :; do (:); done) & while :; do sleep 0.01; done";

    [RootFact(Needs = "cgroup2")]
    public void Version_2_kills_all_that_is_inside() => Check(KernelGroup.Only(line => line.Contains(" - cgroup2 ")), "cgroup.kill");

    [RootFact(Needs = "freezer")]
    public void Version_1_freezes_kills_and_thaws() => Check(KernelGroup.Only(line => line.Contains(" - cgroup ")), "freezer.state");

    [RootFact(Needs = "pids")]
    public void Version_1_without_a_freezer_kills_by_refusing_forks() => Check(
        KernelGroup.Only(line => line.Contains(" - cgroup ") && !line.Contains("freezer")), "pids.max", new CgroupLimits { PidsLimit = 50 });

    [RootFact(Needs = "freezer")]
    public void Processes_in_a_group_that_the_container_froze_are_killed_too()
    {
        using KernelGroup group = new KernelGroup(
            new CgroupLimits(), KernelGroup.Only(line => line.Contains(" - cgroup ")), killable: true).Apply();
        string below = $"{group.Plan.Directories[0]}/below";
        Directory.CreateDirectory(below);
        Process frozen = group.Start($"echo 0 > {below}/cgroup.procs; exec sleep 300");
        WaitFor(() => File.ReadAllText($"{below}/cgroup.procs") == $"{frozen.Id}\n");
        File.WriteAllText($"{below}/freezer.state", "FROZEN");
        Assert.True(group.Cgroup.KillAll(2000));
        Assert.True(frozen.WaitForExit(2000));
    }

    [RootFact(Needs = "freezer")]
    public void A_process_that_version_1_froze_and_version_2_kills_is_thawed()
    {
        using KernelGroup group = new KernelGroup(
            new CgroupLimits(), KernelGroup.Only(line => line.Contains(" - cgroup ")), killable: true).Apply();
        string unified = $"{CgroupLayout.Discover().Unified!.Directory}{group.Parent}/x";
        Directory.CreateDirectory(unified);
        try
        {
            Process frozen = group.Start($"echo 0 > {unified}/cgroup.procs; exec sleep 300");
            WaitFor(() => File.ReadAllText($"{unified}/cgroup.procs") == $"{frozen.Id}\n");
            File.WriteAllText($"{group.Plan.Directories[0]}/freezer.state", "FROZEN");
            Cgroup found = Cgroup.Find(CgroupLayout.Discover(), group.Parent, "x");
            Assert.Equal(2, found.Directories.Count);
            Assert.True(found.KillAll(2000));
            Assert.True(frozen.WaitForExit(2000));
        }
        finally
        {
            File.WriteAllText($"{group.Plan.Directories[0]}/freezer.state", "THAWED");
            group.Cgroup.KillAll();
            Cgroup.Find(CgroupLayout.Discover(), group.Parent, "x").Remove();
            Directory.Delete(Path.GetDirectoryName(unified)!);
        }
    }

    [RootFact(Needs = "cgroup2")]
    public void Version_2_freezes_and_thaws() => CheckFreezer(KernelGroup.Only(line => line.Contains(" - cgroup2 ")));

    [RootFact(Needs = "freezer")]
    public void Version_1_freezes_and_thaws() => CheckFreezer(KernelGroup.Only(line => line.Contains(" - cgroup ")));

    [RootFact(Needs = "pids")]
    public void Without_a_group_for_it_freezing_is_refused()
    {
        using KernelGroup group = new KernelGroup(
            new CgroupLimits { PidsLimit = 50 }, KernelGroup.Only(line => line.Contains(" - cgroup ") && line.Contains("pids"))).Apply();
        LinuxException error = Assert.Throws<LinuxException>(() => group.Cgroup.Freeze());
        Assert.Equal((Errno.ENOENT, false, false), (error.Errno, group.Cgroup.CanFreeze, group.Cgroup.IsFrozen));
        group.Cgroup.Thaw();
    }

    [RootFact]
    public void A_foreign_process_is_named_and_not_killed_and_a_second_removal_finishes()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { PidsLimit = 50 }).Apply();
        Process foreign = group.Start("exec sleep 300");
        WaitFor(() => group.Cgroup.Processes().Contains(foreign.Id) && File.ReadAllText($"/proc/{foreign.Id}/comm") == "sleep\n");
        long start = Stopwatch.GetTimestamp();
        LinuxException error = Assert.Throws<LinuxException>(() => group.Cgroup.Remove(200));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 150, 3000);
        Assert.Equal(Errno.EBUSY, error.Errno);
        Assert.Contains($"process {foreign.Id} (sleep)", error.Hint);
        Assert.False(foreign.HasExited);
        foreign.Kill();
        group.Cgroup.Remove();
        Assert.DoesNotContain(group.Plan.Directories, Directory.Exists);
    }

    [RootFact]
    public void Groups_made_below_are_removed_too()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { PidsLimit = 50 }).Apply();
        Directory.CreateDirectory($"{group.Plan.Directories[0]}/a/b/c");
        Directory.CreateDirectory($"{group.Plan.Directories[0]}/a/d");
        group.Cgroup.Remove(1000);
        Assert.False(Directory.Exists(group.Plan.Directories[0]));
    }

    [RootFact]
    public void A_container_is_found_by_its_name_alone()
    {
        CgroupLimits limits = new() { PidsLimit = 50, Memory = 64 << 20 };
        using KernelGroup group = new KernelGroup(limits, killable: true).Apply();
        Cgroup found = Cgroup.Find(CgroupLayout.Discover(), group.Parent, "x");
        Assert.Equal(group.Plan.Directories.Order(), found.Directories.Order());
        Assert.Equal(0, found.ReadStats().Pids);
        found.Remove();
        Assert.DoesNotContain(group.Plan.Directories, Directory.Exists);
    }

    [RootFact(Needs = "pids")]
    public void An_empty_group_left_behind_is_made_afresh_without_its_old_limits()
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits { PidsLimit = 50 });
        string directory = group.Plan.Directories[0];
        Directory.CreateDirectory(directory);
        File.WriteAllText($"{directory}/pids.max", "3");
        group.Plan.Actions.OfType<MakeGroupAction>().ToList().ForEach(action => action.Run());
        Assert.Equal("max", group.Read("pids.max"));
    }

    private static void CheckFreezer(CgroupLayout layout)
    {
        using KernelGroup group = new KernelGroup(new CgroupLimits(), layout, killable: true).Apply();
        Process busy = group.Start("while :; do :; done");
        WaitFor(() => group.Cgroup.Processes().Contains(busy.Id));
        group.Cgroup.Freeze();
        Assert.True(group.Cgroup.IsFrozen);
        Assert.Equal(group.Plan.Directories[0], Cgroup.FrozenGroupOf(layout, busy.Id));
        long before = ProcessFiles.Host.Stat(busy.Id)!.CpuTicks;
        Thread.Sleep(200);
        Assert.Equal(before, ProcessFiles.Host.Stat(busy.Id)!.CpuTicks);
        group.Cgroup.Thaw();
        Assert.False(group.Cgroup.IsFrozen);
        Assert.Null(Cgroup.FrozenGroupOf(layout, busy.Id));
        WaitFor(() => ProcessFiles.Host.Stat(busy.Id)!.CpuTicks > before);
    }

    private static void Check(CgroupLayout layout, string file, CgroupLimits? limits = null)
    {
        using KernelGroup group = new KernelGroup(limits ?? new CgroupLimits(), layout, killable: limits is null).Apply();
        Assert.True(File.Exists($"{Assert.Single(group.Plan.Directories)}/{file}"));
        using Process bystander = Process.Start("/bin/sleep", "300");
        Process inside = group.Start(Stubborn);
        string below = $"{group.Plan.Directories[0]}/below";
        Directory.CreateDirectory(below);
        Process deeper = group.Start($"echo 0 > {below}/cgroup.procs; exec sleep 300");
        WaitFor(() => group.Cgroup.Processes().Count >= 4 && File.ReadAllText($"{below}/cgroup.procs").Length > 1);
        try
        {
            Assert.True(group.Cgroup.KillAll());
            Assert.Empty(group.Cgroup.Processes());
            Assert.True(inside.WaitForExit(2000) && deeper.WaitForExit(2000));
            if (limits is null) // a shell that is refused a fork may end by itself before the signal comes
            {
                Assert.Equal(137, inside.ExitCode);
            }

            Assert.False(bystander.HasExited);
            group.Cgroup.Remove();
            Assert.DoesNotContain(group.Plan.Directories, Directory.Exists);
        }
        finally
        {
            bystander.Kill();
            bystander.WaitForExit();
        }
    }

    private static void WaitFor(Func<bool> condition)
    {
        for (int i = 0; i < 500 && !condition(); i++)
        {
            Thread.Sleep(10);
        }

        Assert.True(condition());
    }
}
