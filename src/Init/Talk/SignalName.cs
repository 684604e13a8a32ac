using System;

namespace MiniRun.Init.Talk;

/// <summary>Names of signals by number, and numbers by name; x86-64, <c>signal(7)</c>.</summary>
internal static unsafe class SignalName
{
    private const int Count = 31;
    private const int Width = 7;

    // Seven characters each: the table needs no pointers, which a static program would have to relocate.
    private static ReadOnlySpan<byte> Table =>
        "HUP    INT    QUIT   ILL    TRAP   ABRT   BUS    FPE    KILL   USR1   SEGV   USR2   PIPE   ALRM   TERM   STKFLT CHLD   "u8
        + "CONT   STOP   TSTP   TTIN   TTOU   URG    XCPU   XFSZ   VTALRM PROF   WINCH  POLL   PWR    SYS    "u8;

    /// <summary>Appends "15 (SIGTERM)"; a real-time signal has a number only.</summary>
    public static void AddTo(Line* line, nint signal)
    {
        Line.AddNumber(line, signal);
        if (signal < 1 || signal > Count)
        {
            return;
        }

        byte* name = stackalloc byte[Width + 1];
        fixed (byte* table = Table)
        {
            Copy(table + ((signal - 1) * Width), name);
        }

        Line.Add(line, " (SIG"u8);
        Line.AddText(line, name);
        Line.Add(line, ")"u8);
    }

    /// <summary>The number of "SIGTERM", "TERM" or "15"; 0 for anything else.</summary>
    public static int Parse(byte* text)
    {
        if (*text >= '0' && *text <= '9')
        {
            int number = Text.Number(text, 64);
            return number > 0 ? number : 0;
        }

        if (text[0] == 'S' && text[1] == 'I' && text[2] == 'G')
        {
            text += 3;
        }

        byte* name = stackalloc byte[Width + 1];
        fixed (byte* table = Table)
        {
            for (int i = 0; i < Count; i++)
            {
                Copy(table + (i * Width), name);
                if (Text.Equal(name, text))
                {
                    return i + 1;
                }
            }
        }

        return 0;
    }

    private static void Copy(byte* entry, byte* name)
    {
        int length = 0;
        while (length < Width && entry[length] != ' ')
        {
            name[length] = entry[length];
            length++;
        }

        name[length] = 0;
    }
}
