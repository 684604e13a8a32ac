using MiniRun.Init.Wait;

namespace MiniRun.Init.Talk;

/// <summary>What /proc tells about processes, where it is mounted.</summary>
internal static unsafe class ProcFiles
{
    private const int BufferSize = 4096;

    /// <summary>Reads "/proc/PID/LEAF" into a buffer, NUL-terminated; the length, 0 if it cannot be had.</summary>
    public static int Read(nint pid, byte* leaf, byte* buffer, int size)
    {
        byte* path = stackalloc byte[64];
        byte* end = Text.Put(path, "/proc/"u8);
        end = Text.PutNumber(end, pid);
        *end++ = (byte)'/';
        *Text.PutText(end, leaf) = 0;
        nint file = Kernel.Call(Kernel.Open, (nint)path, 0);
        if (file < 0)
        {
            return 0;
        }

        nint count = Kernel.Call(Kernel.Read, file, (nint)buffer, size - 1);
        Kernel.Call(Kernel.Close, file);
        if (count <= 0)
        {
            return 0;
        }

        buffer[count] = 0;
        return (int)count;
    }

    /// <summary>Appends "17 (sleep)"; a zombie still has its name.</summary>
    public static void AddProcess(Line* line, nint pid)
    {
        Line.AddNumber(line, pid);
        byte* name = stackalloc byte[32];
        byte* leaf = stackalloc byte[8];
        *Text.Put(leaf, "comm"u8) = 0;
        int length = Read(pid, leaf, name, 32);
        if (length > 1)
        {
            name[length - 1] = 0; // its newline
            Line.Add(line, " ("u8);
            Line.AddText(line, name);
            Line.Add(line, ")"u8);
        }
    }

    /// <summary>Appends all processes that /proc lists, but for one; how many there are.</summary>
    public static int AddOthers(Line* line, nint except)
    {
        byte* path = stackalloc byte[8];
        *Text.Put(path, "/proc"u8) = 0;
        const int Directory = 0x10000;
        nint file = Kernel.Call(Kernel.Open, (nint)path, Directory);
        if (file < 0)
        {
            return 0;
        }

        int found = 0;
        byte* entries = stackalloc byte[BufferSize];
        nint count;
        while ((count = Kernel.Call(Kernel.Getdents64, file, (nint)entries, BufferSize)) > 0)
        {
            for (nint at = 0; at < count; at += *(ushort*)(entries + at + 16))
            {
                int pid = Text.Number(entries + at + 19, 4194304); // struct linux_dirent64: d_reclen at 16, d_name at 19
                if (pid > 0 && pid != except)
                {
                    Line.Add(line, found == 0 ? " "u8 : ", "u8);
                    AddProcess(line, pid);
                    found++;
                }
            }
        }

        Kernel.Call(Kernel.Close, file);
        return found;
    }
}
