namespace MiniRun.Commands;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest of <paramref name="words"/> by edit distance; null if none is near.</summary>
    public static string? For(string typed, IEnumerable<string> words)
    {
        const int LongestWord = 64; // what is longer is no slip of the fingers
        string? best = null;
        if (typed.Length is 0 or > LongestWord)
        {
            return best;
        }

        int bestDistance = typed.Length <= 2 ? 2 : Math.Max(3, (typed.Length / 3) + 1);
        foreach (string word in words)
        {
            int distance = word.StartsWith(typed, StringComparison.Ordinal) ? 1 : Distance(typed, word);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (word, distance);
            }
        }

        return best;
    }

    /// <summary>Insertions, deletions and replacements between two words (Levenshtein); one row at a time.</summary>
    public static int Distance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
