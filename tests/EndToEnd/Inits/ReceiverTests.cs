namespace MiniRun.EndToEnd.Inits;

/// <summary>Who gets a signal that the init got: the program, its group, or everybody; ours and the real ones alike.</summary>
public sealed class ReceiverTests : ContainerTest
{
    // The program, a child in its group and one in a session of its own say what they get; none ends by SIGTERM, all by 64.
    private const string Family = """
        import os, signal, sys
        mask = {s for s in range(1, 65) if s not in (9, 17, 18, 19, 32, 33)}
        signal.pthread_sigmask(signal.SIG_BLOCK, mask)
        def tell(name):
            group = "leads" if os.getpgrp() == os.getpid() else "follows"
            session = "leads" if os.getsid(0) == os.getpid() else "follows"
            os.write(1, f"{name} is up, {group} group, {session} session\n".encode())
            while True:
                number = int(signal.sigwait(mask))
                os.write(1, f"{name} got {number}\n".encode())
                if number == 64:
                    os._exit(0)
        ready, up = os.pipe()
        for name in "same", "apart":
            if os.fork() == 0:
                if name == "apart":
                    os.setsid()
                os.write(up, b".")
                tell(name)
            os.read(ready, 1)
        tell("main")
        """;

    [RootTheory]
    [InlineData("tini", new string[0], "main", "leads group, follows session")]
    [InlineData("tini", new[] { "-g" }, "main same", "leads group, follows session")]
    [InlineData("dumb-init", new string[0], "main same", "leads group, leads session")]
    [InlineData("dumb-init", new[] { "-c" }, "main", "follows group, follows session")]
    [InlineData("dumb-init", new[] { "--single-child" }, "main", "follows group, follows session")]
    [InlineData("catatonit", new string[0], "main", "leads group, follows session")]
    [InlineData("catatonit", new[] { "-g" }, "main same", "leads group, follows session")]
    public void ASignalReachesWhomThatProgramSendsItTo(string program, string[] options, string receivers, string job)
    {
        CheckReceivers(new CliOptions(), program, options, receivers, job);
        CheckReceivers(new CliOptions(), "minirun as " + program, options, receivers, job);
    }

    [RootTheory]
    [InlineData(new string[0], "main")]
    [InlineData(new[] { "-g" }, "main same")]
    [InlineData(new[] { "--signal=child" }, "main")]
    [InlineData(new[] { "--signal=group" }, "main same")]
    [InlineData(new[] { "--signal=all" }, "main same apart")]
    public void OursReachesAsManyAsItIsToldTo(string[] options, string receivers) =>
        CheckReceivers(new CliOptions(), "ours", options, receivers, "leads group, follows session");

    [RootTheory]
    [InlineData("dumb-init", "DUMB_INIT_SETSID", "0", "main", "follows group, follows session")]
    [InlineData("dumb-init", "DUMB_INIT_SETSID", "1", "main same", "leads group, leads session")]
    [InlineData("tini", "TINI_KILL_PROCESS_GROUP", "1", "main same", "leads group, follows session")]
    [InlineData("tini", "TINI_KILL_PROCESS_GROUP", "0", "main same", "leads group, follows session")] // that it is set counts
    [InlineData("tini", "TINI_KILL_PROCESS_GROUP", "", "main same", "leads group, follows session")]
    public void TheEnvironmentSaysTheSame(string program, string variable, string value, string receivers, string job)
    {
        CliOptions surroundings = new() { Environment = new Dictionary<string, string?> { [variable] = value } };

        CheckReceivers(surroundings, program, [], receivers, job);
        CheckReceivers(surroundings, "minirun as " + program, [], receivers, job);
    }

    private static void CheckReceivers(CliOptions surroundings, string init, string[] options, string receivers, string job)
    {
        using CliProcess cli = InitUnderTest.Start(surroundings, init, options, "python3", "-c", Family);
        Assert.Equal($"main is up, {job}", cli.WaitForLine("main is up"));
        cli.WaitForLine("same is up");
        cli.WaitForLine("apart is up");
        int pid = InitUnderTest.PidOf(cli);

        Kernel.Kill(pid, Signal.SIGUSR1);
        cli.WaitForLine("main got 10");
        Kernel.Kill(pid, Signal.SIGTERM);
        cli.WaitForLine("main got 15"); // what came with the first has arrived by now
        Thread.Sleep(50 * Machine.Slowness);
        string[] told = [.. cli.OutputSoFar.Split('\n').Where(line => line.EndsWith(" got 10", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])];

        Assert.Equal(receivers.Split(' ').Order(), told.Order());
        Kernel.Kill(pid, (Signal)64);
        cli.WaitForExit().ExitsWith(0);
    }
}
