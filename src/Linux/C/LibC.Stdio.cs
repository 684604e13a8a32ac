using System.Runtime.InteropServices;

namespace MiniRun.Linux;

// <stdio.h>
public static unsafe partial class LibC
{
    /// <summary>rename(2) relative to directories.</summary>
    [DllImport(Library)]
    public static extern int renameat(int oldDirectory, byte* oldPath, int newDirectory, byte* newPath);
}
