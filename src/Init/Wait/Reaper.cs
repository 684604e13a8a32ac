using System;
using MiniRun.Init.Talk;

namespace MiniRun.Init.Wait;

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
        while ((pid = talks ? Story.Reap(settings, main, &status) : Kernel.Call(Kernel.Wait4, -1, (nint)(&status), NoHang)) > 0)
        {
            if (pid == main)
            {
                ended = CodeOf(status);
            }
        }

        return ended;
    }

    /// <summary>The exit code that a status of wait4(2) stands for.</summary>
    public static int CodeOf(int status) => (status & 0x7f) != 0 ? 128 + (status & 0x7f) : status >> 8 & 0xff;
}
