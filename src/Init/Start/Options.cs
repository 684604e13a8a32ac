using System;
using MiniRun.Init.Talk;

namespace MiniRun.Init.Start;

/// <summary>
/// The arguments of the program where it is used by itself: tini's options, and beyond them long ones of its own. Options end
/// at "--" or at the first word that is none.
/// </summary>
internal static unsafe class Options
{
    /// <summary>Reads the environment, then the options; answers the words of the program, empty if there are none.</summary>
    public static byte** Parse(InitSettings* settings, byte** arguments, byte** environment)
    {
        FromEnvironment(settings, environment);
        while (*arguments != null)
        {
            byte* word = *arguments;
            if (word[0] != '-' || word[1] == 0)
            {
                return arguments;
            }

            arguments++;
            if (word[1] != '-')
            {
                arguments = Short(settings, word + 1, arguments);
            }
            else if (word[2] == 0)
            {
                return arguments;
            }
            else
            {
                arguments = Long(settings, word + 2, arguments);
            }
        }

        return arguments;
    }

    private static void FromEnvironment(InitSettings* settings, byte** environment)
    {
        settings->Subreaper = (byte)(Text.Variable(environment, "TINI_SUBREAPER="u8) != null ? 1 : settings->Subreaper);
        if (Text.Variable(environment, "TINI_KILL_PROCESS_GROUP="u8) != null)
        {
            settings->Target = InitTarget.Group;
        }

        byte* verbosity = Text.Variable(environment, "TINI_VERBOSITY="u8);
        if (verbosity != null)
        {
            int number = Text.Number(verbosity, 255);
            settings->Verbosity = (byte)(number < 0 ? settings->Verbosity : number);
        }
    }

    private static byte** Short(InitSettings* settings, byte* letters, byte** rest)
    {
        for (; *letters != 0; letters++)
        {
            switch (*letters)
            {
                case (byte)'h':
                    Help.Print();
                    break;
                case (byte)'l':
                    Help.PrintLicence();
                    break;
                case (byte)'s':
                    settings->Subreaper = 1;
                    break;
                case (byte)'v':
                    settings->Verbosity++;
                    break;
                case (byte)'w':
                    settings->WarnsOfOrphans = 1;
                    break;
                case (byte)'g':
                    settings->Target = InitTarget.Group;
                    break;
                case (byte)'p' or (byte)'e':
                    byte letter = *letters;
                    byte* value = letters[1] != 0 ? letters + 1 : *rest;
                    if (value == null)
                    {
                        Help.Refuse(letters, "needs a value"u8);
                    }

                    rest += letters[1] != 0 ? 0 : 1;
                    Take(settings, letter, value);
                    return rest;
                default:
                    Help.Refuse(letters, "unknown option"u8);
                    break;
            }
        }

        return rest;
    }

    private static void Take(InitSettings* settings, byte letter, byte* value)
    {
        if (letter == 'p')
        {
            settings->DeathSignal = (byte)SignalName.Parse(value);
            if (settings->DeathSignal == 0)
            {
                Help.Refuse(value, "not a signal"u8);
            }

            return;
        }

        int code = Text.Number(value, 255);
        if (code < 0)
        {
            Help.Refuse(value, "not an exit code, 0 to 255"u8);
        }

        settings->ExitMap[code] = 0;
    }

    private static byte** Long(InitSettings* settings, byte* word, byte** rest)
    {
        if (Text.Is(word, "version"u8))
        {
            Help.PrintVersion();
        }

        if (Text.Is(word, "help"u8))
        {
            Help.Print();
        }

        if (Text.Is(word, "subreaper"u8))
        {
            settings->Subreaper = 1;
        }
        else if (Text.Is(word, "verbose"u8))
        {
            settings->Verbosity = 2;
        }
        else if (Text.Is(word, "quiet"u8))
        {
            settings->Verbosity = 0;
        }
        else if (Text.Is(word, "session"u8))
        {
            settings->Group = InitGroup.Session;
        }
        else if (Text.Is(word, "no-group"u8))
        {
            settings->Group = InitGroup.None;
        }
        else if (Text.Is(word, "end-rest"u8))
        {
            settings->EndsRest = 1;
        }
        else if (!LongWithValue.Take(settings, word))
        {
            Help.Refuse(word, "unknown option"u8);
        }

        return rest;
    }
}
