using System.Runtime.CompilerServices;
using MiniRun.Init.Start;
using MiniRun.Init.Talk;

namespace MiniRun.Init.Wait;

/// <summary>
/// The init: passes every signal on to its child, reaps every orphan that the kernel hands it, and ends as its child ended.
/// All signals are blocked and taken with rt_sigtimedwait(2), so none is ever lost, none needs a handler, and the kernel
/// delivers them even though PID 1 has no handler (pid_namespaces(7)).
/// </summary>
internal static unsafe class Pid1
{
    private const int SigStop = 19;
    private const int SigChld = 17;
    private const int SigTerm = 15;
    private const int SigTstp = 20;
    private const int SigTtou = 22;
    private const int SignalInfoSize = 128;
    private const int SetDeathSignal = 1; // prctl(2): PR_SET_PDEATHSIG, PR_SET_NAME, PR_SET_CHILD_SUBREAPER
    private const int SetName = 15;
    private const int SetChildSubreaper = 36;

    /// <summary>In the child: returns 0 with the caller's signal mask. In the caller: never returns.</summary>
    /// <param name="asked">How to go about it.</param>
    /// <param name="plan">A mapping that only the child still needs, or 0.</param>
    /// <param name="size">Its size.</param>
    /// <param name="top">Where the kernel's part of the stack begins.</param>
    public static nint Fork(InitSettings* asked, nint plan, nint size, nint top)
    {
        InitSettings copy;
        InitSettings* settings = &copy;
        for (int i = 0; i < sizeof(InitSettings); i++)
        {
            ((byte*)settings)[i] = ((byte*)asked)[i]; // an assignment would call memcpy, which is not there
        }

        ulong all = ~0UL;
        ulong before;
        Mask(&all, &before);
        if (settings->DeathSignal != 0)
        {
            Kernel.Call(Kernel.Prctl, SetDeathSignal, settings->DeathSignal);
        }

        if (settings->Group == InitGroup.Session)
        {
            Jobs.GiveUpTerminal();
        }

        nint child = Kernel.Call(Kernel.Clone, SigChld);
        if (child < 0)
        {
            return child;
        }

        if (child == 0)
        {
            Jobs.Detach(settings->Group);
            Mask(&before, null);
            return 0;
        }

        Prepare(settings);
        Kernel.Call(Kernel.Munmap, plan, size);
        Serve(settings, child, all, top);
        return 0;
    }

    /// <summary>Blocks all signals but those that cannot be.</summary>
    public static void BlockAll()
    {
        ulong all = ~0UL;
        Mask(&all, null);
    }

    /// <summary>The next signal; negative when the time is over. A null time waits for ever.</summary>
    public static nint NextSignal(byte* info, long* time)
    {
        ulong all = ~0UL;
        return Kernel.Call(Kernel.RtSigtimedwait, (nint)(&all), (nint)info, (nint)time, sizeof(ulong));
    }

    private static void Prepare(InitSettings* settings)
    {
        if (settings->Subreaper != 0)
        {
            Kernel.Call(Kernel.Prctl, SetChildSubreaper, 1);
        }

        long name = 'i' | ('n' << 8) | ('i' << 16) | ((long)'t' << 24); // executed by descriptor, its name was a number
        Kernel.Call(Kernel.Prctl, SetName, (nint)(&name));
        Kernel.Call(Kernel.CloseRange, 3, 0x7fffffff, 0); // pipes and the like are the workload's, whose end is to be their end
    }

    private static void Mask(ulong* signals, ulong* before)
    {
        const int SetMask = 2;
        Kernel.Call(Kernel.RtSigprocmask, SetMask, (nint)signals, (nint)before, sizeof(ulong));
    }

    // In a frame of its own: the stack above the settings is given back, and what the caller has there with it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Serve(InitSettings* settings, nint child, ulong all, nint top)
    {
        Footprint.Shrink((nint)(settings + 1), top);
        byte* info = stackalloc byte[SignalInfoSize];
        while (true)
        {
            nint signal = Kernel.Call(Kernel.RtSigtimedwait, (nint)(&all), (nint)info, 0, sizeof(ulong));
            if (signal == SigChld)
            {
                int ended = Reaper.Reap(settings, child);
                if (ended >= 0)
                {
                    End(settings, child, ended);
                }
            }
            else if (signal > 0)
            {
                PassOn(settings, child, signal, info);
            }
        }
    }

    private static void PassOn(InitSettings* settings, nint child, nint signal, byte* info)
    {
        byte passed = settings->SignalMap[signal];
        if (settings->Verbosity >= 2)
        {
            Story.OfSignal(settings, child, signal, passed, info);
        }

        if (passed != InitSettings.Dropped)
        {
            Kernel.Call(Kernel.Kill, Receiver(settings, child), passed);
        }

        // As a shell's job, a session below is stopped with whoever leads to it (dumb-init). PID 1 itself cannot be stopped.
        if (settings->Group == InitGroup.Session && signal >= SigTstp && signal <= SigTtou)
        {
            Kernel.Call(Kernel.Kill, Kernel.Call(Kernel.Getpid), SigStop);
        }
    }

    private static nint Receiver(InitSettings* settings, nint child) => settings->Target switch
    {
        InitTarget.Group => -child,
        InitTarget.All => -1,
        _ => child,
    };

    private static void End(InitSettings* settings, nint child, int code)
    {
        if (settings->EndsRest != 0)
        {
            Kernel.Call(Kernel.Kill, Kernel.Call(Kernel.Getpid) == 1 ? -1 : -child, SigTerm);
        }

        if (settings->WaitForAll != 0)
        {
            Rest.Await(settings, child);
        }

        Kernel.Exit(settings->ExitMap[code]);
    }
}
