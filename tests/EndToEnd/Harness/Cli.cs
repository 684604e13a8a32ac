using System.Diagnostics;

namespace MiniRun.EndToEnd.Harness;

/// <summary>Runs the published binary: out/minirun of the checkout, or the one that MINIRUN_BINARY names.</summary>
public static class Cli
{
    /// <summary>The binary under test.</summary>
    public static string Binary { get; } = FindBinary();

    /// <summary>Runs it to its end.</summary>
    public static CliResult Run(params string[] arguments) => Run(new CliOptions(), arguments);

    /// <summary>Runs it to its end in the given surroundings.</summary>
    public static CliResult Run(CliOptions options, params string[] arguments) => RunProgram(options, Binary, arguments);

    /// <summary>Starts it and returns while it runs.</summary>
    public static CliProcess Start(params string[] arguments) => Start(new CliOptions(), arguments);

    /// <summary>Starts it in the given surroundings; its standard input stays open unless <see cref="CliOptions.Input"/> is set.</summary>
    public static CliProcess Start(CliOptions options, params string[] arguments) => new(options, Binary, arguments);

    /// <summary>
    /// Runs a line of sh on the host with the binary as <c>$minirun</c>: for pipes, closed and extra descriptors, umask.
    /// </summary>
    public static CliResult Shell(string script, params string[] arguments) => Shell(new CliOptions(), script, arguments);

    /// <summary>As <see cref="Shell(string, string[])"/>, in the given surroundings.</summary>
    public static CliResult Shell(CliOptions options, string script, params string[] arguments)
    {
        Dictionary<string, string?> environment = new(options.Environment) { ["minirun"] = Binary };
        return RunProgram(options with { Environment = environment }, "/bin/sh", ["-c", script, "sh", .. arguments]);
    }

    /// <summary>Starts any program of the host and returns while it runs.</summary>
    public static CliProcess StartProgram(CliOptions options, string program, params string[] arguments) => new(options, program, arguments);

    /// <summary>Runs any program of the host to its end.</summary>
    public static CliResult RunProgram(CliOptions options, string program, params string[] arguments)
    {
        using CliProcess process = new(options with { Input = options.Input ?? [] }, program, arguments);
        return process.WaitForExit();
    }

    internal static ProcessStartInfo StartInfo(CliOptions options, string program, string[] arguments)
    {
        ProcessStartInfo info = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        foreach ((string name, string? value) in options.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private static string FindBinary()
    {
        string path = Environment.GetEnvironmentVariable("MINIRUN_BINARY") ?? Path.Combine(Machine.Checkout, "out", "minirun");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: run `make build`");
    }
}
