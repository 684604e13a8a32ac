namespace MiniRun.Cgroups;

/// <summary>Names of groups: checked before the first path is built from them.</summary>
internal static class CgroupPath
{
    private const int LongestName = 255; // NAME_MAX

    /// <summary>Splits a parent such as <c>/minirun</c> or <c>/machine.slice/ci</c>; <c>/</c> has no components.</summary>
    /// <exception cref="CgroupException">It is relative, has <c>..</c>, or a name that no engine or systemd would choose.</exception>
    internal static string[] ParseParent(string parent)
    {
        if (parent.Length == 0 || parent[0] != '/')
        {
            throw Refused(parent, "it has to begin with a slash: a path from the root of the hierarchy");
        }

        if (parent.Length == 1)
        {
            return [];
        }

        string[] names = parent[1..].Split('/');
        foreach (string name in names)
        {
            if (name is "" or "." or "..")
            {
                throw Refused(parent, $"`{name}` cannot be a part of it");
            }

            if (name.Length > LongestName || name.StartsWith("cgroup.", StringComparison.Ordinal) || !IsPlain(name))
            {
                throw Refused(parent, "each part is at most 255 letters, digits and _ . - : @, and does not begin with `cgroup.`");
            }
        }

        return names;
    }

    /// <summary>Checks an id: <c>[a-zA-Z0-9][a-zA-Z0-9_.-]*</c>.</summary>
    /// <exception cref="CgroupException">It is something else.</exception>
    internal static void CheckId(string id)
    {
        bool good = id.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(id[0])
            && !id.StartsWith("cgroup.", StringComparison.Ordinal) && id.AsSpan().IndexOfAny("@:") < 0 && IsPlain(id);
        if (!good)
        {
            throw new CgroupException(
                $"container id `{Printable(id)}`: not a letter or digit followed by letters, digits and _ . -");
        }
    }

    private static bool IsPlain(string name)
    {
        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '.' or '-' or '@' or ':'))
            {
                return false;
            }
        }

        return true;
    }

    private static string Printable(string text) =>
        string.Create(text.Length, text, static (span, text) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '?' : text[i];
            }
        });

    private static CgroupException Refused(string parent, string reason) =>
        new($"--cgroup-parent {Printable(parent)}: {reason}");
}
