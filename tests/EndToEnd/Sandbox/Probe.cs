namespace MiniRun.EndToEnd.Sandbox;

/// <summary>The static program of probe.c, which tries from inside what a hostile workload would try.</summary>
internal static class Probe
{
    private static readonly Lazy<string> Compiled = new(Compile);

    /// <summary>Where it is on the host.</summary>
    public static string Directory => Compiled.Value;

    /// <summary>Options of run that show it to the container as /probe/probe.</summary>
    public static string[] Options => ["-v", $"{Compiled.Value}:/probe:ro"];

    /// <summary>Runs it in a busybox container; answers its lines as name and outcome.</summary>
    public static Dictionary<string, string> Run(string[] options, params string[] arguments) =>
        Parse(Cli.Run(["run", .. options, .. Options, "busybox", "/probe/probe", .. arguments]).ExitsWith(0));

    /// <summary>Runs it on the host, with all of root's privileges: what it says there proves that it can tell the difference.</summary>
    public static Dictionary<string, string> RunOnHost(params string[] arguments) =>
        Parse(Cli.RunProgram(new CliOptions(), $"{Compiled.Value}/probe", arguments).ExitsWith(0));

    private static Dictionary<string, string> Parse(CliResult result) =>
        result.Lines.Where(line => line.Length > 0).Select(line => line.Split(' '))
            .ToDictionary(words => string.Join(' ', words[..^1]), words => words[^1]);

    private static string Compile()
    {
        string directory = System.IO.Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "probe")).FullName;
        string source = Path.Combine(Machine.Checkout, "tests/EndToEnd/Sandbox/probe.c");
        Cli.RunProgram(new CliOptions(), "/usr/bin/gcc", "-static", "-O1", "-Wall", "-Werror", "-o", $"{directory}/probe", source).ExitsWith(0);
        return directory;
    }
}
