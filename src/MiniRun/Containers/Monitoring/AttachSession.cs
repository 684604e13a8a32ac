using System.Buffers.Binary;
using System.Text;
using MiniRun.Linux;
using MiniRun.Output;

namespace MiniRun.Containers.Monitoring;

/// <summary>
/// Our side of being attached to a container that has a monitor: keys and signals to it, its output to us, until it ends or we
/// leave. One thread and one poll(2).
/// </summary>
internal sealed unsafe class AttachSession : IDisposable
{
    private readonly MessageSocket socket;
    private readonly AttachSettings settings;
    private readonly SignalPipe signals;
    private readonly Terminal? terminal;
    private readonly Pidfd? process;
    private readonly byte[] buffer = new byte[MessageSocket.MostBytes + 1];
    private readonly List<byte> keys = [];
    private bool inputOpen;
    private int? code;

    /// <summary>Begins: the terminal is raw from now on.</summary>
    /// <param name="socket">The connection to the monitor.</param>
    /// <param name="init">The container's first process, for signals.</param>
    /// <param name="settings">How to go about it.</param>
    /// <param name="signals">Caught before the container was started.</param>
    /// <exception cref="UsageException">Standard input is no terminal.</exception>
    public AttachSession(MessageSocket socket, int init, AttachSettings settings, SignalPipe signals)
    {
        this.socket = socket;
        this.settings = settings;
        this.signals = signals;
        inputOpen = settings.Wish.HasFlag(AttachWish.Input);
        process = ProcessIdentity.Of(init)?.TryOpen();
        if (settings.Terminal && inputOpen)
        {
            terminal = new Terminal(0);
            terminal.MakeRaw();
        }

        if (settings.Terminal)
        {
            SendSize();
        }
    }

    /// <summary>Serves.</summary>
    /// <returns>The container's exit code; null when we left it by the detach keys.</returns>
    /// <exception cref="LinuxException">The monitor is gone, or our own output is.</exception>
    public int? Run()
    {
        PollEntry* entries = stackalloc PollEntry[3];
        while (true)
        {
            entries[0] = new PollEntry { Descriptor = inputOpen ? 0 : -1, Events = PollEntry.In };
            entries[1] = new PollEntry { Descriptor = socket.Number, Events = PollEntry.In };
            entries[2] = new PollEntry { Descriptor = signals.Descriptor, Events = PollEntry.In };
            if (LibC.poll(entries, 3, -1) < 0)
            {
                entries[0].Happened = entries[1].Happened = 0;
                entries[2].Happened = PollEntry.In; // EINTR: the handler has filled the pipe
            }

            if (entries[2].Happened != 0)
            {
                TakeSignals();
            }

            if (entries[1].Happened != 0 && Take())
            {
                return code;
            }

            if (entries[0].Happened != 0 && SendKeys())
            {
                return null;
            }

            if (code is not null)
            {
                return code; // told while we were sending
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        terminal?.Dispose();
        process?.Dispose();
        socket.Dispose();
    }

    private bool Take()
    {
        int length = socket.Receive(buffer);
        if (length == 0)
        {
            terminal?.Restore();
            throw new LinuxException("hear from the monitor of the container", settings.Name, Errno.ECONNRESET, "`minirun ps -a` tells how it is");
        }

        ReadOnlySpan<byte> content = buffer.AsSpan(1, length - 1);
        switch (buffer[0])
        {
            case MessageKind.Output:
                Show(1, content);
                break;
            case MessageKind.Error:
                Show(2, content);
                break;
            case MessageKind.Verdict:
                terminal?.Restore();
                StandardStreams.Error($"minirun: {settings.Name}: {Printable.Escape(Encoding.UTF8.GetString(content))}\n");
                break;
            case MessageKind.Ended when content.Length == sizeof(int):
                code = BinaryPrimitives.ReadInt32LittleEndian(content);
                return true;
        }

        return false;
    }

    private void Show(int descriptor, ReadOnlySpan<byte> bytes)
    {
        Errno errno = StandardStreams.TryWrite(descriptor, bytes);
        if (errno != Errno.None)
        {
            terminal?.Restore();
            throw new LinuxException("write to", descriptor == 1 ? "standard output" : "standard error", errno, $"the container {settings.Name} runs on");
        }
    }

    // Whether we have left.
    private bool SendKeys()
    {
        nint count;
        fixed (byte* start = buffer)
        {
            count = LibC.read(0, start, MessageSocket.MostBytes / 2);
        }

        if (count < 0 && LibC.LastError is Errno.EINTR or Errno.EAGAIN)
        {
            return false;
        }

        if (count <= 0)
        {
            inputOpen = false;
            Send(MessageKind.InputEnd, []);
            return false;
        }

        ReadOnlySpan<byte> typed = buffer.AsSpan(0, (int)count);
        if (!settings.Terminal)
        {
            Send(MessageKind.Input, typed);
            return false;
        }

        keys.Clear();
        bool leave = settings.Keys.Filter(typed, keys);
        if (keys.Count > 0)
        {
            Send(MessageKind.Input, keys.ToArray());
        }

        return leave;
    }

    // The container may be slow to read: we wait for it, as a pipe would.
    private void Send(byte kind, ReadOnlySpan<byte> content)
    {
        PollEntry* entries = stackalloc PollEntry[2];
        Errno errno = socket.TrySend(kind, content);
        while (errno == Errno.EAGAIN)
        {
            entries[0] = new PollEntry { Descriptor = socket.Number, Events = PollEntry.Out | PollEntry.In };
            entries[1] = new PollEntry { Descriptor = signals.Descriptor, Events = PollEntry.In };
            _ = LibC.poll(entries, 2, -1);
            if (entries[1].Happened != 0)
            {
                TakeSignals();
            }

            if ((entries[0].Happened & PollEntry.In) != 0 && (code is not null || Take()))
            {
                return; // it has ended: nobody wants it any more
            }

            errno = socket.TrySend(kind, content);
        }
    }

    private void TakeSignals()
    {
        for (int signal = signals.Take(); signal != 0; signal = signals.Take())
        {
            switch (signal)
            {
                case SignalNumber.SIGWINCH when settings.Terminal:
                    SendSize();
                    break;
                case SignalNumber.SIGTSTP:
                    terminal?.Restore();
                    _ = LibC.kill(Environment.ProcessId, SignalNumber.SIGSTOP);
                    break;
                case SignalNumber.SIGCONT:
                    terminal?.MakeRaw();
                    break;
                default:
                    Forward(signal);
                    break;
            }
        }
    }

    private void Forward(int signal)
    {
        if (!settings.SigProxy)
        {
            terminal?.Restore();
            throw new LinuxException("stay attached to", settings.Name, Errno.EINTR, "the container runs on");
        }

        _ = process?.SendSignal(signal); // ESRCH: it has just ended, of which we hear next
    }

    private void SendSize()
    {
        Span<byte> size = stackalloc byte[Terminal.SizeBytes];
        if (Terminal.TryGetSize(terminal is null ? 1 : 0, size))
        {
            Send(MessageKind.Size, size);
        }
    }
}

/// <summary>How to be attached.</summary>
/// <param name="Name">The container, for what is said of it.</param>
/// <param name="Wish">Which streams.</param>
/// <param name="Terminal">Whether the container has a terminal.</param>
/// <param name="SigProxy">Whether signals to us go to the container; otherwise they end us alone.</param>
/// <param name="Keys">What leaves it.</param>
internal sealed record AttachSettings(string Name, AttachWish Wish, bool Terminal, bool SigProxy, DetachKeys Keys);
