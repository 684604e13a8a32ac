namespace MiniRun.EndToEnd.Sandbox;

/// <summary>
/// Root file systems that are made to lead the set-up astray: links where it mounts, makes and writes. Each is refused or stays
/// inside; a canary outside tells (CVE-2019-16884, CVE-2021-30465, CVE-2024-45310, CVE-2025-31133, -52565, -52881, -2026-41579).
/// </summary>
public sealed class HostileRootTests : ContainerTest
{
    private readonly Canary canary;
    private readonly TestRoot root;
    private readonly string pattern = File.ReadAllText("/proc/sys/kernel/core_pattern");

    public HostileRootTests()
    {
        canary = Own(new Canary());
        root = Own(TestRoot.Busybox());
    }

    /// <summary>/proc, /sys and /dev must be real directories: what is mounted there is relied on afterwards.</summary>
    [RootTheory]
    [InlineData("proc", "etc")]
    [InlineData("proc", "{0}")]
    [InlineData("proc", "../../../..{0}")]
    [InlineData("sys", "etc")]
    [InlineData("sys", "{0}")]
    [InlineData("dev", "etc")]
    [InlineData("dev", "{0}")]
    public void ALinkInPlaceOfAKernelDirectoryIsRefused(string name, string target)
    {
        Link(name, Target(target));

        RunHere("true").Refuses(["/" + name]);
        AssertNothingReached();
    }

    [RootTheory]
    [InlineData("proc")]
    [InlineData("sys")]
    [InlineData("dev")]
    public void AFileInPlaceOfAKernelDirectoryIsRefused(string name)
    {
        Remove(name);
        root.Write(name, "");

        RunHere("true").Refuses(["/" + name]);
    }

    /// <summary>The files that we generate are mounted over what a link names inside the root, or refused.</summary>
    [RootTheory]
    [InlineData("etc/hosts", "{0}/file")]
    [InlineData("etc/resolv.conf", "../../../../../../..{0}/file")]
    [InlineData("etc/resolv.conf", "../run/resolvconf/resolv.conf")]
    [InlineData("etc/hostname", "{0}/new")]
    [InlineData("etc/hosts", "/proc/self/environ")]
    [InlineData("etc/hosts", "/proc/sys/kernel/core_pattern")]
    [InlineData("etc", "{0}/directory")]
    [InlineData("etc", "{0}/missing")]
    public void AGeneratedFileIsMountedInsideTheRootOnly(string name, string target)
    {
        Link(name, Target(target));

        RunHere("echo poison >>/etc/hosts; echo poison >>/etc/hostname; echo poison >>/etc/resolv.conf");

        AssertNothingReached();
        Assert.DoesNotContain(HostView.Mounts(Environment.ProcessId), mount => mount.Point.Contains("minirun-test"));
    }

    /// <summary>Device nodes, links of /dev and /dev/console are made in our own file system, whatever /dev is in the root.</summary>
    [RootTheory]
    [InlineData("console")]
    [InlineData("pts")]
    [InlineData("null")]
    [InlineData("shm")]
    public void ALinkInDevIsNotFollowed(string name)
    {
        Link("dev/" + name, $"{canary.Path}/{name}");

        using CliTerminal terminal = CliTerminal.Start(
            "run", "-it", "--rootfs", root.Path, "sh", "-c", "stat -c '%F' /dev/null; echo x >/dev/console");

        terminal.WaitForExit().ExitsWith(0);
        terminal.WaitFor("character special file");
        AssertNothingReached();
    }

    /// <summary>A /dev that the user brings, with a null that leads to a file of /proc: masks do not use it.</summary>
    [RootFact]
    public void MasksDoNotUseTheNullOfAVolume()
    {
        TestDirectory dev = Own(new TestDirectory());
        File.CreateSymbolicLink(Path.Combine(dev.Path, "null"), "/proc/version");

        CliResult result = Run("-v", $"{dev.Path}:/dev", "--rootfs", root.Path, "sh", "-c", "cat /proc/keys; echo x >>/proc/keys; true");

        Assert.Equal("", result.Output);
        Assert.True(result.ExitCode is 0 or 125, result.Error);
    }

    /// <summary>Volume targets: made and mounted inside the root, wherever links and dots point.</summary>
    [RootTheory]
    [InlineData("{0}", "/x/new")]
    [InlineData("../../../..{0}", "/x/new")]
    [InlineData("{0}/missing", "/x")]
    [InlineData("{0}/missing", "/x/deep/new")]
    [InlineData("/", "/x/tmp")]
    [InlineData("/proc/self/root", "/x/new")]
    [InlineData("/proc/1/cwd", "/x/new")]
    [InlineData("etc", "/../..{0}/dd")]
    [InlineData("etc", "/x/../../../../../../..{0}/dd")]
    public void AVolumeTargetStaysInsideTheRoot(string link, string target)
    {
        Link("x", Target(link));
        TestDirectory volume = Own(new TestDirectory());
        string file = volume.Write("a-file", "of the volume\n");

        foreach (string[] option in new[]
        {
            new[] { "-v", $"{volume.Path}:{Target(target)}" },
            ["-v", $"{file}:{Target(target)}"],
            ["--tmpfs", Target(target)],
        })
        {
            CliResult result = Run([.. option, "--rootfs", root.Path, "sh", "-c", "cat /proc/mounts"]);
            Assert.True(result.ExitCode is 0 or 125, result.Error);
            AssertNothingReached();
        }
    }

