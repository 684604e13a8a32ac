using System.Globalization;

namespace MiniRun.Containers.Parsing;

/// <summary><c>--mount type=bind|tmpfs,KEY=VALUE,…</c>.</summary>
internal static class MountParser
{
    private const string Flag = "--mount";

    /// <summary>The mount it asks for.</summary>
    /// <exception cref="UsageException">Not of this form.</exception>
    /// <exception cref="Linux.LinuxException">The source of a bind does not exist.</exception>
    public static MountSpec Parse(string text)
    {
        string? type = null;
        string? source = null;
        string? target = null;
        bool readOnly = false;
        List<string> bind = ["rbind"];
        List<string> tmpfs = [];
        foreach (string field in CommaFields.Split(Flag, text))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? field : field[..equals];
            string? value = equals < 0 ? null : field[(equals + 1)..];
            switch (key)
            {
                case "type":
                    type = value;
                    break;
                case "source" or "src":
                    source = value;
                    break;
                case "target" or "destination" or "dst":
                    target = value;
                    break;
                case "readonly" or "ro":
                    readOnly = value is null || Booleans.Parse(Flag, value);
                    break;
                case "bind-propagation":
                    bind.Add(Propagation(text, value));
                    break;
                case "bind-nonrecursive":
                    bind.Add(value is null || Booleans.Parse(Flag, value) ? "bind" : "rbind");
                    break;
                case "tmpfs-size":
                    tmpfs.Add($"size={ByteSize.Parse(Flag, value ?? "").ToString(CultureInfo.InvariantCulture)}");
                    break;
                case "tmpfs-mode":
                    tmpfs.Add($"mode={TmpfsParser.Mode(Flag, value ?? "")}");
                    break;
                default:
                    throw new UsageException(Flag, text, $"unknown key \"{key}\"", Keys);
            }
        }

        if (string.IsNullOrEmpty(target))
        {
            throw new UsageException(Flag, text, "no target=", Keys);
        }

        return type switch
        {
            "bind" when tmpfs.Count > 0 => throw new UsageException(Flag, text, "a bind has no tmpfs options"),
            "bind" when string.IsNullOrEmpty(source) => throw new UsageException(Flag, text, "a bind needs source=", Keys),
            "bind" => BindOptions.Make(Flag, source, target, [.. bind, readOnly ? "ro" : "rw"]),
            "tmpfs" when source is not null => throw new UsageException(Flag, text, "a tmpfs has no source"),
            "tmpfs" when bind.Count > 1 => throw new UsageException(Flag, text, "a tmpfs has no bind options"),
            "tmpfs" => TmpfsParser.Make(Flag, target, [.. tmpfs, readOnly ? "ro" : "rw"]),
            null or "volume" => throw new UsageException(Flag, text, "volumes are not in this version", "type=bind or type=tmpfs"),
            _ => throw new UsageException(Flag, text, $"unknown type \"{type}\"", "type=bind or type=tmpfs"),
        };
    }

    private const string Keys =
        "keys: type, source, target, readonly, bind-propagation, bind-nonrecursive, tmpfs-size, tmpfs-mode";

    private static string Propagation(string text, string? word) => word switch
    {
        "private" or "rprivate" or "slave" or "rslave" or "shared" or "rshared" => word,
        _ => throw new UsageException(Flag, text, $"unknown propagation \"{word}\"", "[r]private, [r]slave or [r]shared"),
    };
}
