using System;
using MiniRun.Init.Wait;
using MiniRun.Init.Talk;

namespace MiniRun.Init.Start;

/// <summary>What it says of itself.</summary>
internal static unsafe class Help
{
    /// <summary>The usage, to standard output; exits 0.</summary>
    public static void Print()
    {
        Write(1, "Usage: init [OPTIONS] PROGRAM [ARG...]\n"u8);
        Write(1, "Runs PROGRAM, passes signals on, reaps orphans, exits as PROGRAM does. As \"pause\": no program.\n"u8);
        Write(1, "  -s, --subreaper      take orphans in without being PID 1\n"u8);
        Write(1, "  -p SIGNAL            get SIGNAL when the parent ends\n"u8);
        Write(1, "  -g, --signal=group   pass signals on to its process group; =all: to every process\n"u8);
        Write(1, "  -e CODE              exit 0 instead of CODE; --remap=CODE=OTHER\n"u8);
        Write(1, "  -v, --verbose        tell each signal and each child reaped; -w: orphans only\n"u8);
        Write(1, "  --quiet              no warnings\n"u8);
        Write(1, "  --wait=all           then SIGTERM to the rest and wait for it; --grace=SECONDS (10)\n"u8);
        Write(1, "  --rewrite=S:R        pass R on for S; 0 drops it\n"u8);
        Write(1, "  --session            it leads a session; --no-group: not even a process group\n"u8);
        Write(1, "  -l, -h, --version    licence, this text, version\n"u8);
        Kernel.Exit(0);
    }

    /// <summary>The licence, to standard output; exits 0.</summary>
    public static void PrintLicence()
    {
        Write(1, "MIT licence\n"u8);
        Kernel.Exit(0);
    }

    /// <summary>The version, to standard output; exits 0.</summary>
    public static void PrintVersion()
    {
        Write(1, "minirun init 0.1.0\n"u8);
        Kernel.Exit(0);
    }

    /// <summary>Says what is wrong with a word; exits 1, as tini.</summary>
    public static void Refuse(byte* word, ReadOnlySpan<byte> reason)
    {
        Line line;
        Line.Begin(&line);
        Line.Add(&line, "`"u8);
        Line.AddText(&line, word);
        Line.Add(&line, "`: "u8);
        Line.Add(&line, reason);
        Line.Send(&line);
        Kernel.Exit(1);
    }

    private static void Write(int descriptor, ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        {
            Kernel.Call(Kernel.Write, descriptor, (nint)start, text.Length);
        }
    }
}
