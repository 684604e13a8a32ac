using System;

namespace MiniRun.Init;

/// <summary>Collects children that have ended. Whoever is not collected stays a zombie: an entry in the process table.</summary>
internal static unsafe class Reaper
{
    private const int NoHang = 1;

    /// <summary>
    /// Reaps all that have ended - one SIGCHLD may stand for many, it is not queued - and answers the exit code of
    /// <paramref name="main"/>, 128 + n after signal n, or -1 while it lives.
    /// </summary>
    public static int Reap(InitSettings* settings, nint main)
    {
        int ended = -1;
        int status;
        nint pid;
        bool talks = settings->Verbosity >= 2 || settings->WarnsOfOrphans != 0;
        while ((pid = Next(&status, talks, settings, main)) > 0)
        {
            if (pid == main)
            {
                ended = CodeOf(status);
            }
        }

        return ended;
    }

    private static nint Next(int* status, bool talks, InitSettings* settings, nint main)
    {
        if (!talks)
        {
            return Kernel.Call(Kernel.Wait4, -1, (nint)status, NoHang);
        }

        // Looks at it first and leaves it in place: its name can be read as long as it is a zombie.
        const int ExitedAndStays = 0x01000004; // WEXITED | WNOWAIT
        byte* info = stackalloc byte[128];
        *(int*)(info + 16) = 0;
        nint failed = Kernel.Call(Kernel.Waitid, 0, 0, (nint)info, NoHang | ExitedAndStays, 0);
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
            Line.AddNumber(&line, CodeOf(*status));
        }

        if (pid != main || settings->Verbosity >= 2)
        {
            Line.Send(&line);
        }

        return reaped;
    }

    private static int CodeOf(int status) => (status & 0x7f) != 0 ? 128 + (status & 0x7f) : status >> 8 & 0xff;
}
