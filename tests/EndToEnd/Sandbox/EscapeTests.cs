namespace MiniRun.EndToEnd.Sandbox;

/// <summary>Ways out of the root and into the machine that other runtimes once left open.</summary>
public sealed class EscapeTests : ContainerTest
{
    /// <summary>Double chroot walks out where the old root is still mounted above; after pivot_root there is nothing above.</summary>
    [RootFact]
    public void ADoubleChrootStaysInside()
    {
        Canary canary = Own(new Canary());

        Dictionary<string, string> answers = Probe.Run([], "chroot", $"{canary.Path}/directory/secret");

        Assert.Equal("ok", answers["chroot"]);
        Assert.Equal("ok", answers["chroot ."]);
        Assert.Equal("ENOENT", answers["secret"]);
        canary.AssertUntouched();
    }

    /// <summary>Mounts made inside never show outside, and none of ours is shared or follows another.</summary>
    [RootFact]
    public void MountsOfAContainerStayInIt()
    {
        string before = File.ReadAllText("/proc/self/mountinfo");
        TestDirectory volume = Own(new TestDirectory());
        CliProcess cli = Start(
            "--cap-add", "SYS_ADMIN", "-v", $"{volume.Path}:/vol", Busybox, "sh", "-c",
            "mkdir -p /mnt /vol/m && mount -t tmpfs x /mnt && mount -t tmpfs x /vol/m && umount -l /dev/shm && echo ready; sleep 1000");
        cli.WaitForLine("ready");
        IReadOnlyList<MountEntry> inside = HostView.Mounts(HostView.InitOf(cli));

        Assert.Contains(inside, mount => mount.Point == "/vol/m");
        Assert.DoesNotContain(inside, mount => mount.Propagation.Length > 0);
        Assert.Equal(before, File.ReadAllText("/proc/self/mountinfo"));
    }

    [RootTheory]
    [InlineData("/")]
    [InlineData("/../")]
    [InlineData("/proc/self/root")]
    public void TheRootOfTheMachineIsNoRootForAContainer(string root)
    {
        CliResult result = Run("--rootfs", root, "touch", "/minirun-was-here");

        Assert.False(File.Exists("/minirun-was-here"));
        Assert.True(result.ExitCode is 0 or 125, result.Error);
    }

    /// <summary>A root that is a link is looked up once.</summary>
    [RootFact]
    public void ARootThatIsALinkIsTheDirectoryItNames()
    {
        TestRoot root = Own(TestRoot.Busybox());
        TestDirectory directory = Own(new TestDirectory());
        string link = Path.Combine(directory.Path, "link");
        File.CreateSymbolicLink(link, root.Path);

        Assert.Equal("inside\n", Run("--rootfs", link, "echo", "inside").ExitsWith(0).Output);
    }

    /// <summary>Names become paths and groups: only a normal name is one.</summary>
    [RootTheory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("../x")]
    [InlineData("a\nb")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("$(id)")]
    public void AHostileNameIsRefused(string name) => Run("--name=" + name, Busybox, "true").Refuses(["name"]);

    [RootFact]
    public void AnEndlessNameIsRefused() => Run("--name", new string('x', 300), Busybox, "true").Refuses(["name"]);

    [RootTheory]
    [InlineData("..")]
    [InlineData("../../x")]
    [InlineData("/a/../../b")]
    [InlineData("a\nb")]
    public void AHostileCgroupParentIsRefused(string parent) =>
        Run("--cgroup-parent", parent, "--pids-limit", "9", Busybox, "true").Refuses(["cgroup"]);

    /// <summary>Only parameters of a namespace that the container has; a value is one line (CVE-2022-0811).</summary>
    [RootTheory]
    [InlineData("kernel.core_pattern=|/bin/evil")]
    [InlineData("vm.swappiness=1")]
    [InlineData("kernel.hostname=x+kernel.core_pattern=y")]
    [InlineData("net.ipv4.ip_forward/../../../kernel/core_pattern=x")]
    [InlineData("net.ipv4/../../kernel/core_pattern=x")]
    [InlineData("net...kernel.core_pattern=x")]
    [InlineData("../kernel.core_pattern=x")]
    [InlineData("fs.mqueue.msg_max=1\nkernel.core_pattern=x")]
    [InlineData("kernel.shmmax")]
    [InlineData("=x")]
    public void AParameterOfTheMachineIsRefused(string parameter)
    {
        string before = File.ReadAllText("/proc/sys/kernel/core_pattern");

        Run("--sysctl", parameter, Busybox, "true").Refuses([parameter.Split('=', '\n')[0]]);

        Assert.Equal(before, File.ReadAllText("/proc/sys/kernel/core_pattern"));
    }

    [RootTheory]
    [InlineData("net.ipv4.ip_forward=1", "--network")]
    [InlineData("kernel.msgmax=9000", "--ipc")]
    public void AParameterOfASharedNamespaceIsRefused(string parameter, string flag) =>
        Run("--sysctl", parameter, flag, "host", Busybox, "true").Refuses([parameter.Split('=')[0]]);

    [RootFact]
    public void AParameterOfANamespaceOfItsOwnIsSetThereOnly()
    {
        const string File = "/proc/sys/net/ipv4/ip_default_ttl";
        string before = System.IO.File.ReadAllText(File);

        Assert.Equal("99\n", RunScript($"cat {File}", "--sysctl", "net.ipv4.ip_default_ttl=99").ExitsWith(0).Output);
        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    /// <summary>Variables are data: no lines in passwd, no library for our own processes, and too many is said as such.</summary>
    [RootFact]
    public void VariablesAreDataOnly()
    {
        CliResult result = RunScript(
            "cat /etc/passwd; echo $LD_PRELOAD; env | grep -c ^NOEQ", "-e", "HOME=/x\nroot2:x:0:0::/:/bin/sh", "-e", "LD_PRELOAD=/evil.so", "-e", "NOEQ");

        Assert.DoesNotContain("root2", result.Output);
        Assert.Contains("/evil.so", result.Lines);
        Assert.Equal("0", result.Lines[^1]);
        Assert.DoesNotContain("LD_PRELOAD cannot", result.Error);
    }

    [RootFact]
    public void TooLargeAnEnvironmentIsSaidToBe()
    {
        TestDirectory directory = Own(new TestDirectory());
        string file = directory.Write("env", string.Concat(Enumerable.Range(0, 40).Select(i => $"A{i}={new string('y', 100_000)}\n")));

        Run("--env-file", file, Busybox, "true").Refuses(["E2BIG"], 126);
    }

    [RootTheory]
    [InlineData("pid")]
    [InlineData("network")]
    [InlineData("ipc")]
    [InlineData("uts")]
    [InlineData("cgroupns")]
    public void ANamespaceThatIsNoneIsRefused(string flag)
    {
        foreach (string value in new[] { "/proc/1/ns/net", "container:", "ns:/etc/passwd", "", "hosts" })
        {
            Run($"--{flag}={value}", Busybox, "true").Refuses([$"--{flag}"]);
        }
    }

    /// <summary>A reader that does not read makes the container wait; nothing grows meanwhile (CVE-2022-31030).</summary>
    [RootTheory]
    [InlineData("-i")]
    [InlineData("-t")]
    public void OutputThatNobodyReadsIsNotBuffered(string option)
    {
        CliResult result = Cli.Shell(
            "\"$minirun\" run \"$1\" busybox cat /dev/zero | { sleep 2; ps -o rss= -C minirun | sort -n | tail -n 1; }", option);

        Assert.InRange(int.Parse(result.ExitsWith(0).Output.Trim(), null), 1, 32 * 1024);
    }
}
