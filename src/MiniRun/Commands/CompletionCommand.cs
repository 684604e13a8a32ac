using MiniRun.Output;

namespace MiniRun.Commands;

/// <summary><c>minirun completion SHELL</c>: a script made of the same tables as the parser.</summary>
internal static class CompletionCommand
{
    /// <summary>The help text.</summary>
    public const string Help = """
        Usage: minirun completion bash|zsh|fish

        Prints the completion script of a shell: commands, options, their values, names of samples, files.

          bash   source <(minirun completion bash)
          zsh    minirun completion zsh > "${fpath[1]}/_minirun"
          fish   minirun completion fish > ~/.config/fish/completions/minirun.fish

        """;

    /// <summary>Prints the script.</summary>
    public static int Execute(string[] args)
    {
        string shell = args.Length == 1 ? args[0] : throw new UsageException("completion", null, "needs the name of one shell: bash, zsh or fish");
        StandardStreams.Out(shell switch
        {
            "bash" => BashCompletion.Script(Verbs.All),
            "zsh" => ZshCompletion.Script(Verbs.All),
            "fish" => FishCompletion.Script(Verbs.All),
            "--help" or "-h" => Help,
            "--samples" => Samples(), // what the scripts call
            _ => throw new UsageException("completion", shell, "no such shell here", "bash, zsh or fish"),
        });
        return 0;
    }

    private static string Samples() => string.Concat(
        System.Linq.Enumerable.Select(Rootfs.Samples.SamplePlaces.ForThisUser().Names(), name => name + "\n"));
}
