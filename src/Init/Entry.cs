using System.Runtime; using System.Runtime.CompilerServices;
internal static unsafe class Entry
{
    [RuntimeImport("*", "minirun_syscall")] [MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern nint Call(nint n, nint a, nint b, nint c, nint d, nint e, nint f);
    [RuntimeExport("minirun_init_main")]
    private static void Main2(nint* stack) { fixed (byte* p = "hello\n"u8) Call(1, 1, (nint)p, 6,0,0,0); byte* buf = stackalloc byte[64]; buf[3]=(byte)stack[0]; Call(231, buf[3],0,0,0,0,0); }
}
