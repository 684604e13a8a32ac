using System.Runtime;

namespace MiniRun.Init;

/// <summary>Where the kernel's hand-over arrives; start.s calls it with the initial stack.</summary>
internal static unsafe class Entry
{
    /// <summary>
    /// Chooses the role. The stack holds argc, argv…, NULL, envp…, NULL (execve(2), "Linux/x86-64"). The program is started
    /// by minirun with a plan on a descriptor, under the name <c>init</c> and
    /// without arguments, since that is what ps(1) shows if it stays.
    /// </summary>
    [RuntimeExport("minirun_init_main")]
    private static void Main(nint* stack)
    {
        long count = stack[0];
        byte** arguments = (byte**)(stack + 1);
        if (count == 1 && arguments[0][0] == 'i')
        {
            Launch.Run();
        }

        Kernel.Exit(125);
    }
}
