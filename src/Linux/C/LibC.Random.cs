using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <sys/random.h>
public static unsafe partial class LibC
{
    /// <summary>getrandom(2).</summary>
    [DllImport(Library)]
    public static extern nint getrandom(void* buffer, nuint count, uint flags);
}
