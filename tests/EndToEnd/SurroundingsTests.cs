namespace MiniRun.EndToEnd;

/// <summary>A machine that lacks something: no root, no disk, no cgroups, no descriptors, no stdio.</summary>
public sealed class SurroundingsTests : ContainerTest
{
    // A copy of the binary that users other than root can reach.
    private string ReachableBinary()
    {
        TestDirectory directory = Own(new TestDirectory());
        string copy = directory.Write("out/minirun", "", "755");
        File.WriteAllBytes(copy, File.ReadAllBytes(Cli.Binary));
        return copy;
    }

    private CliResult AsNobody(string words) =>
        Cli.Shell($"exec setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all \"$1\" {words}", ReachableBinary());

    [RootTheory]
    [InlineData("run busybox true")]
    [InlineData("run host true")]
    [InlineData("run --rootfs /usr true")]
    [InlineData("run --rootfs /no/such true")]
    public void Without_root(string words) =>
        AsNobody(words).Refuses(["minirun: run: containers need root here\nhint: sudo minirun run"]);

    [RootFact]
    public void A_plan_needs_no_root()
    {
        TestRoot root = Own(TestRoot.Empty());
        CliResult result = AsNobody($"run --plan --rootfs {root.Path} true").ExitsWith(0);
        Assert.StartsWith("#!/bin/sh", result.Output);
    }

    [RootFact]
    public void Root_without_rights() => Cli.Shell("""exec setpriv --bounding-set=-all "$minirun" run busybox true""")
        .Refuses(["minirun: run: this root does not have CAP_SYS_ADMIN", "hint: "]);

    [RootTheory]
    [InlineData("ro", "mkdir `/var/lib/minirun/containers`: read-only file system (EROFS)")]
    [InlineData("size=4k", "no space left on device (ENOSPC)")]
    [InlineData("nr_inodes=2", "no space left on device (ENOSPC)")]
    [InlineData("nr_inodes=4", "no space left on device (ENOSPC)")]
    [InlineData("nr_inodes=6", "no space left on device (ENOSPC)")]
    public void A_store_that_cannot_be_written(string options, string reason) => InMountNamespace(
        $"mkdir -p /var/lib/minirun && mount -t tmpfs -o {options} none /var/lib/minirun",
        "run --rootfs /usr bin/true",
        "[ -z \"$(find /var/lib/minirun/foreground /var/lib/minirun/names -mindepth 1 2>&1 | grep -v 'No such file')\" ] || exit 99").Refuses([reason]);

    [RootTheory]
    [InlineData("run --pids-limit 5 busybox true", "--pids-limit: the pids controller is not there: looked")]
    [InlineData("run -m 64m busybox true", "--memory: the memory controller is not there: looked")]
    [InlineData("run busybox true", "the device rules: the devices controller is not there: looked")]
    public void No_cgroups(string words, string reason) =>
        InMountNamespace("mount -t tmpfs none /sys/fs/cgroup", words, "[ -z \"$(ls -A /sys/fs/cgroup)\" ] || exit 99").Refuses([reason]);

    [RootTheory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(255)]
    public void Few_descriptors(int most) =>
        Cli.Shell($"ulimit -n {most}; exec \"$minirun\" run busybox true").Refuses(["minirun: ", "too many open files (EMFILE)"]);

    [RootFact]
    public void Just_enough_descriptors() => Cli.Shell("""ulimit -n 256; exec "$minirun" run --init busybox true""").ExitsWith(0);

    [RootTheory]
    [InlineData("<&-")]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public void Closed_stdio(string closed)
    {
        string directory = Own(new TestDirectory()).Path;
        Cli.Shell($"""exec "$minirun" run -v "$1:/d" busybox sh -c 'ls -l /proc/self/fd >/d/fds; exit 3' {closed}""", directory).ExitsWith(3);

        // 0, 1, 2 and the descriptor that ls reads the directory with; each where a shell would have it.
        string[] descriptors = File.ReadAllLines(Path.Combine(directory, "fds"));
        Assert.Equal(5, descriptors.Length); // the first is "total 0"
        Assert.DoesNotContain(descriptors, line => line.Contains("/var/lib/minirun", StringComparison.Ordinal));
    }

    private static CliResult InMountNamespace(string prepare, string words, string check) => Cli.Shell(
        $"""exec unshare -m --propagation private sh -c '{prepare.Replace("'", "'\\''", StringComparison.Ordinal)} || exit 98; "$minirun" {words}; code=$?; {check.Replace("'", "'\\''", StringComparison.Ordinal)}; exit $code'""");
}
