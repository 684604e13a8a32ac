using System.Text;

namespace MiniRun.Commands;

/// <summary><c>minirun run --help</c>, made of the table that the parser reads.</summary>
internal static class RunHelp
{
    /// <summary>The text.</summary>
    public static string Text
    {
        get
        {
            StringBuilder text = new("""
                Usage: minirun run [OPTIONS] IMAGE [COMMAND] [ARG…]
                       minirun run [OPTIONS] --rootfs DIR COMMAND [ARG…]

                Runs a command in a new container and exits with its exit code. IMAGE is the name of a sample root
                (busybox, host); it is never changed: what the container writes is gone when it ends.
                Options stand before IMAGE; everything after it belongs to the command.

                """);
            VerbHelp.AppendFlags(text, RunFlags.Table);
            return text.Append("""

                Exit codes: the command's own; 125 minirun failed; 126 the command cannot be executed;
                127 it was not found; 128+N signal N killed it.

                Examples:
                  minirun run -it busybox sh
                  minirun run --init --cpu-quota 20000 --pids-limit 64 busybox sh -c 'echo hello from $$; ps'
                  minirun run -m 64m --network none -v "$PWD:/src:ro" -w /src host make test
                  minirun run --rootfs ./debian -u 1000:1000 -e LANG=C --read-only --tmpfs /tmp id
                  minirun run --cap-drop ALL --security-opt no-new-privileges busybox id
                  minirun run --plan=json busybox true

                """).ToString();
        }
    }
}
