using MiniRun.Init.Wait;

namespace MiniRun.Init.Start;

/// <summary>What a shell does with a job before it executes it; <c>setpgid(2)</c>, <c>credentials(7)</c>.</summary>
internal static unsafe class Jobs
{
    /// <summary>
    /// Lets go of the terminal, for the child's session to take. Whoever leads the session of a terminal gets SIGHUP and SIGCONT
    /// for that (tty_ioctl(4)): those two are taken off again. All signals are blocked here.
    /// </summary>
    public static void GiveUpTerminal()
    {
        const int GiveUpControllingTerminal = 0x5422; // TIOCNOTTY
        if (Kernel.Call(Kernel.Ioctl, 0, GiveUpControllingTerminal) < 0)
        {
            return; // there is none
        }

        ulong signals = (1UL << 0) | (1UL << 17); // SIGHUP, SIGCONT
        long* time = stackalloc long[2];
        time[0] = 0;
        time[1] = 0;
        while (Kernel.Call(Kernel.RtSigtimedwait, (nint)(&signals), 0, (nint)time, sizeof(ulong)) > 0)
        {
        }
    }

    /// <summary>
    /// A group of its own, in the foreground if there is a terminal, so that Ctrl-C reaches the workload and not its init.
    /// </summary>
    public static void Detach(byte group)
    {
        const int SetForegroundGroup = 0x5410; // TIOCSPGRP
        const int SetControllingTerminal = 0x540e; // TIOCSCTTY
        if (group == InitGroup.Session)
        {
            Kernel.Call(Kernel.Setsid);
            Kernel.Call(Kernel.Ioctl, 0, SetControllingTerminal, 0); // fails unless the init has just given it up
        }
        else if (group == InitGroup.ProcessGroup)
        {
            Kernel.Call(Kernel.Setpgid, 0, 0);
            int leader = (int)Kernel.Call(Kernel.Getpid);
            Kernel.Call(Kernel.Ioctl, 0, SetForegroundGroup, (nint)(&leader)); // ENOTTY without a terminal: nothing to take
        }
    }
}
