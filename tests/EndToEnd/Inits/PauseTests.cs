using System.Globalization;

namespace MiniRun.EndToEnd.Inits;

/// <summary>The pause of a pod: no program, it holds the namespaces and reaps; catatonit's -P is the same.</summary>
public sealed class PauseTests : ContainerTest
{
    public static TheoryData<string> All => ["ours", "minirun as pause", "minirun init", "minirun as catatonit", "catatonit"];

    [RootTheory]
    [MemberData(nameof(All))]
    public void ItEndsWith0ByIntAndTerm(string name)
    {
        foreach (Signal signal in new[] { Signal.SIGINT, Signal.SIGTERM })
        {
            CliProcess cli = Begin(name);
            Kernel.Kill(InitUnderTest.PidOf(cli), signal);
            Assert.Equal("", cli.WaitForExit().ExitsWith(0).Error);
        }
    }

    [RootTheory]
    [MemberData(nameof(All))]
    public void OtherSignalsDoNotEndItAndItReaps(string name)
    {
        CliProcess cli = Begin(name);
        int pause = InitUnderTest.PidOf(cli);
        foreach (Signal signal in new[] { Signal.SIGHUP, Signal.SIGUSR1, Signal.SIGWINCH })
        {
            Kernel.Kill(pause, signal);
        }

        // Two that entered its namespace leave orphans to it: first living ones, then dead.
        Cli.RunProgram(new CliOptions(), "nsenter", "--target", $"{pause}", "--pid", "--mount", "sh", "-c", "(sleep 0.2 &); (true &)").ExitsWith(0);
        Eventually.True(() => HostView.ChildrenOf(pause).Count == 0, "there are orphans, or zombies");

        Assert.False(cli.HasExited);
        Kernel.Kill(pause, Signal.SIGTERM);
        cli.WaitForExit().ExitsWith(0);
    }

    [RootFact]
    public void OutsideOfANamespaceItSaysThatItIsOfLittleUse()
    {
        foreach (string program in new[] { InitUnderTest.Link("pause"), InitUnderTest.Link("pause", InitUnderTest.Program) })
        {
            using CliProcess cli = Cli.StartProgram(new CliOptions(), program);
            Eventually.True(() => cli.ErrorSoFar.Contains("should be the first process"), "it says nothing");
            cli.Signal(Signal.SIGTERM);
            cli.WaitForExit().ExitsWith(0);
        }
    }

    [RootFact]
    public void ItTakesSixteenKilobytesAtMost()
    {
        CliProcess cli = Begin("ours");

        int kilobytes = int.Parse(HostView.StatusField(InitUnderTest.PidOf(cli), "VmRSS")!.Split(' ')[0], null);

        Assert.InRange(kilobytes, 1, 16);
    }

    private CliProcess Begin(string name)
    {
        string[] command = name switch
        {
            "ours" => [InitUnderTest.Link("pause", InitUnderTest.Program)],
            "minirun init" => [Cli.Binary, "init", "--as", "pause"],
            "minirun as pause" => [InitUnderTest.Link("pause")],
            "minirun as catatonit" => [InitUnderTest.Link("catatonit"), "-P"],
            _ => [name, "-P"],
        };
        CliProcess cli = Own(Cli.StartProgram(new CliOptions(), "env", [.. InitUnderTest.Namespace, .. command]));

        Eventually.True(() => HostView.ChildrenOf(cli.Pid) is [int pid] && WaitsForSignals(pid), "it does not wait");
        return cli;
    }

    // In rt_sigtimedwait, which takes them off the mask that /proc shows, or (catatonit) in a read with SIGTERM blocked.
    private static bool WaitsForSignals(int pid)
    {
        const ulong Term = 1 << 14;
        string call = HostView.TryRead($"/proc/{pid}/syscall")?.Split(' ')[0] ?? "";
        bool blocked = ulong.TryParse(HostView.StatusField(pid, "SigBlk"), NumberStyles.HexNumber, null, out ulong mask) && (mask & Term) != 0;
        return call == "128" || (call == "0" && blocked);
    }
}
