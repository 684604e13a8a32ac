namespace MiniRun.Commands;

/// <summary>The options of other inits, said in those of ours.</summary>
internal static class InitDialect
{
    /// <summary>The dialects, by the names of the programs whose they are.</summary>
    public static readonly string[] Names = ["tini", "dumb-init", "catatonit", "pause"];

    /// <summary>The dialect that goes with the name minirun was called by; null for none.</summary>
    public static string? OfName(string called)
    {
        string name = called[(called.LastIndexOf('/') + 1)..];
        return Array.Find(Names, known => known == name);
    }

    /// <summary>What our init is to be called by and told: name, options, program.</summary>
    /// <exception cref="UsageException">An option that the dialect does not have.</exception>
    public static List<string> Translate(string dialect, string[] args) => dialect switch
    {
        "dumb-init" => DumbInit(args),
        "catatonit" => Catatonit(args),
        "pause" => ["pause", .. args],
        _ => ["init", .. args],
    };

    // A session of its own, signals to all of it, SIGTERM to what is left; -c: to the child alone, without a session.
    private static List<string> DumbInit(string[] args)
    {
        bool session = Environment.GetEnvironmentVariable("DUMB_INIT_SETSID") != "0";
        bool verbose = Environment.GetEnvironmentVariable("DUMB_INIT_DEBUG") == "1";
        List<string> rewrites = [];
        OptionWords words = new("dumb-init", args);
        while (words.Next() is { } option)
        {
            switch (option)
            {
                case "-c" or "--single-child":
                    session = false;
                    break;
                case "-v" or "--verbose":
                    verbose = true;
                    break;
                case "-r" or "--rewrite":
                    rewrites.Add($"--rewrite={words.Value()}");
                    break;
                case "-h" or "--help":
                    return ["init", "--help"];
                case "-V" or "--version":
                    return ["init", "--version"];
                default:
                    throw words.Unknown();
            }
        }

        // In a session of its own nobody would stop the job for the terminal: SIGSTOP cannot be ignored.
        string[] mode = session
            ? ["--session", "--signal=group", "--end-rest", "--rewrite=TSTP:STOP", "--rewrite=TTIN:STOP", "--rewrite=TTOU:STOP"]
            : ["--no-group"];
        return ["init", "--quiet", .. mode, .. rewrites, .. verbose ? ["--verbose"] : Array.Empty<string>(), "--", .. words.Rest];
    }

    private static List<string> Catatonit(string[] args)
    {
        List<string> options = ["--subreaper"];
        OptionWords words = new("catatonit", args);
        while (words.Next() is { } option)
        {
            switch (option)
            {
                case "-P":
                    return ["pause"];
                case "-g":
                    options.Add("--signal=group");
                    break;
                case "-L":
                    return ["init", "-l"];
                case "-h" or "--help":
                    return ["init", "--help"];
                case "-V" or "--version":
                    return ["init", "--version"];
                default:
                    throw words.Unknown();
            }
        }

        return ["init", .. options, "--", .. words.Rest];
    }
}
