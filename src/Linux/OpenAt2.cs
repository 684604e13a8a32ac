namespace MiniRun.Linux;

/// <summary>
/// Opening inside a root that somebody else controls: openat2(2) with RESOLVE_IN_ROOT, so that ".." and absolute symbolic
/// links stay inside, and no window between a check and its use.
/// </summary>
public static unsafe class OpenAt2
{
    /// <summary>RESOLVE_* flags of openat2(2).</summary>
#pragma warning disable CS1591
    public const ulong RESOLVE_NO_XDEV = 1;
    public const ulong RESOLVE_NO_MAGICLINKS = 2;
    public const ulong RESOLVE_NO_SYMLINKS = 4;
    public const ulong RESOLVE_BENEATH = 8;
    public const ulong RESOLVE_IN_ROOT = 16;
#pragma warning restore CS1591

    /// <summary>Opens <paramref name="path"/> as if <paramref name="root"/> were "/", with O_CLOEXEC added.</summary>
    /// <param name="root">Descriptor of the root directory.</param>
    /// <param name="path">The path inside; a leading "/" means the root.</param>
    /// <param name="flags">O_* flags.</param>
    /// <param name="mode">Permission bits of a file that O_CREAT makes.</param>
    /// <param name="errno">The error, or <see cref="Errno.None"/>.</param>
    /// <returns>The descriptor, or -1.</returns>
    public static int InRoot(int root, string path, int flags, uint mode, out Errno errno)
    {
        using CString name = new(path);
        ulong* how = stackalloc ulong[3]; // struct open_how: flags, mode, resolve
        how[0] = (uint)(flags | Fcntl.O_CLOEXEC);
        how[1] = mode;
        how[2] = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
        nint descriptor;
        do
        {
            descriptor = LibC.syscall((nint)SystemCall.openat2, root, (nint)name.Pointer, (nint)how, 3 * sizeof(ulong));
            errno = descriptor < 0 ? LibC.LastError : Errno.None;
        }
        while (errno is Errno.EINTR or Errno.EAGAIN); // EAGAIN: a rename elsewhere raced the walk; openat2(2) says try again
        return (int)descriptor;
    }
}
