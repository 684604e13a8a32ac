namespace MiniRun.Containers.Parsing;

/// <summary><c>--security-opt</c>.</summary>
/// <param name="NoNewPrivileges">Whether execve may never gain privileges.</param>
/// <param name="SeccompFile">A profile to use instead of the default one; null for the default.</param>
/// <param name="Unconfined">No filter at all.</param>
internal readonly record struct SecurityOptions(bool NoNewPrivileges, string? SeccompFile, bool Unconfined)
{
    private const string Flag = "--security-opt";

    /// <summary>The options; the last about one thing counts. Docker's older <c>name:value</c> is taken too.</summary>
    /// <exception cref="UsageException">An unknown option, or one that this version cannot honour.</exception>
    public static SecurityOptions Parse(IReadOnlyList<string> texts)
    {
        SecurityOptions options = default;
        foreach (string text in texts)
        {
            int end = text.AsSpan().IndexOfAny('=', ':');
            string name = end < 0 ? text : text[..end];
            string value = end < 0 ? "" : text[(end + 1)..];
            options = name switch
            {
                "no-new-privileges" => options with { NoNewPrivileges = end < 0 || Booleans.Parse(Flag, value) },
                "seccomp" when value == "unconfined" => options with { SeccompFile = null, Unconfined = true },
                "seccomp" when value == "builtin" => options with { SeccompFile = null, Unconfined = false },
                "seccomp" when value.Length > 0 => options with { SeccompFile = value, Unconfined = false },
                "apparmor" or "label" => throw new UsageException(Flag, text, $"{name} is not supported by this version"),
                _ => throw new UsageException(Flag, text, "unknown option", "no-new-privileges, seccomp=FILE or seccomp=unconfined"),
            };
        }

        return options;
    }
}
