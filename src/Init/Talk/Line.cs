using System;
using MiniRun.Init.Wait;

namespace MiniRun.Init.Talk;

/// <summary>One line for standard error, put together without a heap.</summary>
internal unsafe struct Line
{
    private const int Most = 500;
    private fixed byte text[Most + 1];
    private int length;

    /// <summary>Begins with the name of the program.</summary>
    public static void Begin(Line* line)
    {
        line->length = 0;
        Add(line, "init: "u8);
    }

    /// <summary>Appends constant text.</summary>
    public static void Add(Line* line, ReadOnlySpan<byte> words)
    {
        fixed (byte* start = words)
        {
            Add(line, start, words.Length);
        }
    }

    /// <summary>Appends a NUL-terminated string; control characters, which could fool a terminal, as '?'.</summary>
    public static void AddText(Line* line, byte* words)
    {
        for (; *words != 0 && line->length < Most; words++)
        {
            line->text[line->length++] = *words < ' ' || *words == 127 ? (byte)'?' : *words;
        }
    }

    /// <summary>Appends a decimal number.</summary>
    public static void AddNumber(Line* line, nint number)
    {
        byte* digits = stackalloc byte[24];
        Add(line, digits, (int)(Text.PutNumber(digits, number) - digits));
    }

    /// <summary>Ends the line and writes it by one write(2), so that lines of others do not come into it.</summary>
    public static void Send(Line* line)
    {
        line->text[line->length] = (byte)'\n';
        Kernel.Call(Kernel.Write, 2, (nint)line->text, line->length + 1);
    }

    private static void Add(Line* line, byte* start, int count)
    {
        for (int i = 0; i < count && line->length < Most; i++)
        {
            line->text[line->length++] = start[i];
        }
    }
}
