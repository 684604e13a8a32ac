using MiniRun.Linux;

namespace MiniRun.Containers.Running;

/// <summary>
/// One direction between two descriptors, with a buffer of its own: it waits either for bytes or for room, never inside a
/// call. Were both directions to block in write(2), a container that does not read while its user pastes could neither be
/// interrupted nor show anything.
/// </summary>
internal sealed unsafe class ByteFlow(int from, int to)
{
    // What poll(2) promises of a pipe that has room: so much can be written without blocking (PIPE_BUF).
    private const int Portion = 4096;
    private readonly byte[] buffer = new byte[4 * Portion];
    private int start;
    private int end;

    /// <summary>Whether more may come: false after the end of the source or an error on either side.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Why bytes could not be delivered.</summary>
    public Errno WriteError { get; private set; }

    /// <summary>Whether everything that was read has been delivered.</summary>
    public bool IsEmpty => start == end;

    /// <summary>What to wait for; nothing once it is closed.</summary>
    public PollEntry Next => new()
    {
        Descriptor = !IsOpen ? -1 : IsEmpty ? from : to,
        Events = IsEmpty ? PollEntry.In : PollEntry.Out,
    };

    /// <summary>One read or one write, after poll(2) said so.</summary>
    public void Move()
    {
        if (IsEmpty)
        {
            Read();
        }
        else
        {
            Write();
        }
    }

    /// <summary>Nothing more is wanted.</summary>
    public void Close() => IsOpen = false;

    private void Read()
    {
        fixed (byte* at = buffer)
        {
            nint count = LibC.read(from, at, (nuint)buffer.Length);
            if (count > 0)
            {
                start = 0;
                end = (int)count;
                Write(); // most often there is room: saves a poll
            }
            else if (count == 0 || !IsTransient(LibC.LastError))
            {
                IsOpen = false; // EIO: the other side of a terminal is closed
            }
        }
    }

    private void Write()
    {
        PollEntry room = new() { Descriptor = to, Events = PollEntry.Out };
        while (IsOpen && !IsEmpty && LibC.poll(&room, 1, 0) > 0)
        {
            nint count;
            fixed (byte* at = buffer)
            {
                count = LibC.write(to, at + start, (nuint)Math.Min(end - start, Portion));
            }

            if (count >= 0)
            {
                start += (int)count;
            }
            else if (!IsTransient(LibC.LastError))
            {
                Fail(LibC.LastError);
            }
            else if ((room.Happened & PollEntry.HangUp) != 0)
            {
                Fail(Errno.EIO); // a terminal whose other side is closed and whose buffer is full: there will be no room
            }
            else
            {
                return;
            }
        }
    }

    private void Fail(Errno errno)
    {
        WriteError = errno;
        IsOpen = false;
    }

    private static bool IsTransient(Errno errno) => errno is Errno.EINTR or Errno.EAGAIN;
}
