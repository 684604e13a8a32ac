namespace MiniRun.Containers.Parsing;

/// <summary>Whose namespace a container has.</summary>
internal enum NamespaceMode
{
    /// <summary>Its own.</summary>
    Private,

    /// <summary>The machine's.</summary>
    Host,

    /// <summary>Its own, without what usually is in it.</summary>
    None,
}

/// <summary>The words of <c>--pid</c>, <c>--ipc</c> and their kin.</summary>
internal static class NamespaceModes
{
    /// <summary>The mode, or <paramref name="absent"/> where the flag is not given.</summary>
    /// <exception cref="UsageException">Another word.</exception>
    public static NamespaceMode Parse(string flag, string? word, bool allowNone = false, NamespaceMode absent = NamespaceMode.Private) => word switch
    {
        null => absent,
        "host" => NamespaceMode.Host,
        "private" => NamespaceMode.Private,
        "none" when allowNone => NamespaceMode.None,
        _ when word.StartsWith("container:", StringComparison.Ordinal)
            => throw new UsageException(flag, word, "joining another container is not in this version"),
        "bridge" or "default" => throw new UsageException(flag, word, "a network with the outside is not in this version", "host, private or none"),
        _ => throw new UsageException(flag, word, "not one of its words", allowNone ? "host, private or none" : "host or private"),
    };
}
