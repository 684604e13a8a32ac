using MiniRun.Linux;

namespace MiniRun.Containers.Monitoring;

/// <summary>Standard input of the container: what somebody attached has sent and the container has not taken yet.</summary>
internal sealed unsafe class MonitoredInput(FileDescriptor? destination, bool isTerminal) : IDisposable
{
    private byte[] pending = [];
    private int start;
    private bool ended = destination is null;
    private bool closed = destination is null;

    /// <summary>Whether there is room for more.</summary>
    public bool IsEmpty => start == pending.Length;

    /// <summary>What to poll.</summary>
    public PollEntry Next => new() { Descriptor = closed || IsEmpty ? -1 : destination!.Number, Events = PollEntry.Out };

    /// <summary>Takes bytes for the container.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (!ended)
        {
            pending = [.. pending.AsSpan(start), .. bytes];
            start = 0;
            Move();
        }
    }

    /// <summary>Nothing more comes. A terminal has no end; its keys have.</summary>
    public void End()
    {
        ended |= !isTerminal;
        CloseIfDone();
    }

    /// <summary>Gives the terminal a size.</summary>
    public void Resize(ReadOnlySpan<byte> size)
    {
        if (isTerminal && size.Length == Terminal.SizeBytes)
        {
            Terminal.SetSize(destination!.Number, size);
        }
    }

    /// <summary>Writes as much as there is room for.</summary>
    public void Move()
    {
        while (!closed && !IsEmpty)
        {
            nint count;
            fixed (byte* at = pending)
            {
                count = LibC.write(destination!.Number, at + start, (nuint)(pending.Length - start));
            }

            if (count > 0)
            {
                start += (int)count;
            }
            else if (LibC.LastError == Errno.EAGAIN)
            {
                return;
            }
            else if (LibC.LastError != Errno.EINTR)
            {
                start = pending.Length; // it has closed its end and wants nothing more
                ended = true;
            }
        }

        CloseIfDone();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closed = true;
        if (!isTerminal)
        {
            destination?.Dispose();
        }
    }

    private void CloseIfDone()
    {
        if (ended && !closed && IsEmpty)
        {
            Dispose();
        }
    }
}
