using System.ComponentModel;
using System.Runtime.InteropServices;

namespace MiniRun.EndToEnd.Harness;

/// <summary>Signal numbers of x86-64 Linux; signal(7).</summary>
public enum Signal
{
    SIGHUP = 1,
    SIGINT = 2,
    SIGQUIT = 3,
    SIGKILL = 9,
    SIGUSR1 = 10,
    SIGTERM = 15,
    SIGCONT = 18,
    SIGSTOP = 19,
    SIGTSTP = 20,
    SIGWINCH = 28,
}

/// <summary>The few calls that .NET does not offer. Written apart from src/Linux, so that the tests do not trust what they test.</summary>
internal static unsafe partial class Kernel
{
    private const int ReadWrite = 2;
    private const int NoControllingTerminal = 0x100; // O_NOCTTY
    private const int CloseOnExec = 0x80000;
    private const nuint LockPty = 0x40045431; // TIOCSPTLCK
    private const nuint PtyNumber = 0x80045430; // TIOCGPTN
    private const nuint HangUpTerminal = 0x5437; // TIOCVHANGUP
    private const nuint SetWindowSize = 0x5414; // TIOCSWINSZ

    public static void Kill(int pid, Signal signal) => Check(KillCall(pid, (int)signal), "kill");

    /// <summary>Opens a new pseudo-terminal; returns the descriptor of its master and the path of its slave.</summary>
    public static (int Master, string SlavePath) OpenPty()
    {
        int master = Check(OpenCall("/dev/ptmx", ReadWrite | NoControllingTerminal | CloseOnExec), "open /dev/ptmx");
        int unlock = 0;
        Check(IoctlCall(master, LockPty, &unlock), "TIOCSPTLCK");
        int number;
        Check(IoctlCall(master, PtyNumber, &number), "TIOCGPTN");
        return (master, $"/dev/pts/{number}");
    }

    public static void Resize(int terminal, ushort rows, ushort columns)
    {
        ushort* size = stackalloc ushort[] { rows, columns, 0, 0 };
        Check(IoctlCall(terminal, SetWindowSize, size), "TIOCSWINSZ");
    }

    public static void HangUp(string terminal)
    {
        int descriptor = Check(OpenCall(terminal, ReadWrite | NoControllingTerminal | CloseOnExec), "open " + terminal);
        Check(IoctlCall(descriptor, HangUpTerminal, null), "TIOCVHANGUP");
        _ = CloseCall(descriptor);
    }

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError(), call);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillCall(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenCall(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseCall(int descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoctlCall(int descriptor, nuint request, void* argument);
}
