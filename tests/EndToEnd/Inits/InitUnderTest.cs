namespace MiniRun.EndToEnd.Inits;

/// <summary>An init that a test is run with, as PID 1 of a PID namespace: ours, or one that users know.</summary>
public static class InitUnderTest
{
    private const string Called = "minirun as ";
    private static readonly TestDirectory Directory = new();
    private static readonly Lazy<string> Extracted = new(Extract);

    static InitUnderTest() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Dispose();

    /// <summary>
    /// The names: of ours the extracted program and `minirun init`. Beyond these, "minirun as NAME" is a link NAME to minirun.
    /// </summary>
    public static TheoryData<string> All => ["ours", "minirun init", "tini", "dumb-init", "catatonit"];

    /// <summary>Ours alone, in both forms.</summary>
    public static TheoryData<string> Ours => ["ours", "minirun init"];

    /// <summary>The extracted program's path.</summary>
    public static string Program => Extracted.Value;

    /// <summary>The command that runs it, with options.</summary>
    public static string[] Command(string name, params string[] options) => name switch
    {
        "ours" => [Program, .. options, "--"],
        "minirun init" => [Cli.Binary, "init", .. options, "--"],
        _ when name.StartsWith(Called, StringComparison.Ordinal) => [Link(name[Called.Length..]), .. options, "--"],
        _ => [name, .. options, "--"],
    };

    /// <summary>Runs a program below it in a new PID namespace, to the end.</summary>
    public static CliResult Run(string name, string[] options, params string[] program) =>
        Run(new CliOptions(), name, options, program);

    /// <summary>As the other, in the given surroundings.</summary>
    public static CliResult Run(CliOptions surroundings, string name, string[] options, params string[] program) =>
        Cli.RunProgram(surroundings, "env", [.. Namespace, .. Command(name, options), .. program]);

    /// <summary>Starts a program below it in a new PID namespace.</summary>
    public static CliProcess Start(string name, string[] options, params string[] program) =>
        Cli.StartProgram(new CliOptions { Input = [] }, "env", [.. Namespace, .. Command(name, options), .. program]);

    /// <summary>As the other, in the given surroundings.</summary>
    public static CliProcess Start(CliOptions surroundings, string name, string[] options, params string[] program) =>
        Cli.StartProgram(surroundings with { Input = [] }, "env", [.. Namespace, .. Command(name, options), .. program]);

    /// <summary>Runs a program below it without a PID namespace, to the end.</summary>
    public static CliResult RunOnHost(CliOptions surroundings, string name, string[] options, params string[] program) =>
        Cli.RunProgram(surroundings, "env", ["--default-signal=PIPE", .. Command(name, options), .. program]);

    /// <summary>A link to minirun, or with another target to that, by this name.</summary>
    public static string Link(string name, string? target = null)
    {
        string path = Path.Combine(Directory.Path, target is null ? "minirun" : "elf", name);
        lock (Directory)
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path))
            {
                File.CreateSymbolicLink(path, target ?? Cli.Binary);
            }
        }

        return path;
    }

    /// <summary>The host's process id of the init that was started.</summary>
    public static int PidOf(CliProcess unshare) => HostView.ChildrenOf(unshare.Pid).Single();

    /// <summary>What makes the namespace; the test's own host has SIGPIPE ignored, which would be inherited.</summary>
    public static string[] Namespace => ["--default-signal=PIPE", "unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];

    private static string Extract()
    {
        string path = Path.Combine(Directory.Path, "init");
        Cli.Run("init", "--extract", path).ExitsWith(0);
        return path;
    }
}
