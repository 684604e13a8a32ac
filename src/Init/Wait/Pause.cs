using System.Runtime.CompilerServices;
using MiniRun.Init.Talk;

namespace MiniRun.Init.Wait;

/// <summary>
/// Holds the namespaces of a pod and reaps what is orphaned in them, without a program: the pause of Kubernetes. Ends with 0
/// on SIGINT and SIGTERM.
/// </summary>
internal static unsafe class Pause
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private const int SigChld = 17;

    /// <summary>Does not return.</summary>
    /// <param name="settings">How much to say.</param>
    /// <param name="top">Where the kernel's part of the stack begins.</param>
    [MethodImpl(MethodImplOptions.NoInlining)] // its frame is below the settings: what is above is given back
    public static void Run(InitSettings* settings, nint top)
    {
        if (Kernel.Call(Kernel.Getpid) != 1)
        {
            Line line;
            Line.Begin(&line);
            Line.Add(&line, "pause should be the first process of a PID namespace: orphans will not come to it"u8);
            Line.Send(&line);
        }

        byte* info = stackalloc byte[128];
        Pid1.BlockAll();
        Footprint.Shrink((nint)(settings + 1), top);
        while (true)
        {
            nint signal = Pid1.NextSignal(info, null);
            if (signal is SigInt or SigTerm)
            {
                Kernel.Exit(0);
            }

            if (signal == SigChld)
            {
                Reaper.Reap(settings, 0);
            }
        }
    }
}
