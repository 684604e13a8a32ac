namespace MiniRun.Init;

/// <summary>
/// PID 1 of the container: forwards every signal to its child, reaps every orphan that the kernel hands it, and ends as its
/// child ended. All signals are blocked and taken with rt_sigtimedwait(2), so none is ever lost, none needs a handler, and
/// the kernel delivers them even though PID 1 has no handler (pid_namespaces(7)).
/// </summary>
internal static unsafe class Pid1
{
    private const int SigChld = 17;
    private const int SignalInfoSize = 128;

    /// <summary>In the child: returns 0 with an empty signal mask. In the caller: never returns.</summary>
    public static nint Fork()
    {
        ulong all = ~0UL;
        Mask(all);
        nint child = Kernel.Call(Kernel.Clone, SigChld);
        if (child < 0)
        {
            return child;
        }

        if (child == 0)
        {
            TakeForeground();
            Mask(0);
            return 0;
        }

        const int SetChildSubreaper = 36; // in a shared PID namespace it is not PID 1, and orphans are to come to it too
        Kernel.Call(Kernel.Prctl, SetChildSubreaper, 1);
        const int SetName = 15; // PR_SET_NAME
        long name = 'i' | ('n' << 8) | ('i' << 16) | ((long)'t' << 24); // executed by descriptor, its name was a number
        Kernel.Call(Kernel.Prctl, SetName, (nint)(&name));
        Kernel.Call(Kernel.CloseRange, 3, 0x7fffffff, 0); // the channel among them: only the workload reports now
        Serve(child, all);
        return 0;
    }

    // A group of its own, in the foreground if there is a terminal, so that Ctrl-C reaches the workload and not its init.
    private static void TakeForeground()
    {
        const int SetForegroundGroup = 0x5410; // TIOCSPGRP
        Kernel.Call(Kernel.Setpgid, 0, 0);
        int group = (int)Kernel.Call(Kernel.Getpid);
        Kernel.Call(Kernel.Ioctl, 0, SetForegroundGroup, (nint)(&group)); // ENOTTY without a terminal: nothing to take
    }

    private static void Mask(ulong signals)
    {
        const int SetMask = 2;
        Kernel.Call(Kernel.RtSigprocmask, SetMask, (nint)(&signals), 0, sizeof(ulong));
    }

    private static void Serve(nint child, ulong all)
    {
        byte* info = stackalloc byte[SignalInfoSize];
        while (true)
        {
            nint signal = Kernel.Call(Kernel.RtSigtimedwait, (nint)(&all), (nint)info, 0, sizeof(ulong));
            if (signal == SigChld)
            {
                Reap(child);
            }
            else if (signal > 0)
            {
                Kernel.Call(Kernel.Kill, child, signal);
            }
        }
    }

    // One SIGCHLD may stand for many children: it is not queued.
    private static void Reap(nint main)
    {
        const int NoHang = 1;
        int ended = -1;
        int status;
        nint pid;
        while ((pid = Kernel.Call(Kernel.Wait4, -1, (nint)(&status), NoHang)) > 0)
        {
            if (pid == main)
            {
                ended = (status & 0x7f) != 0 ? 128 + (status & 0x7f) : status >> 8 & 0xff;
            }
        }

        if (ended >= 0)
        {
            Kernel.Exit(ended);
        }
    }
}
