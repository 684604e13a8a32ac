namespace MiniRun.EndToEnd.Harness;

/// <summary>Base of the tests that start containers: whatever a test does, nothing may be left of it on the host.</summary>
public abstract class ContainerTest : IDisposable
{
    private readonly HostSnapshot before = HostSnapshot.Take();
    private readonly List<IDisposable> owned = [];

    /// <summary>The sample's name or a private copy's options; what most tests run in.</summary>
    protected const string Busybox = "busybox";

    // The first use of a sample builds it and says so, which no single test expects.
    static ContainerTest()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Cli.Run("run", Busybox, "true").ExitsWith(0);
        }
    }

    /// <summary>Runs <c>minirun run ARGUMENTS</c> to its end.</summary>
    protected static CliResult Run(params string[] arguments) => Cli.Run(["run", .. arguments]);

    /// <summary>Runs <c>sh -c SCRIPT</c> in a busybox container with <paramref name="options"/>.</summary>
    protected static CliResult RunScript(string script, params string[] options) => Run([.. options, Busybox, "sh", "-c", script]);

    /// <summary>Starts <c>minirun run ARGUMENTS</c> in the background; ended with the test at the latest.</summary>
    protected CliProcess Start(params string[] arguments) => Own(Cli.Start(["run", .. arguments]));

    /// <summary>
    /// Starts a busybox container that says "ready" once it runs, waits for that, and then sleeps; returns it and the host's
    /// process id of its PID 1.
    /// </summary>
    protected (CliProcess Cli, int Init) StartSleeper(params string[] options)
    {
        CliProcess cli = Start([.. options, Busybox, "sh", "-c", "trap 'exit 0' TERM; echo ready; sleep 1000 & wait"]);
        cli.WaitForLine("ready");
        return (cli, HostView.InitOf(cli));
    }

    /// <summary>Disposes <paramref name="thing"/> at the end of the test, before the host is looked at.</summary>
    protected T Own<T>(T thing)
        where T : IDisposable
    {
        owned.Add(thing);
        return thing;
    }

    /// <summary>Ends what the test started and fails if the host is not as before.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        for (int i = owned.Count - 1; i >= 0; i--)
        {
            owned[i].Dispose();
        }

        before.AssertUnchanged();
    }
}
