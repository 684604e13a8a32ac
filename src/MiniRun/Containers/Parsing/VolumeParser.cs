namespace MiniRun.Containers.Parsing;

/// <summary><c>-v SRC:DST[:OPTIONS]</c>.</summary>
internal static class VolumeParser
{
    private const string Flag = "--volume";

    /// <summary>The bind mount it asks for.</summary>
    /// <exception cref="UsageException">Not of this form, or a target that is not allowed.</exception>
    /// <exception cref="Linux.LinuxException">The source does not exist.</exception>
    public static MountSpec Parse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length == 1 && text.Length > 0)
        {
            throw new UsageException(Flag, text, "anonymous volumes are not in this version", $"-v /a/directory:{text}, or --tmpfs {text}");
        }

        if (parts.Length is 1 or > 3 || parts[0].Length == 0 || parts[1].Length == 0)
        {
            throw new UsageException(Flag, text, "not of the form SRC:DST[:OPTIONS]", "a path with ':' in it needs --mount");
        }

        if (!parts[0].Contains('/') && parts[0] is not ("." or ".."))
        {
            throw new UsageException(Flag, text, "named volumes are not in this version", $"for a directory here write ./{parts[0]}");
        }

        List<string> options = ["rbind"];
        if (parts.Length == 3)
        {
            foreach (string option in parts[2].Split(','))
            {
                options.Add(BindOptions.Check(Flag, text, option));
            }
        }

        return BindOptions.Make(Flag, parts[0], parts[1], options);
    }
}
