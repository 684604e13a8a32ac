using System.Buffers.Binary;
using System.Globalization;
using MiniRun.Containers.Monitoring;
using MiniRun.Containers.Store;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Commands.Life;

/// <summary><c>minirun wait</c>: blocks until containers have ended, and prints their exit codes.</summary>
internal static class WaitCommand
{
    /// <summary>Waits for each in turn.</summary>
    public static int Execute(string[] args)
    {
        VerbWords words = Verbs.Find("wait")!.Parse(args);
        if (words.IsHelp)
        {
            StandardStreams.Out(Verbs.Find("wait")!.Help);
            return 0;
        }

        return EachContainer.Do(
            words.Operands,
            static entry => StandardStreams.Out(WaitFor(entry).ToString(CultureInfo.InvariantCulture) + "\n"),
            print: false);
    }

    private static int WaitFor(ContainerEntry entry)
    {
        _ = EachContainer.RecordOf(entry);
        if (entry.IsAlive || entry.State.Status == ContainerStatus.Restarting)
        {
            if (MessageSocket.TryConnect(entry.Directory.Socket, out _) is { } monitor)
            {
                using (monitor)
                {
                    return Hear(monitor, entry);
                }
            }

            using Pidfd? init = entry.State.Init?.TryOpen();
            _ = init?.WaitForEnd(-1);
            ContainerEnd.Await(entry);
        }

        ContainerEntry? now = ContainerEntry.TryRead(entry.Directory);
        return now is { State.ExitCode: >= 0 }
            ? now.State.ExitCode
            : throw new UsageException("container", entry.Name, "nobody saw its end: its exit code is not known");
    }

    private static int Hear(MessageSocket monitor, ContainerEntry entry)
    {
        byte[] buffer = new byte[MessageSocket.MostBytes + 1];
        int length;
        while ((length = monitor.Receive(buffer)) > 0)
        {
            if (buffer[0] == MessageKind.Ended && length == 1 + sizeof(int))
            {
                return BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(1));
            }
        }

        throw new LinuxException("hear from the monitor of the container", entry.Name, Errno.ECONNRESET, "`minirun ps -a` tells how it is");
    }
}
