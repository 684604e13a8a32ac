namespace MiniRun.EndToEnd;

/// <summary><c>minirun doctor</c>: what it says is so, and `run` agrees.</summary>
public sealed class DoctorTests : ContainerTest
{
    private static CliResult Doctor(string prepare, string setpriv = "") => Cli.Shell(
        $$"""exec {{setpriv}} unshare -m --propagation private sh -c '{{prepare}} && exec "$minirun" doctor' """);

    private static string Line(CliResult result, string name) =>
        Assert.Single(result.Lines, line => line.Length > 8 && line[8..].StartsWith($"{name}  ", StringComparison.Ordinal));

    [RootFact]
    public void Here_containers_run()
    {
        CliResult result = Cli.Run("doctor").ExitsWith(0);
        Assert.Equal("", result.Error);
        Assert.StartsWith("containers run", result.Lines[^1].Replace("everything works", "containers run", StringComparison.Ordinal));
        foreach (string name in (string[])["version", "root", "system calls", "seccomp", "memory files", "made", "tmpfs", "overlayfs", "devices", "directory"])
        {
            Assert.StartsWith("  ok    ", Line(result, name));
        }

        Run(Busybox, "true").ExitsWith(0);
    }

    [RootTheory]
    [InlineData("cpu")]
    [InlineData("pids")]
    [InlineData("memory")]
    public void Controllers_are_where_they_are_mounted(string controller)
    {
        string line = Line(Cli.Run("doctor"), controller);
        string directory = Machine.IsUnified(controller)
            ? "/sys/fs/cgroup (version 2)"
            : HostView.Mounts(Environment.ProcessId).First(mount => mount.Type == "cgroup" && mount.SuperOptions.Split(',').Contains(controller)).Point + " (version 1)";
        Assert.EndsWith($" {directory}", line);
    }

    [RootFact]
    public void An_ordinary_user_is_told_so()
    {
        TestDirectory directory = Own(new TestDirectory());
        string copy = directory.Write("out/minirun", "", "755");
        File.WriteAllBytes(copy, File.ReadAllBytes(Cli.Binary));
        CliResult result = Cli.Shell("exec setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all \"$1\" doctor", copy).ExitsWith(1);
        Assert.Equal("  NO    root          this is not root: mounts and cgroups need it; use sudo", Line(result, "root"));
        Assert.StartsWith("  ok    ", Line(result, "system calls"));
        Assert.StartsWith("  NO    none ", Line(result, "none"));
        Assert.Equal("this is not root: `sudo minirun doctor` tells what the machine itself can do", result.Lines[^1]);
        Assert.InRange(result.Lines.Length, 20, 50);
    }

    [RootFact]
    public void A_capability_that_is_not_needed_is_no_obstacle()
    {
        CliResult result = Cli.Shell("exec setpriv --bounding-set=-sys_resource,-sys_time,-net_raw \"$minirun\" doctor").ExitsWith(0);
        Assert.StartsWith("  part  SYS_RESOURCE ", Line(result, "SYS_RESOURCE"));
        Assert.EndsWith("a container lacks it, though docker's have it", Line(result, "NET_RAW"));
        Assert.Contains(" SYS_TIME", Line(result, "others"));
        Cli.Shell("exec setpriv --bounding-set=-sys_resource,-sys_time,-net_raw \"$minirun\" run busybox true").ExitsWith(0);
    }

    [RootFact]
    public void A_capability_that_is_needed_is()
    {
        CliResult result = Cli.Shell("exec setpriv --bounding-set=-sys_admin \"$minirun\" doctor").ExitsWith(1);
        Assert.StartsWith("  NO    SYS_ADMIN ", Line(result, "SYS_ADMIN"));
        Cli.Shell("exec setpriv --bounding-set=-sys_admin \"$minirun\" run busybox true").ExitsWith(125);
    }

    [RootTheory]
    [InlineData("mount -t tmpfs none /sys/fs/cgroup", "devices")]
    [InlineData("mkdir -p /var/lib/minirun; mount -t tmpfs -o ro none /var/lib/minirun", "directory")]
    [InlineData("mkdir -p /var/lib/minirun; mount -t tmpfs -o size=4k none /var/lib/minirun", "directory")]
    [InlineData(
        "mount -t tmpfs none /mnt; mkdir /mnt/u /mnt/w; mount -t overlay -o lowerdir=/var/lib,upperdir=/mnt/u,workdir=/mnt/w none /var/lib",
        "directory")]
    public void What_is_missing_is_missed_by_run_too(string prepare, string name)
    {
        CliResult result = Doctor(prepare).ExitsWith(1);
        Assert.StartsWith("  NO    ", Line(result, name));
        Assert.StartsWith("containers cannot run: ", result.Lines[^1]);
        Cli.Shell($$"""exec unshare -m --propagation private sh -c '{{prepare}}; exec "$minirun" run --rootfs /usr /bin/true' """).ExitsWith(125);
    }

    [RootFact]
    public void A_controller_that_is_missing_costs_its_flags()
    {
        if (Machine.IsUnified("pids"))
        {
            return; // it cannot be unmounted alone
        }

        CliResult result = Doctor("umount /sys/fs/cgroup/pids").ExitsWith(0);
        Assert.Equal("  part  pids           nowhere; refused without it: --pids-limit", Line(result, "pids"));
    }

    [Fact]
    public void Words_it_does_not_take()
    {
        Cli.Run("doctor", "who").Refuses(["minirun: doctor `who`: takes no argument"]);
        Assert.StartsWith("Usage: minirun doctor\n", Cli.Run("doctor", "--help").ExitsWith(0).Output);
        Assert.Equal(Cli.Run("help", "doctor").Output, Cli.Run("doctor", "--help").Output);
        Cli.Run("docter").Refuses(["unknown command `docter`", "hint: did you mean `minirun doctor`?"]);
    }
}
