namespace MiniRun.EndToEnd.Sandbox;

/// <summary>System calls that can harm the machine are refused by the filter, by every way into the kernel.</summary>
public sealed class SystemCallTests : ContainerTest
{
    /// <summary>The default filter says EPERM to what it knows and ENOSYS to what is newer, so that programs fall back.</summary>
    [RootFact]
    public void EachDangerousCallIsRefused()
    {
        Dictionary<string, string> answers = Probe.Run([], "calls");

        Assert.Equal("ENOSYS", answers["clone3"]);
        Assert.Equal("ENOSYS", answers["unknown"]);
        Assert.All(answers.Where(pair => pair.Key is not ("clone3" or "unknown")), pair => Assert.Equal("EPERM", pair.Value));
        Assert.True(answers.Count > 35);
    }

    /// <summary>The same calls reach the kernel where nothing is filtered: their answers above are the filter's.</summary>
    [RootFact]
    public void WithoutTheFilterTheyReachTheKernel()
    {
        Dictionary<string, string> answers = Probe.Run(["--security-opt", "seccomp=unconfined"], "calls");

        string[] reaching = ["unshare-user", "clone-user", "clone3", "keyctl", "personality", "mbind", "add_key", "move_pages"];
        Assert.All(reaching, name => Assert.NotEqual("EPERM", answers[name]));
    }

    /// <summary>With CAP_SYS_ADMIN docker's filter lets mount through; MiniRun's too, and nothing that it does not cover.</summary>
    [RootFact]
    public void ACapabilityOpensItsOwnCallsOnly()
    {
        Dictionary<string, string> answers = Probe.Run(["--cap-add", "SYS_ADMIN"], "calls");

        Assert.Equal("ok", answers["mount"]);
        Assert.Equal("ok", answers["unshare-mount"]);
        Assert.All(new[] { "init_module", "kexec_load", "reboot", "iopl", "add_key", "open_by_handle_at" },
            name => Assert.Equal("EPERM", answers[name]));
    }

    /// <summary>Other calling conventions have other numbers and pointers that no filter sees: i386 (socketcall), x32.</summary>
    [RootFact]
    public void ForeignCallingConventionsAreClosed()
    {
        Dictionary<string, string> answers = Probe.Run([], "abi");

        Assert.Equal(4, answers.Count);
        Assert.All(answers, pair => Assert.True(pair.Value is "EPERM" or "SIGSYS" or "SIGSEGV", $"{pair.Key} {pair.Value}"));
        Assert.Equal("EPERM", answers["x32-getpid"]); // ENOSYS would be the kernel's own answer
    }

    /// <summary>A user namespace of the container's own unlocks no mount of ours and shows no other /proc.</summary>
    [RootFact]
    public void MasksStayLockedInANewUserNamespace()
    {
        Dictionary<string, string> answers = Probe.Run(["--security-opt", "seccomp=unconfined"], "unmask", "/proc/keys");

        Assert.Equal("ok", answers["unshare"]);
        Assert.Equal("EINVAL", answers["umount"]);
        Assert.Equal("EPERM", answers["mount proc"]);
    }

    /// <summary>A session keyring of its own: the caller's keys are not the container's.</summary>
    [RootFact]
    public void TheSessionKeyringIsNeitherOursNorAnotherContainers()
    {
        string[] options = ["--security-opt", "seccomp=unconfined", .. Probe.Options, Busybox, "/probe/probe", "keyring"];

        string first = Run(options).ExitsWith(0).Output.Trim();
        string second = Run(options).ExitsWith(0).Output.Trim();
        string ours = Probe.RunOnHost("keyring").Values.Single();

        Assert.True(int.Parse(first, null) > 0);
        Assert.Equal(3, new HashSet<string> { first, second, ours }.Count);
    }

    /// <summary>Without a terminal there is none to push keys into, and the caller's is not the container's either.</summary>
    [RootTheory]
    [InlineData("-i")]
    [InlineData("--init")]
    public void NoKeysCanBePushedIntoTheCallersTerminal(string option)
    {
        using CliTerminal terminal = CliTerminal.Start(["run", option, .. Probe.Options, Busybox, "/probe/probe", "terminal"]);

        terminal.WaitForExit().ExitsWith(0);

        terminal.WaitFor("open /dev/tty ENXIO");
        Assert.DoesNotContain("TIOCSTI ok", terminal.Screen);
        Assert.DoesNotContain("TIOCSTI of stderr ok", terminal.Screen);
    }
}
