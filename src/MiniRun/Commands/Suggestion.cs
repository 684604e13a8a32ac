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

    /// <summary>Insertions, deletions, replacements and exchanges of neighbours between two words (optimal string alignment).</summary>
    public static int Distance(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1];
        int[] last = new int[b.Length + 1];
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            (beforeLast, last, row) = (last, row, beforeLast);
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }

        return row[b.Length];
    }
}
