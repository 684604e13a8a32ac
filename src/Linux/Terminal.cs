using System.Runtime.InteropServices;

namespace MiniRun.Linux;

/// <summary>The terminal on a descriptor of ours: raw mode and size; <c>termios(3)</c>, <c>ioctl_tty(2)</c>.</summary>
public sealed unsafe class Terminal : IDisposable
{
    private const nuint TIOCGWINSZ = 0x5413;
    private const nuint TIOCSWINSZ = 0x5414;
    private readonly int descriptor;
    private readonly Settings cooked;
    private bool isRaw;

    /// <summary>Takes note of the settings; nothing is changed yet.</summary>
    /// <exception cref="LinuxException">ENOTTY: it is no terminal.</exception>
    public Terminal(int descriptor)
    {
        this.descriptor = descriptor;
        Settings settings;
        if (LibC.tcgetattr(descriptor, &settings) != 0)
        {
            throw new LinuxException("use as a terminal", "standard input", LibC.LastError);
        }

        cooked = settings;
    }

    /// <summary>Every key as a byte, none with a meaning here: Ctrl-C is for the program on the other side.</summary>
    /// <exception cref="LinuxException">The terminal is gone.</exception>
    public void MakeRaw()
    {
        Settings raw = cooked;
        LibC.cfmakeraw(&raw);
        Set(&raw);
        isRaw = true;
    }

    /// <summary>As it was.</summary>
    public void Restore()
    {
        if (isRaw)
        {
            Settings settings = cooked;
            _ = LibC.tcsetattr(descriptor, 0, &settings); // if it cannot be, the terminal is gone
            isRaw = false;
        }
    }

    /// <summary>Bytes of struct winsize.</summary>
    public const int SizeBytes = sizeof(ulong);

    /// <summary>Rows and columns of a terminal as struct winsize; false if it is none.</summary>
    public static bool TryGetSize(int descriptor, Span<byte> size)
    {
        fixed (byte* start = size)
        {
            return LibC.ioctl(descriptor, TIOCGWINSZ, start) == 0;
        }
    }

    /// <summary>Gives a terminal rows and columns.</summary>
    public static void SetSize(int descriptor, ReadOnlySpan<byte> size)
    {
        fixed (byte* start = size)
        {
            _ = LibC.ioctl(descriptor, TIOCSWINSZ, start); // one that is gone has no size
        }
    }

    /// <summary>Gives rows and columns of one terminal to another; what is no terminal has no size to give.</summary>
    public static void CopySize(int from, int to)
    {
        ulong size; // struct winsize: four 16-bit numbers
        if (LibC.ioctl(from, TIOCGWINSZ, &size) == 0)
        {
            _ = LibC.ioctl(to, TIOCSWINSZ, &size);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Restore();

    private void Set(Settings* settings)
    {
        if (LibC.tcsetattr(descriptor, 0, settings) != 0)
        {
            throw new LinuxException("set the mode of", "the terminal", LibC.LastError);
        }
    }

    /// <summary>struct termios of glibc: 60 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    internal struct Settings;
}
