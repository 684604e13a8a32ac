using System.Buffers.Binary;
using MiniRun.Linux;

namespace MiniRun.Containers.Monitoring;

/// <summary>Somebody who is attached, as the monitor sees it. What cannot be sent at once waits here, in order.</summary>
internal sealed class MonitorClient(MessageSocket socket) : IDisposable
{
    private readonly Queue<(byte Kind, byte[] Content)> waiting = new();

    /// <summary>What it wants.</summary>
    public AttachWish Wish { get; set; }

    /// <summary>Whether it is there.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether something waits to be sent: then nothing more is read for it.</summary>
    public bool IsBehind => IsOpen && waiting.Count > 0;

    /// <summary>What to poll.</summary>
    /// <param name="takesInput">Whether there is room for what it may send.</param>
    public PollEntry Next(bool takesInput)
    {
        int events = (IsBehind ? PollEntry.Out : 0) | (takesInput ? PollEntry.In : 0);
        return new PollEntry { Descriptor = IsOpen && events != 0 ? socket.Number : -1, Events = (short)events };
    }

    /// <summary>Sends, or keeps for later.</summary>
    public void Send(byte kind, ReadOnlySpan<byte> content)
    {
        if (!IsOpen)
        {
            return;
        }

        Errno errno = waiting.Count > 0 ? Errno.EAGAIN : socket.TrySend(kind, content);
        if (errno == Errno.EAGAIN)
        {
            waiting.Enqueue((kind, content.ToArray()));
        }
        else if (errno != Errno.None)
        {
            Close();
        }
    }

    /// <summary>Sends a number, and a text after it.</summary>
    public void Send(byte kind, int number, ReadOnlySpan<byte> text = default)
    {
        byte[] content = new byte[sizeof(int) + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(content, number);
        text.CopyTo(content.AsSpan(sizeof(int)));
        Send(kind, content);
    }

    /// <summary>Sends what waits, as far as there is room.</summary>
    public void Flush()
    {
        while (IsBehind)
        {
            (byte kind, byte[] content) = waiting.Peek();
            Errno errno = socket.TrySend(kind, content);
            if (errno == Errno.EAGAIN)
            {
                return;
            }

            if (errno != Errno.None)
            {
                Close();
                return;
            }

            waiting.Dequeue();
        }
    }

    /// <summary>The next message; 0 when it has gone.</summary>
    public int Receive(Span<byte> buffer)
    {
        int length = socket.Receive(buffer);
        if (length == 0)
        {
            Close();
        }

        return length;
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Close()
    {
        IsOpen = false;
        socket.Dispose();
    }
}