    /// <summary>Two containers share a volume in which one puts a link where the other mounts: it is looked up inside the root.</summary>
    [RootFact]
    public void ALinkInAVolumeIsResolvedInsideTheRoot()
    {
        TestDirectory volume = Own(new TestDirectory());
        File.CreateSymbolicLink(Path.Combine(volume.Path, "d"), canary.Path);
        root.Write(canary.Path[1..] + "/directory/inside", "");

        CliResult result = Run("-v", $"{volume.Path}:/vol", "--tmpfs", "/vol/d/directory", "--rootfs", root.Path, "cat", "/proc/mounts").ExitsWith(0);

        Assert.Contains(result.Lines, line => line.Contains(canary.Path + "/directory")); // inside: below the root
        AssertNothingReached();
    }

    /// <summary>A mount over the /proc that the set-up relies on is refused (CVE-2025-52881).</summary>
    [RootTheory]
    [InlineData("/proc")]
    [InlineData("/proc/self")]
    [InlineData("/proc/self/attr")]
    [InlineData("/proc/sys/kernel")]
    [InlineData("/proc/../proc/sys")]
    [InlineData("/procs/../proc/1")]
    public void NothingIsMountedOverProc(string target)
    {
        TestDirectory volume = Own(new TestDirectory());

        Run("-v", $"{volume.Path}:{target}", "--rootfs", root.Path, "true").Refuses(["/proc"]);
        Run("--tmpfs", target, "--rootfs", root.Path, "true").Refuses(["/proc"]);
        AssertNothingReached();
    }

    /// <summary>A link in the root that leads into /proc is no way around that.</summary>
    [RootFact]
    public void NothingIsMountedOverProcThroughALink()
    {
        Link("p", "proc/sys");
        TestDirectory volume = Own(new TestDirectory());
        volume.Write("kernel/core_pattern", "fake\n");

        CliResult result = Run("-v", $"{volume.Path}:/p", "--rootfs", root.Path, "sh", "-c", "cat /proc/sys/kernel/core_pattern");

        Assert.DoesNotContain("fake", result.Output);
        AssertNothingReached();
    }

    [RootTheory]
    [InlineData("{0}")]
    [InlineData("../../../../..{0}")]
    [InlineData("{0}/missing")]
    public void AWorkingDirectoryThroughALinkStaysInside(string target)
    {
        Link("work", Target(target));

        CliResult result = Run("-w", "/work/in", "--rootfs", root.Path, "sh", "-c", "pwd; touch made; ls ..");

        Assert.DoesNotContain("secret", result.Output);
        AssertNothingReached();
    }

    /// <summary>
    /// openat2(2) gives up a look-up through ".." (EAGAIN) when anything on the machine is renamed in that moment, and anybody may
    /// rename files of his own all the time. /etc/resolv.conf is such a link in most images.
    /// </summary>
    [RootFact]
    public void SomebodyWhoRenamesFilesDoesNotStopALaunch()
    {
        root.Write("run/resolv.conf", "");
        Link("etc/resolv.conf", "../run/../run/../run/resolv.conf");
        TestDirectory busy = Own(new TestDirectory());
        string one = busy.Write("one", "");
        string other = Path.Combine(busy.Path, "other");
        using CancellationTokenSource end = new();
        Task renaming = Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                File.Move(one, other);
                File.Move(other, one);
            }
        });

        try
        {
            for (int i = 0; i < 25; i++)
            {
                RunHere("true").ExitsWith(0);
            }
        }
        finally
        {
            end.Cancel();
            renaming.Wait();
        }
    }

    /// <summary>Nothing of the container is loaded or read by us: poisoned libraries and tables change nothing (CVE-2019-14271).</summary>
    [RootFact]
    public void PoisonedTablesAreNotReadByUs()
    {
        root.Write("etc/ld.so.preload", "/lib/evil.so\n");
        root.Write("etc/nsswitch.conf", "passwd: evil\n");
        root.Write("lib/evil.so", "no library\n", "755");
        Link("etc/localtime", "/dev/zero");

        Assert.Equal("ran\n", RunHere("echo ran").ExitsWith(0).Output);
    }

    private CliResult RunHere(string script) => Run("--rootfs", root.Path, "sh", "-c", script);

    private string Target(string format) => string.Format(null, format, canary.Path);

    private void Link(string name, string target)
    {
        Remove(name);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root.Path, name))!);
        File.CreateSymbolicLink(Path.Combine(root.Path, name), target);
    }

    private void Remove(string name) => Cli.Shell("rm -rf \"$1\"", Path.Combine(root.Path, name)).ExitsWith(0);

    private void AssertNothingReached()
    {
        canary.AssertUntouched();
        Assert.Equal(pattern, File.ReadAllText("/proc/sys/kernel/core_pattern"));
    }
}
