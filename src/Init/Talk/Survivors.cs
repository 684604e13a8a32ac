using System;
using MiniRun.Init.Wait;

namespace MiniRun.Init.Talk;

/// <summary>Those who did not end in time.</summary>
internal static unsafe class Survivors
{
    private const int SigKill = 9;

    /// <summary>Kills them and says whom.</summary>
    public static void Kill(InitSettings* settings)
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
