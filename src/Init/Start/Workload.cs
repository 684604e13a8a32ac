using System;
using MiniRun.Init.Wait;
using MiniRun.Init.Talk;

namespace MiniRun.Init.Start;

/// <summary>The program that the init was started for, by name and arguments (not from a plan).</summary>
internal static unsafe class Workload
{
    private const int Longest = 4096; // PATH_MAX

    /// <summary>Replaces the process by the program, found as execvp(3) does; on failure says why and exits 126 or 127.</summary>
    public static void Execute(byte** arguments, byte** environment)
    {
        byte* program = arguments[0];
        nint error = HasSlash(program) ? Try(program, arguments, environment) : Search(program, arguments, environment);
        Line line;
        Line.Begin(&line);
        Line.Add(&line, "run `"u8);
        Line.AddText(&line, program);
        Line.Add(&line, "`: "u8);
        AddReason(&line, error);
        Line.Send(&line);
        Kernel.Exit(error is Kernel.ENoent or Kernel.ENotdir ? 127 : 126);
    }

    private static nint Search(byte* program, byte** arguments, byte** environment)
    {
        byte* path = stackalloc byte[Longest];
        byte* fallback = stackalloc byte[64];
        *Text.Put(fallback, "/usr/local/bin:/usr/bin:/bin"u8) = 0;
        byte* list = Text.Variable(environment, "PATH="u8);
        list = list == null ? fallback : list;
        nint answer = Kernel.ENoent;
        while (true)
        {
            byte* end = path;
            while (*list != 0 && *list != ':' && end < path + Longest - 2)
            {
                *end++ = *list++;
            }

            if (end == path)
            {
                *end++ = (byte)'.'; // an empty entry is the working directory
            }

            *end++ = (byte)'/';
            if (end + Text.Length(program) < path + Longest)
            {
                *Text.PutText(end, program) = 0;
                nint error = Try(path, arguments, environment);
                if (error is not (Kernel.ENoent or Kernel.ENotdir or Kernel.EAcces))
                {
                    return error;
                }

                answer = error == Kernel.EAcces ? error : answer; // the answer if nothing better follows
            }

            if (*list == 0)
            {
                return answer;
            }

            list++;
        }
    }

    // A file without "#!" that the kernel does not know is a shell script, since before there was "#!".
    private static nint Try(byte* path, byte** arguments, byte** environment)
    {
        nint error = -Kernel.Call(Kernel.Execve, (nint)path, (nint)arguments, (nint)environment);
        if (error != Kernel.ENoexec)
        {
            return error;
        }

        int count = 0;
        while (arguments[count] != null)
        {
            count++;
        }

        const int Most = 1000;
        if (count > Most)
        {
            return error;
        }

        byte* shell = stackalloc byte[8];
        *Text.Put(shell, "/bin/sh"u8) = 0;
        byte** words = stackalloc byte*[Most + 3];
        words[0] = shell;
        words[1] = path;
        for (int i = 1; i <= count; i++)
        {
            words[i + 1] = arguments[i];
        }

        Kernel.Call(Kernel.Execve, (nint)shell, (nint)words, (nint)environment);
        return error;
    }

    private static bool HasSlash(byte* text)
    {
        while (*text != 0 && *text != '/')
        {
            text++;
        }

        return *text != 0;
    }

    private static void AddReason(Line* line, nint error)
    {
        if (error == Kernel.ENoent)
        {
            Line.Add(line, "no such file or directory (ENOENT)"u8);
        }
        else if (error == Kernel.EAcces)
        {
            Line.Add(line, "permission denied (EACCES)"u8);
        }
        else if (error == Kernel.ENoexec)
        {
            Line.Add(line, "exec format error (ENOEXEC)"u8);
        }
        else
        {
            Line.Add(line, "error "u8);
            Line.AddNumber(line, error);
        }
    }
}
