using System.Globalization;

namespace MiniRun.Containers.Parsing;

/// <summary><c>--tmpfs DIR[:OPTIONS]</c>.</summary>
internal static class TmpfsParser
{
    private const string Flag = "--tmpfs";
    private const string Known = "ro, rw, [no]exec, [no]suid, [no]dev, noatime, size=SIZE, mode=OCTAL, uid=N, gid=N, nr_inodes=N";

    /// <summary>The mount it asks for; noexec, nosuid and nodev unless the options say otherwise, as in docker.</summary>
    /// <exception cref="UsageException">Not of this form, or a target that is not allowed.</exception>
    public static MountSpec Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        List<string> options = [];
        if (colon >= 0)
        {
            foreach (string option in text[(colon + 1)..].Split(','))
            {
                options.Add(Check(text, option));
            }
        }

        return Make(Flag, colon < 0 ? text : text[..colon], options);
    }

    /// <summary>The mount with docker's defaults before <paramref name="options"/>.</summary>
    /// <exception cref="UsageException">A target that is not allowed.</exception>
    public static MountSpec Make(string flag, string target, List<string> options) => new()
    {
        Destination = ContainerPath.MountTarget(flag, target, isBind: false),
        Type = "tmpfs",
        Source = "tmpfs",
        Options = ["nosuid", "nodev", "noexec", .. options],
    };

    /// <summary>Permission bits in octal.</summary>
    /// <exception cref="UsageException">Not an octal number up to 7777.</exception>
    public static string Mode(string flag, string text)
    {
        bool octal = text.Length is > 0 and <= 5;
        uint mode = 0;
        foreach (char c in text)
        {
            octal = octal && c is >= '0' and <= '7';
            mode = (mode << 3) + (uint)(c & 7);
        }

        return octal && mode <= 0xFFF ? text : throw new UsageException(flag, text, "not permission bits in octal, such as 1777");
    }

    private static string Check(string text, string option)
    {
        int equals = option.IndexOf('=', StringComparison.Ordinal);
        string key = equals < 0 ? option : option[..equals];
        string value = equals < 0 ? "" : option[(equals + 1)..];
        return (key, equals >= 0) switch
        {
            ("ro" or "rw" or "exec" or "noexec" or "suid" or "nosuid" or "dev" or "nodev" or "noatime", false) => option,
            ("size", true) => $"size={ByteSize.Parse(Flag, value).ToString(CultureInfo.InvariantCulture)}",
            ("mode", true) => $"mode={Mode(Flag, value)}",
            ("uid" or "gid", true) => $"{key}={Numbers.Parse(Flag, value, uint.MaxValue - 1)}",
            ("nr_inodes", true) => $"nr_inodes={Numbers.Parse(Flag, value, long.MaxValue)}",
            _ => throw new UsageException(Flag, text, $"unknown option \"{option}\"", $"options: {Known}"),
        };
    }
}
