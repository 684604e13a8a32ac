using System;
using MiniRun.Init.Talk;

namespace MiniRun.Init.Wait;

/// <summary>What is left when the main child has ended.</summary>
internal static unsafe class Rest
{
    private const int SigChld = 17;

    /// <summary>Waits until there are no children, at most the time of grace; then kills them and says whom.</summary>
    public static void Await(InitSettings* settings, nint main)
    {
        ulong end = Kernel.Now() + ((ulong)settings->Grace * 1000000);
        byte* info = stackalloc byte[128];
        long* time = stackalloc long[2];
        while (HasChildren(settings, main))
        {
            ulong now = Kernel.Now();
            if (now >= end)
            {
                Survivors.Kill(settings);
                return;
            }

            time[0] = (long)((end - now) / 1000000000);
            time[1] = (long)((end - now) % 1000000000);
            nint signal = Pid1.NextSignal(info, time);
            if (signal > 0 && signal != SigChld && settings->SignalMap[signal] != InitSettings.Dropped)
            {
                // Nobody in particular is left to get it; without a PID namespace of one's own "all" would be the machine.
                nint receiver = Kernel.Call(Kernel.Getpid) == 1 ? -1 : -main;
                Kernel.Call(Kernel.Kill, receiver, settings->SignalMap[signal]);
            }
        }
    }

    private static bool HasChildren(InitSettings* settings, nint main)
    {
        const int ECHILD = 10;
        const int ExitedNoHangStays = 0x01000005; // WEXITED | WNOHANG | WNOWAIT
        Reaper.Reap(settings, main);
        return Kernel.Call(Kernel.Waitid, 0, 0, 0, ExitedNoHangStays, 0) != -ECHILD;
    }
}
