using System;

namespace MiniRun.Init;

/// <summary>What is left when the main child has ended.</summary>
internal static unsafe class Rest
{
    private const int SigKill = 9;
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
                Kill(settings);
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

    private static void Kill(InitSettings* settings)
    {
        nint self = Kernel.Call(Kernel.Getpid);
        Line line;
        Line.Begin(&line);
        Line.Add(&line, "still there after "u8);
        Line.AddNumber(&line, (nint)(settings->Grace / 1000));
        Line.Add(&line, " s, and killed:"u8);
        if (self == 1)
        {
            ProcFiles.AddOthers(&line, 1);
            Kernel.Call(Kernel.Kill, -1, SigKill);
        }
        else
        {
            KillChildren(&line, self);
        }

        if (settings->Verbosity > 0)
        {
            Line.Send(&line);
        }
    }

    // As a subreaper: children by the kernel's list. Their children come to us when they die, so until there are none.
    private static void KillChildren(Line* line, nint self)
    {
        byte* list = stackalloc byte[4096];
        byte* leaf = stackalloc byte[40];
        bool told = false;
        while (Children(self, leaf, list) > 0)
        {
            for (byte* at = list; *at != 0;)
            {
                nint pid = 0;
                for (; *at >= '0' && *at <= '9'; at++)
                {
                    pid = (pid * 10) + (*at - '0');
                }

                if (pid > 0)
                {
                    if (!told)
                    {
                        Line.Add(line, " "u8);
                        ProcFiles.AddProcess(line, pid);
                    }

                    Kernel.Call(Kernel.Kill, pid, SigKill);
                    Kernel.Call(Kernel.Wait4, pid, 0, 0);
                }

                at += *at != 0 ? 1 : 0;
            }

            told = true;
        }
    }

    private static int Children(nint self, byte* leaf, byte* list)
    {
        byte* end = Text.Put(leaf, "task/"u8);
        end = Text.PutNumber(end, self);
        *Text.Put(end, "/children"u8) = 0;
        return ProcFiles.Read(self, leaf, list, 4096);
    }
}
