using MiniRun.Containers.Logs;
using MiniRun.Linux;

namespace MiniRun.Containers.Monitoring;

/// <summary>One stream of the container: what comes goes to the log, and to whoever is attached.</summary>
internal sealed unsafe class MonitoredOutput(FileDescriptor source, LogStream stream, LogWriter log, List<MonitorClient> clients) : IDisposable
{
    private static readonly byte[] Buffer = new byte[MessageSocket.MostBytes];

    /// <summary>Whether more may come.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>What to poll.</summary>
    public PollEntry Next => new() { Descriptor = IsOpen ? source.Number : -1, Events = PollEntry.In };

    /// <summary>One read, after poll(2) said so.</summary>
    public void Move()
    {
        nint count;
        fixed (byte* start = Buffer)
        {
            count = LibC.read(source.Number, start, (nuint)Buffer.Length);
        }

        if (count > 0)
        {
            ReadOnlySpan<byte> bytes = Buffer.AsSpan(0, (int)count);
            log.Write(stream, bytes, LogTime.Now);
            foreach (MonitorClient client in clients)
            {
                if (client.Wish.HasFlag(AttachWish.Output))
                {
                    client.Send(stream == LogStream.Stdout ? MessageKind.Output : MessageKind.Error, bytes);
                }
            }
        }
        else if (count == 0 || LibC.LastError is not (Errno.EINTR or Errno.EAGAIN))
        {
            IsOpen = false; // EIO: the other side of a terminal is closed
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
