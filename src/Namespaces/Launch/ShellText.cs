namespace MiniRun.Namespaces.Launch;

/// <summary>Words for a POSIX shell.</summary>
public static class ShellText
{
    /// <summary>The text as one word: as it is if nothing in it is special, else in single quotes.</summary>
    public static string Quote(string text)
    {
        bool plain = text.Length > 0;
        foreach (char c in text)
        {
            plain &= char.IsAsciiLetterOrDigit(c) || "-_./=:,@%+".Contains(c, StringComparison.Ordinal);
        }

        return plain ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>A path inside the container as seen from outside: <c>"$ROOT"/path</c>.</summary>
    public static string InRoot(string path) => $"\"$ROOT\"{Quote(path == "/" ? "" : path)}".Replace("''", "", StringComparison.Ordinal);

    /// <summary>Several words.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
