using System.Reflection;
using MiniRun.Output;

namespace MiniRun.Commands;

/// <summary><c>minirun version</c>.</summary>
internal static class VersionCommand
{
    /// <summary>The version, as in the project file.</summary>
    public static string Version
    {
        get
        {
            string full = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
            int revision = full.IndexOf('+', StringComparison.Ordinal);
            return revision < 0 ? full : full[..revision];
        }
    }

    /// <summary>Prints it.</summary>
    public static int Execute(string[] args)
    {
        if (args is ["--help"] or ["-h"])
        {
            StandardStreams.Out(Verbs.Find("version")!.Help);
            return 0;
        }

        if (args.Length > 0)
        {
            throw new UsageException("version", args[0], "takes no argument");
        }

        StandardStreams.Out($"minirun {Version}\n");
        return 0;
    }
}
