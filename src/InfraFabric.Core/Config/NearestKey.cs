namespace InfraFabric.Core.Config;

/// <summary>Finds the key that was probably meant.</summary>
public static class NearestKey
{
    /// <summary>The most similar candidate; null when none is similar enough to be a slip of the pen.</summary>
    public static string? Find(string written, IEnumerable<string> candidates)
    {
        if (written.Length > 64)
            return null;

        var nearest = candidates
            .Select(candidate => (candidate, distance: Distance(written, candidate)))
            .OrderBy(c => c.distance)
            .FirstOrDefault(c => c.distance <= Math.Max(2, c.candidate.Length / 2));
        return nearest.candidate;
    }

    /// <summary>
    /// The fewest insertions, deletions, replacements and swaps of neighbours that lead from one word to the other.
    /// Case and the choice between - and _ count nothing.
    /// </summary>
    internal static int Distance(string a, string b)
    {
        var (x, y) = (Folded(a), Folded(b));
        var rows = new int[x.Length + 1, y.Length + 1];
        for (var i = 0; i <= x.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= y.Length; j++)
            rows[0, j] = j;

        for (var i = 1; i <= x.Length; i++)
        {
            for (var j = 1; j <= y.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[x.Length, y.Length];
    }

    private static string Folded(string word) => word.ToLowerInvariant().Replace('-', '_');
}
