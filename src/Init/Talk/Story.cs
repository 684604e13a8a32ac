using System;
using MiniRun.Init.Wait;

namespace MiniRun.Init.Talk;

/// <summary>What is told of signals and children where it was asked for.</summary>
internal static unsafe class Story
{
    /// <summary>A signal that came, and what was made of it.</summary>
    public static void OfSignal(InitSettings* settings, nint child, nint signal, byte passed, byte* info)
    {
        Line line;
        Line.Begin(&line);
        Line.Add(&line, "signal "u8);
        SignalName.AddTo(&line, signal);
        int sender = *(int*)(info + 16); // siginfo_t: si_pid
        if (sender > 0)
        {
            Line.Add(&line, " from "u8);
            ProcFiles.AddProcess(&line, sender);
        }

        if (passed == InitSettings.Dropped)
        {
            Line.Add(&line, ": dropped"u8);
        }
        else
        {
            Line.Add(&line, settings->Target == InitTarget.All ? ": to all, as "u8 : settings->Target == InitTarget.Group ? ": to the group of "u8 : ": to "u8);
            if (settings->Target != InitTarget.All)
            {
                ProcFiles.AddProcess(&line, child);
                Line.Add(&line, ", as "u8);
            }

            SignalName.AddTo(&line, passed);
        }

        Line.Send(&line);
    }

    /// <summary>Reaps one child and tells of it; 0 if none has ended.</summary>
    public static nint Reap(InitSettings* settings, nint main, int* status)
    {
        // Looks at it first and leaves it in place: its name can be read as long as it is a zombie.
        const int EndedOneStays = 0x01000005; // WEXITED | WNOHANG | WNOWAIT
        byte* info = stackalloc byte[128];
        *(int*)(info + 16) = 0;
        nint failed = Kernel.Call(Kernel.Waitid, 0, 0, (nint)info, EndedOneStays, 0);
        int pid = *(int*)(info + 16);
        if (failed < 0 || pid == 0)
        {
            return 0;
        }

        Line line;
        Line.Begin(&line);
        Line.Add(&line, pid == main ? "reaped the main child "u8 : "reaped the orphan "u8);
        ProcFiles.AddProcess(&line, pid);
        nint reaped = Kernel.Call(Kernel.Wait4, pid, (nint)status, 0);
        bool signalled = (*status & 0x7f) != 0;
        Line.Add(&line, signalled ? ": signal "u8 : ": exit code "u8);
        if (signalled)
        {
            SignalName.AddTo(&line, *status & 0x7f);
        }
        else
        {
            Line.AddNumber(&line, Reaper.CodeOf(*status));
        }

        if (pid != main || settings->Verbosity >= 2)
        {
            Line.Send(&line);
        }

        return reaped;
    }
}
