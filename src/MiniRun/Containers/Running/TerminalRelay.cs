using MiniRun.Linux;

namespace MiniRun.Containers.Running;

/// <summary>Carries bytes between our standard streams and the container's terminal.</summary>
internal sealed unsafe class TerminalRelay(FileDescriptor master, bool interactive)
{
    private const int BufferSize = 16384;
    private bool inputOpen = interactive;
    private bool outputOpen = true;

    /// <summary>What to wait on for keys; -1 when there will be none.</summary>
    public int Input => inputOpen ? 0 : -1;

    /// <summary>What to wait on for output: the terminal's controlling end; -1 when its other end is closed.</summary>
    public int Output => outputOpen ? master.Number : -1;

    /// <summary>Passes keys that are there.</summary>
    public void PassInput()
    {
        byte* buffer = stackalloc byte[BufferSize];
        nint count = LibC.read(0, buffer, BufferSize);
        if (count > 0)
        {
            WriteAll(master.Number, buffer, count);
        }
        else if (count == 0 || LibC.LastError is not (Errno.EINTR or Errno.EAGAIN))
        {
            inputOpen = false; // hung up
        }
    }

    /// <summary>Passes output that is there.</summary>
    public void PassOutput()
    {
        byte* buffer = stackalloc byte[BufferSize];
        nint count = LibC.read(master.Number, buffer, BufferSize);
        if (count > 0)
        {
            WriteAll(1, buffer, count);
        }
        else if (count == 0 || LibC.LastError is not (Errno.EINTR or Errno.EAGAIN))
        {
            outputOpen = false; // EIO: nobody has the other end open
        }
    }

    /// <summary>After the end: what is still in the terminal, and no waiting for more.</summary>
    public void DrainOutput()
    {
        PollEntry entry = new() { Descriptor = Output, Events = PollEntry.In };
        while (outputOpen && LibC.poll(&entry, 1, 0) > 0)
        {
            PassOutput();
        }
    }

    private static void WriteAll(int descriptor, byte* bytes, nint length)
    {
        for (nint done = 0; done < length;)
        {
            nint count = LibC.write(descriptor, bytes + done, (nuint)(length - done));
            if (count >= 0)
            {
                done += count;
            }
            else if (LibC.LastError == Errno.EAGAIN)
            {
                PollEntry entry = new() { Descriptor = descriptor, Events = PollEntry.Out };
                _ = LibC.poll(&entry, 1, -1);
            }
            else if (LibC.LastError != Errno.EINTR)
            {
                return; // nobody reads any more; the container is not to stop because of it
            }
        }
    }
}
