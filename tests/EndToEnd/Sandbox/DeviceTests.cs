namespace MiniRun.EndToEnd.Sandbox;

/// <summary>Device nodes of a container, and what the kernel lets it open.</summary>
[Trait("Category", "Core")]
public sealed class DeviceTests : ContainerTest
{
    [RootFact]
    public void TheNodesAreDockers()
    {
        CliResult result = RunScript("cd /dev; for f in *; do echo $f $(stat -c '%a %t %T' $f) $(readlink $f); done").ExitsWith(0);

        string[] expected =
        [
            "core 777 0 0 /proc/kcore", "fd 777 0 0 /proc/self/fd", "full 666 1 7", "mqueue 1777 0 0", "null 666 1 3",
            "ptmx 777 0 0 pts/ptmx", "pts 755 0 0", "random 666 1 8", "shm 1777 0 0", "stderr 777 0 0 /proc/self/fd/2",
            "stdin 777 0 0 /proc/self/fd/0", "stdout 777 0 0 /proc/self/fd/1", "tty 666 5 0", "urandom 666 1 9", "zero 666 1 5",
        ];
        Assert.Equal(expected, result.Lines);
    }

    /// <summary>CAP_MKNOD makes any node, as in docker; opening what is not on the list is refused by the device rules.</summary>
    [RootTheory]
    [InlineData("b", "254", "0")]
    [InlineData("b", "8", "0")]
    [InlineData("b", "7", "0")]
    [InlineData("c", "1", "1")] // mem
    [InlineData("c", "1", "11")] // kmsg
    [InlineData("c", "10", "200")] // tun: runc once let it through
    [InlineData("c", "10", "229")] // fuse
    [InlineData("c", "10", "232")] // kvm
    [InlineData("c", "4", "0")] // tty0
    public void AForeignDeviceCanBeMadeAndNotOpened(string type, string major, string minor)
    {
        Dictionary<string, string> answers = Probe.Run([], "device", type, major, minor, "/dev/shm/../made");

        Assert.Equal("ok", answers["mknod"]);
        Assert.Equal("EPERM", answers["open"]);
    }

    [RootFact]
    public void AListedDeviceOpensWhereverItsNodeIs() =>
        Assert.Equal("ok", Probe.Run([], "device", "c", "1", "5", "/dev/made")["open"]);

    /// <summary>/dev/core leads to /proc/kcore, which is masked: not a byte of memory.</summary>
    [RootFact]
    public void CoreIsEmpty() => Assert.Equal("0", RunScript("head -c 1 /dev/core 2>/dev/null | wc -c").ExitsWith(0).Output.Trim());

    [RootFact]
    public void AnAskedForDeviceIsThereAndNoOther()
    {
        Dictionary<string, string> answers =
            Probe.Run(["--device", "/dev/zero:/dev/given:r"], "device", "c", "10", "200", "/dev/other");

        Assert.Equal("EPERM", answers["open"]);
        Assert.Equal("4", RunScript("head -c 4 /dev/given | wc -c", "--device", "/dev/zero:/dev/given:r").ExitsWith(0).Output.Trim());
    }

    /// <summary>The target of a device is a path of the container; a link or ".." leads no further than its root.</summary>
    [RootTheory]
    [InlineData("/dev/../..{0}/made")]
    [InlineData("/out/made")]
    [InlineData("/dev/../../../../../../..{0}/made")]
    public void ADeviceIsMadeInsideTheRootOnly(string target)
    {
        Canary canary = Own(new Canary());
        TestRoot root = Own(TestRoot.Busybox());
        File.CreateSymbolicLink(Path.Combine(root.Path, "out"), canary.Path);

        Run("--device", "/dev/null:" + string.Format(null, target, canary.Path), "--rootfs", root.Path, "true");

        canary.AssertUntouched();
    }
}
