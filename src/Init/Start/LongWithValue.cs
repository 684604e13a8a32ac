using MiniRun.Init.Talk;

namespace MiniRun.Init.Start;

/// <summary>Options of the form <c>--name=value</c>.</summary>
internal static unsafe class LongWithValue
{
    /// <summary>Takes one; false if its name is not known.</summary>
    public static bool Take(InitSettings* settings, byte* word)
    {
        byte* value;
        if ((value = Text.After(word, "signal="u8)) != null)
        {
            settings->Target = Target(value);
        }
        else if ((value = Text.After(word, "wait="u8)) != null)
        {
            Wait(settings, value);
        }
        else if ((value = Text.After(word, "grace="u8)) != null)
        {
            int seconds = Text.Number(value, 1000000);
            if (seconds < 0)
            {
                Help.Refuse(value, "not a number of seconds"u8);
            }

            settings->Grace = (uint)seconds * 1000;
        }
        else if ((value = Text.After(word, "remap="u8)) != null)
        {
            Remap(settings, value);
        }
        else if ((value = Text.After(word, "rewrite="u8)) != null)
        {
            Rewrite(settings, value);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static byte Target(byte* value)
    {
        if (Text.Is(value, "child"u8))
        {
            return InitTarget.Child;
        }

        if (Text.Is(value, "group"u8))
        {
            return InitTarget.Group;
        }

        if (!Text.Is(value, "all"u8))
        {
            Help.Refuse(value, "not child, group or all"u8);
        }

        return InitTarget.All;
    }

    private static void Wait(InitSettings* settings, byte* value)
    {
        if (Text.Is(value, "all"u8))
        {
            settings->WaitForAll = 1;
            settings->EndsRest = 1;
        }
        else if (!Text.Is(value, "main"u8))
        {
            Help.Refuse(value, "not main or all"u8);
        }
    }

    private static void Remap(InitSettings* settings, byte* value)
    {
        byte* second = Cut(value, '=');
        int from = Text.Number(value, 255);
        int to = Text.Number(second, 255);
        if (from < 0 || to < 0)
        {
            Help.Refuse(value, "not two exit codes, as in 143=0"u8);
        }

        settings->ExitMap[from] = (byte)to;
    }

    private static void Rewrite(InitSettings* settings, byte* value)
    {
        byte* second = Cut(value, ':');
        int from = SignalName.Parse(value);
        int to = second[0] == '0' && second[1] == 0 ? InitSettings.Dropped : SignalName.Parse(second);
        if (from == 0 || to == 0)
        {
            Help.Refuse(value, "not two signals, as in TERM:QUIT; 0 for the second drops it"u8);
        }

        settings->SignalMap[from] = (byte)to;
    }

    // Ends the first part in place; the second is empty if there is no separator.
    private static byte* Cut(byte* value, char separator)
    {
        while (*value != 0 && *value != separator)
        {
            value++;
        }

        if (*value == 0)
        {
            return value;
        }

        *value = 0;
        return value + 1;
    }
}
