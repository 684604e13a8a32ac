using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <termios.h>
public static unsafe partial class LibC
{
    /// <summary>tcgetattr(3).</summary>
    [DllImport(Library)]
    internal static extern int tcgetattr(int descriptor, Terminal.Settings* settings);

    /// <summary>tcsetattr(3); 0 is TCSANOW.</summary>
    [DllImport(Library)]
    internal static extern int tcsetattr(int descriptor, int when, Terminal.Settings* settings);

    /// <summary>cfmakeraw(3).</summary>
    [DllImport(Library)]
    internal static extern void cfmakeraw(Terminal.Settings* settings);
}
