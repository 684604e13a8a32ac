namespace MiniRun.EndToEnd.Sandbox;

/// <summary>
/// What a container holds of the machine: three descriptors and no more, no directory, no program (CVE-2019-5736,
/// CVE-2016-9962, CVE-2024-21626).
/// </summary>
public sealed class DescriptorTests : ContainerTest
{
    /// <summary>Descriptors of the caller that are not close-on-exec stay outside, directories above all.</summary>
    [RootTheory]
    [InlineData("")]
    [InlineData("--init")]
    [InlineData("-i")]
    public void DescriptorsOfTheCallerStayOutside(string option)
    {
        Canary canary = Own(new Canary());

        CliResult result = Cli.Shell(
            "exec 3<\"$1\" 9<\"$1\" 7<\"$1/file\"; shift; exec \"$minirun\" run \"$@\"",
            [canary.Path, .. option.Length > 0 ? new[] { option } : [], .. Probe.Options, Busybox, "/probe/probe", "fds"]).ExitsWith(0);

        Assert.Equal(["0 file", "1 file", "2 file"], result.Lines);
        canary.AssertUntouched();
    }

    [RootTheory]
    [InlineData("--init")]
    [InlineData("-i")]
    public void Pid1HoldsThreeDescriptorsAndNoneIsADirectory(string option)
    {
        CliProcess cli = Own(Cli.Start(["run", option, Busybox, "sh", "-c", "echo ready; sleep 1000"]));
        cli.WaitForLine("ready");
        int init = HostView.InitOf(cli);

        string[] held = [.. Directory.EnumerateFileSystemEntries($"/proc/{init}/fd").Select(Path.GetFileName).Order()!];

        Assert.Equal(["0", "1", "2"], held);
        Assert.All(held, number => Assert.False(Directory.Exists($"/proc/{init}/fd/{number}/.")));
    }

    /// <summary>The program of PID 1 is the container's, or our init from memory: never a file of the machine.</summary>
    [RootFact]
    public void TheProgramOfPid1IsNeverAFileOfTheMachine()
    {
        (_, int init) = StartSleeper("--init");
        (_, int workload) = StartSleeper();

        Assert.StartsWith("/memfd:", new FileInfo($"/proc/{init}/exe").LinkTarget);
        Assert.Equal("init", File.ReadAllText($"/proc/{init}/comm").Trim());
        Assert.Equal("/bin/busybox", new FileInfo($"/proc/{workload}/exe").LinkTarget);
        Assert.Equal("sh", File.ReadAllText($"/proc/{workload}/comm").Trim());
        Assert.All([init, workload], pid => Assert.DoesNotContain("minirun", File.ReadAllText($"/proc/{pid}/cmdline")));
        Assert.All([init, workload], pid => Assert.DoesNotContain("minirun", File.ReadAllText($"/proc/{pid}/environ")));
        Assert.All([init, workload], pid => Assert.DoesNotContain(Cli.Binary, File.ReadAllText($"/proc/{pid}/maps")));
    }

    /// <summary>Init in memory is sealed: root inside can open it and not change it.</summary>
    [RootFact]
    public void OurInitCannotBeWritten()
    {
        CliResult result = RunScript("(echo x >>/proc/1/exe) && echo written; head -c 4 /proc/1/exe | tail -c 3; echo; true", "--init");

        Assert.Equal("ELF\n", result.ExitsWith(0).Output);
    }

    /// <summary>An image whose program is /proc/self/exe, as link or as script interpreter, runs nothing of the machine's.</summary>
    [RootTheory]
    [InlineData("link")]
    [InlineData("script")]
    [InlineData("argument")]
    public void ProcSelfExeAsTheProgramIsNotOurBinary(string form)
    {
        byte[] before = File.ReadAllBytes(Cli.Binary);
        TestRoot root = Own(TestRoot.Busybox());
        File.CreateSymbolicLink(Path.Combine(root.Path, "bin/own-link"), "/proc/self/exe");
        root.Write("bin/own-script", "#!/proc/self/exe\n", "755");

        CliResult result = Run("--rootfs", root.Path, form == "argument" ? "/proc/self/exe" : $"/bin/own-{form}", "version");

        Assert.DoesNotContain("minirun 0", result.Output);
        Assert.DoesNotContain("Usage", result.Output);
        Assert.Equal(before, File.ReadAllBytes(Cli.Binary));
    }

    /// <summary>The working directory is found inside the root: no descriptor of ours is a way out.</summary>
    [RootFact]
    public void NoDescriptorOfOursIsAWayOutForTheWorkingDirectory()
    {
        Canary canary = Own(new Canary());
        string script = $"cat ../../../../../../../..{canary.Path}/directory/secret /proc/self/cwd/{canary.Path}/directory/secret; pwd";
        for (int number = 3; number < 24; number++)
        {
            CliResult result = RunScript(script, "-w", $"/proc/self/fd/{number}");
            Assert.DoesNotContain(canary.Secret, result.Output);
            Assert.Equal(125, result.ExitCode);
        }

        canary.AssertUntouched();
    }

    [RootTheory]
    [InlineData("/proc/self/fd/7")]
    [InlineData("/proc/self/cwd")]
    [InlineData("/proc/self/root")]
    [InlineData("/proc/1/root/../..")]
    public void ALinkToProcAsTheWorkingDirectoryIsRefused(string target)
    {
        TestRoot root = Own(TestRoot.Busybox());
        File.CreateSymbolicLink(Path.Combine(root.Path, "work"), target);

        Run("--rootfs", root.Path, "-w", "/work", "pwd").Refuses(["/work"]);
    }
}
