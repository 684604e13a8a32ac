using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace MiniRun.Linux;

/// <summary>
/// The C library by its own names: the only place with P/Invoke. Blittable signatures, so a call is a call; each returns
/// -1 and sets errno on failure unless its man page says otherwise. One file per header, <c>LibC.*.cs</c>; callers use
/// the typed wrappers beside them, which throw <see cref="LinuxException"/>.
/// </summary>
public static unsafe partial class LibC
{
    private const string Library = "libc";

    /// <summary>The error of the calling thread's last call; read it before anything else can clobber it.</summary>
    public static Errno LastError => (Errno)Marshal.GetLastSystemError();
}
