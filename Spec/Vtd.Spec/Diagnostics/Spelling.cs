namespace Vtd.Spec.Diagnostics;

/// <summary>"Did you mean".</summary>
public static class Spelling
{
    private const int LongestWord = 64;
    private const int MostCandidates = 2000;

    /// <summary>The candidate with the fewest changed letters, if it is near enough to be meant; the first of equals.</summary>
    /// <param name="word">The misspelled word.</param>
    /// <param name="candidates">The words of which one may be intended.</param>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord)
            return null;

        string? best = null;
        var bestDistance = Math.Max(1, word.Length / 3) + 1;
        var left = MostCandidates;
        foreach (var candidate in candidates)
        {
            if (left-- == 0)
                break;
            if (candidate.Length > LongestWord || Math.Abs(candidate.Length - word.Length) >= bestDistance)
                continue;
            var distance = Distance(word, candidate);
            if (distance < bestDistance && distance < candidate.Length)
                (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    /// <summary>Levenshtein's distance, two swapped letters counted as one change, upper and lower case alike.</summary>
    private static int Distance(string left, string right)
    {
        var width = right.Length + 1;
        Span<int> table = stackalloc int[(left.Length + 1) * width];
        for (var j = 0; j < width; j++)
            table[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            table[i * width] = i;
            for (var j = 1; j < width; j++)
            {
                var at = (i * width) + j;
                var change = IsSame(left[i - 1], right[j - 1]) ? 0 : 1;
                var distance = Math.Min(table[at - width - 1] + change, 1 + Math.Min(table[at - width], table[at - 1]));
                if (i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1]))
                    distance = Math.Min(distance, table[at - (2 * width) - 2] + 1);
                table[at] = distance;
            }
        }

        return table[(left.Length * width) + right.Length];
    }

    private static bool IsSame(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
