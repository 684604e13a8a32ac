namespace MiniRun.EndToEnd;

/// <summary>Which namespaces are new and which are shared, as the host's /proc tells it.</summary>
[Trait("Category", "Core")]
public sealed class NamespaceTests : ContainerTest
{
    private const string Self = "self";

    [RootTheory]
    [InlineData("pid")]
    [InlineData("uts")]
    [InlineData("ipc")]
    [InlineData("mnt")]
    [InlineData("net")]
    [InlineData("cgroup")]
    public void EachNamespaceIsNew(string kind)
    {
        (_, int init) = StartSleeper();

        Assert.NotEqual(Ours(kind), HostView.Namespace(init, kind));
    }

    [RootTheory]
    [InlineData("user")]
    [InlineData("time")]
    public void TheOthersAreTheHosts(string kind)
    {
        (_, int init) = StartSleeper();

        Assert.Equal(Ours(kind), HostView.Namespace(init, kind));
    }

    [RootTheory]
    [InlineData("--uts", "uts")]
    [InlineData("--ipc", "ipc")]
    [InlineData("--network", "net")]
    [InlineData("--cgroupns", "cgroup")]
    public void HostSharesThatOneAndNoOther(string flag, string kind)
    {
        (_, int init) = StartSleeper(flag, "host");

        string[] kinds = ["pid", "uts", "ipc", "mnt", "net", "cgroup"];
        Assert.All(kinds, k => Assert.Equal(k == kind, Ours(k) == HostView.Namespace(init, k)));
    }

    [RootFact]
    public void PidHostSharesThePidNamespace()
    {
        CliProcess cli = Start("--pid", "host", Busybox, "sh", "-c", "echo ready $$; sleep 1000 & wait");
        int workload = int.Parse(cli.WaitForLine("ready").Split(' ')[1], null);

        Assert.Equal(Ours("pid"), HostView.Namespace(workload, "pid"));
        Assert.NotEqual(Ours("mnt"), HostView.Namespace(workload, "mnt"));
        cli.Signal(Signal.SIGTERM);
        cli.WaitForExit().ExitsWith(128 + 15);
    }

    [RootFact]
    public void TheNetworkHasLoopbackUpAndNothingElse()
    {
        string[] devices = RunScript("ls /sys/class/net; ping -c 1 -W 1 127.0.0.1 >/dev/null; echo $?").ExitsWith(0).Lines;

        Assert.Equal(["lo", "0"], devices);
    }

    [RootFact]
    public void TheCgroupNamespaceHasTheContainersOwnGroupAsRoot()
    {
        // Unshared after the last join: otherwise the paths would begin with /.. or name the container's group.
        string[] paths = RunScript("cut -d: -f3 /proc/self/cgroup | sort -u", "--cpu-quota", "50000", "--pids-limit", "64")
            .ExitsWith(0).Lines;

        Assert.Contains("/", paths);
        Assert.DoesNotContain(paths, path => path.Contains("minirun") || path.Contains(".."));
    }

    [RootFact]
    public void TheOldRootIsDetached()
    {
        (_, int init) = StartSleeper();

        IReadOnlyList<MountEntry> mounts = HostView.Mounts(init);

        Assert.Equal("overlay", Assert.Single(mounts, mount => mount.Point == "/").Type);
        HashSet<string> allowed = ["/", "/proc", "/sys", "/dev", "/etc"];
        Assert.All(mounts, mount => Assert.Contains("/" + mount.Point.Split('/')[1], allowed));
        Assert.All(mounts, mount => Assert.Equal("", mount.Propagation));
    }

    [RootFact]
    public void EverythingOfItEndsWithPid1()
    {
        (CliProcess cli, int init) = StartSleeper();
        List<int> children = HostView.ChildrenOf(init);
        Assert.NotEmpty(children);

        Kernel.Kill(init, Signal.SIGKILL);
        cli.WaitForExit().ExitsWith(137);

        Assert.All(children, child => Assert.False(Directory.Exists($"/proc/{child}")));
    }

    private static string Ours(string kind) => new FileInfo($"/proc/{Self}/ns/{kind}").LinkTarget!;
}
