using MiniRun.Init;
using MiniRun.Linux;

namespace MiniRun.Namespaces.Launch.Steps;

/// <summary>Replaces the process by the program: the last step.</summary>
/// <param name="arguments">argv; the first is the program, looked up in PATH unless it has a slash.</param>
/// <param name="environment">NAME=value entries.</param>
public sealed class Execute(IReadOnlyList<string> arguments, IReadOnlyList<string> environment) : ChildStep
{
    /// <inheritdoc/>
    public override string Operation => "run";

    /// <inheritdoc/>
    public override string Argument => arguments[0];

    /// <inheritdoc/>
    public override string Why => "execve keeps the process - its id, namespaces, cgroups, limits, filter - and replaces what runs in it.";

    /// <inheritdoc/>
    public override string Manual => "execve(2)";

    /// <inheritdoc/>
    public override IEnumerable<string> Shell => []; // ShellScript ends with setpriv(1) and env(1) for this

    /// <summary>argv.</summary>
    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>The environment.</summary>
    public IReadOnlyList<string> Environment => environment;

    /// <inheritdoc/>
    public override string? Hint(Errno errno) => errno switch
    {
        Errno.E2BIG => "arguments and environment together are more than the kernel takes",
        _ => null,
    };

    /// <summary>The paths tried in this order, as execvp(3) does with the container's own PATH.</summary>
    public static IEnumerable<string> Candidates(string program, IReadOnlyList<string> environment)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            yield return program;
            yield break;
        }

        string? path = null;
        foreach (string entry in environment)
        {
            if (entry.StartsWith("PATH=", StringComparison.Ordinal))
            {
                path = entry["PATH=".Length..];
            }
        }

        foreach (string directory in (path ?? "").Split(':'))
        {
            if (directory.StartsWith('/')) // relative entries, and the empty one for ".", would depend on the working directory
            {
                yield return $"{directory.TrimEnd('/')}/{program}";
            }
        }
    }

    /// <inheritdoc/>
    public override void Compile(PlanWriter writer)
    {
        Argument argv = writer.Vector(arguments);
        Argument envp = writer.Vector(environment);
        foreach (string candidate in Candidates(arguments[0], environment))
        {
            writer.Add(PlanOperation.Execute, default, writer.Text(candidate), argv, envp);
        }

        // Reached when no candidate was there; an unexecutable one is remembered and reported instead. Also the answer to an
        // empty PATH, which leaves nothing to try.
        writer.Add(PlanOperation.NotExecuted, default);
    }
}
