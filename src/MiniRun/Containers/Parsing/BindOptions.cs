namespace MiniRun.Containers.Parsing;

/// <summary>What <c>-v</c> and <c>--mount type=bind</c> have in common.</summary>
internal static class BindOptions
{
    private const string Known = "ro, rw, nosuid, nodev, noexec, bind, rbind, [r]private, [r]slave, [r]shared";

    /// <summary>Answers a known option.</summary>
    /// <exception cref="UsageException">An unknown one.</exception>
    public static string Check(string flag, string text, string option) => option switch
    {
        "ro" or "rw" or "nosuid" or "nodev" or "noexec" or "bind" or "rbind" or "private" or "rprivate" or "slave" or "rslave"
            or "shared" or "rshared" => option,
        "readonly" => "ro",
        "z" or "Z" => throw new UsageException(flag, text, $"option {option}: SELinux labels are not set by minirun"),
        _ => throw new UsageException(flag, text, $"unknown option \"{option}\"", $"options: {Known}"),
    };

    /// <summary>The mount, its source resolved.</summary>
    /// <exception cref="UsageException">A target that is not allowed.</exception>
    /// <exception cref="Linux.LinuxException">The source does not exist.</exception>
    public static MountSpec Make(string flag, string source, string target, List<string> options)
    {
        if (options.Contains("bind"))
        {
            options.Remove("rbind");
        }

        if (!options.Exists(word => word.EndsWith("private", StringComparison.Ordinal) || word.EndsWith("slave", StringComparison.Ordinal)
            || word.EndsWith("shared", StringComparison.Ordinal)))
        {
            options.Add("rprivate");
        }

        return new MountSpec
        {
            Destination = ContainerPath.MountTarget(flag, target, isBind: true),
            Type = "bind",
            Source = HostPath.Resolve(flag, source, "make it first; docker would make an empty directory, which hides a mistyped path"),
            Options = options,
        };
    }
}
