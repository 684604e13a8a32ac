namespace MiniRun.Cgroups;

/// <summary>Text as one word of a shell command.</summary>
internal static class ShellWord
{
    internal static string Quote(string text)
    {
        foreach (char letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '.' or '-' or '/' or ',' or ':' or '@' or '+' or '='))
            {
                return $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
            }
        }

        return text.Length == 0 ? "''" : text;
    }
}
