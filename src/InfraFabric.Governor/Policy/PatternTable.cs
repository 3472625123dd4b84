namespace InfraFabric.Governor.Policy;

/// <summary>
/// Numbers under patterns: whole words, or beginnings of words before <c>*</c>. A word finds its own and those of its
/// beginnings with one look-up each.
/// </summary>
internal sealed class PatternTable
{
    private readonly Dictionary<string, List<int>> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _beginnings = new(StringComparer.Ordinal);
    private readonly SortedSet<int> _lengths = [];
    private int[] _sortedLengths = [];

    /// <summary>Looks at a list of numbers, given the least that was found so far, and says which it is now.</summary>
    public delegate int Look<TState>(TState state, List<int> numbers, int least);

    /// <summary>The numbers under a pattern, to add to.</summary>
    public List<int> ListFor(string pattern)
    {
        var isBeginning = pattern[^1] == '*';
        var table = isBeginning ? _beginnings : _words;
        var key = isBeginning ? pattern[..^1] : pattern;
        if (isBeginning && _lengths.Add(key.Length))
            _sortedLengths = [.. _lengths];
        if (!table.TryGetValue(key, out var list))
            table.Add(key, list = []);
        return list;
    }

    public void Visit<TState>(string? word, TState state, ref int least, Look<TState> look)
    {
        if (word is null)
            return;
        if (_words.TryGetValue(word, out var own))
            least = look(state, own, least);
        var beginnings = _beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var length in _sortedLengths)
        {
            if (length > word.Length)
                break;
            if (beginnings.TryGetValue(word.AsSpan(0, length), out var list))
                least = look(state, list, least);
        }
    }
}
