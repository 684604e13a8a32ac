using System;

namespace MiniRun.Init.Talk;

/// <summary>NUL-terminated strings.</summary>
internal static unsafe class Text
{
    /// <summary>Whether both are the same.</summary>
    public static bool Equal(byte* a, byte* b)
    {
        while (*a == *b && *a != 0)
        {
            a++;
            b++;
        }

        return *a == *b;
    }

    /// <summary>Whether the string is this constant.</summary>
    public static bool Is(byte* text, ReadOnlySpan<byte> constant)
    {
        byte* rest = After(text, constant);
        return rest != null && *rest == 0;
    }

    /// <summary>What follows the constant at the beginning of the string; null if it does not begin so.</summary>
    public static byte* After(byte* text, ReadOnlySpan<byte> constant)
    {
        fixed (byte* start = constant)
        {
            for (int i = 0; i < constant.Length; i++)
            {
                if (text[i] != start[i])
                {
                    return null;
                }
            }
        }

        return text + constant.Length;
    }

    /// <summary>A decimal number up to <paramref name="most"/>; -1 for anything else.</summary>
    public static int Number(byte* text, int most)
    {
        int value = 0;
        if (*text == 0)
        {
            return -1;
        }

        for (; *text != 0; text++)
        {
            if (*text < '0' || *text > '9')
            {
                return -1;
            }

            value = (value * 10) + (*text - '0');
            if (value > most)
            {
                return -1;
            }
        }

        return value;
    }

    /// <summary>The last component of a path.</summary>
    public static byte* BaseName(byte* path)
    {
        byte* name = path;
        for (; *path != 0; path++)
        {
            if (*path == '/')
            {
                name = path + 1;
            }
        }

        return name;
    }

    /// <summary>The value of an environment variable, whose name is given with its "="; null if it is not set.</summary>
    public static byte* Variable(byte** environment, ReadOnlySpan<byte> name)
    {
        for (; *environment != null; environment++)
        {
            byte* value = After(*environment, name);
            if (value != null)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Puts constant text at a place; the place after it.</summary>
    public static byte* Put(byte* target, ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                target[i] = start[i];
            }
        }

        return target + text.Length;
    }

    /// <summary>Puts a decimal number at a place; the place after it.</summary>
    public static byte* PutNumber(byte* target, nint number)
    {
        nint divisor = 1;
        while (number / divisor >= 10)
        {
            divisor *= 10;
        }

        for (; divisor > 0; divisor /= 10)
        {
            *target++ = (byte)('0' + (number / divisor % 10));
        }

        return target;
    }

    /// <summary>Puts a string at a place, without its NUL; the place after it.</summary>
    public static byte* PutText(byte* target, byte* text)
    {
        while (*text != 0)
        {
            *target++ = *text++;
        }

        return target;
    }

    /// <summary>How long the string is.</summary>
    public static int Length(byte* text)
    {
        int length = 0;
        while (text[length] != 0)
        {
            length++;
        }

        return length;
    }
}
