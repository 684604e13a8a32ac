using System.Text;

namespace MiniRun.Commands;

/// <summary><c>minirun --help</c>.</summary>
internal static class ProgramHelp
{
    /// <summary>The text.</summary>
    public static string Text
    {
        get
        {
            StringBuilder text = new();
            text.Append("""
                Usage: minirun COMMAND …

                Runs a command in a container: namespaces, cgroups, an overlay root and a sandbox, and tells
                what it does if asked.

                Commands:

                """);
            foreach (Verb verb in Verbs.All)
            {
                text.Append("  ").Append(verb.Name.PadRight(12)).Append(verb.Summary).Append('\n');
            }

            return text.Append("""

                First steps:
                  minirun doctor                              what works on this machine
                  minirun run busybox echo hello              a first container
                  minirun run --explain busybox true          each kernel step, and why
                  minirun run --plan busybox sh               the same steps as shell commands

                `minirun help COMMAND` tells more about a command.

                """).ToString();
        }
    }
}
