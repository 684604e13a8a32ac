namespace MiniRun.EndToEnd.Sandbox;

/// <summary>What a process may do, read from the host's /proc (CVE-2022-29162 and relatives, CVE-2016-8867).</summary>
public sealed class CapabilityTests : ContainerTest
{
    private const string Docker = "00000000a80425fb"; // the fourteen of docker
    private const string None = "0000000000000000";

    [RootFact]
    public void RootHasExactlyDockersFourteen()
    {
        (_, int init) = StartSleeper();

        Assert.Equal([None, Docker, Docker, Docker, None], Sets(init));
    }

    [RootFact]
    public void AnotherUserHasNoneAndNothingToInherit()
    {
        (_, int init) = StartSleeper("-u", "1000");

        Assert.Equal([None, None, None, Docker, None], Sets(init));
    }

    [RootFact]
    public void OursAreNotInherited()
    {
        // The caller offers an inheritable and an ambient capability: neither may arrive.
        CliResult result = Cli.Shell(
            "exec setpriv --inh-caps +sys_admin --ambient-caps +sys_admin \"$minirun\" run busybox grep -E 'Cap(Inh|Prm|Amb)' /proc/self/status")
            .ExitsWith(0);

        Assert.Equal([$"CapInh:\t{None}", $"CapPrm:\t{Docker}", $"CapAmb:\t{None}"], result.Lines);
    }

    [RootTheory]
    [InlineData("--cap-drop", "ALL", None)]
    [InlineData("--cap-drop", "NET_RAW", "00000000a80405fb")]
    [InlineData("--cap-add", "SYS_PTRACE", "00000000a80c25fb")]
    public void AddingAndDroppingChangesTheThreeSets(string flag, string name, string expected)
    {
        (_, int init) = StartSleeper(flag, name);

        Assert.Equal([None, expected, expected, expected, None], Sets(init));
    }

    [RootFact]
    public void WithInitTheWorkloadHasNoMoreThanWithout()
    {
        (_, int init) = StartSleeper("--init");

        Assert.Equal([None, Docker, Docker, Docker, None], Sets(HostView.ChildrenOf(init)[0]));
    }

    [RootTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void ASetUserIdProgramGainsOnlyWithoutNoNewPrivileges(bool noNewPrivileges)
    {
        TestRoot root = Own(TestRoot.Busybox());
        string program = Path.Combine(root.Path, "bin/raised");
        File.Copy(Path.Combine(Probe.Directory, "probe"), program);
        File.SetUnixFileMode(program, (UnixFileMode)0x9ED); // 04755
        string[] option = noNewPrivileges ? ["--security-opt", "no-new-privileges"] : [];

        CliResult result = Run([.. option, "-u", "1000", "--rootfs", root.Path, "/bin/raised", "status"]).ExitsWith(0);

        string[] expected = noNewPrivileges
            ? [$"CapEff {None}", "NoNewPrivs 1", "Seccomp 2"]
            : [$"CapEff {Docker}", "NoNewPrivs 0", "Seccomp 2"];
        Assert.All(expected, line => Assert.Contains(line, result.Lines));
    }

    [RootFact]
    public void TheFilterCanBeLeftOut()
    {
        Assert.Equal("2", HostSeccomp());
        Assert.Equal("0", HostSeccomp("--security-opt", "seccomp=unconfined"));
    }

    private string HostSeccomp(params string[] options)
    {
        (_, int init) = StartSleeper(options);
        return HostView.StatusField(init, "Seccomp")!;
    }

    private static string[] Sets(int pid) =>
        [.. new[] { "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb" }.Select(name => HostView.StatusField(pid, name)!)];
}
