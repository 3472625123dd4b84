using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Searching;
using Npgsql;

namespace InfraFabric.Witness.Postgres.Searching;

/// <summary>
/// Gathers what is kept of blocks while entries are written. A block is written by the batch that fills it; what stands
/// behind the last full one is looked through instead.
/// </summary>
internal sealed class SearchBlocks
{
    // PostgreSQL's index takes no words that are longer than a part of a page.
    private const int MaxWordLength = 64;

    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly List<SearchBlock> _filled = [];
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    private SearchBlocks(long next) => Next = next;

    /// <summary>The place of the entry that it expects.</summary>
    public long Next { get; private set; }

    /// <summary>Begins at a place, with the entries of its block that stand before it.</summary>
    public static SearchBlocks From(long place, IReadOnlyList<ReadOnlyMemory<byte>> before)
    {
        var blocks = new SearchBlocks(SearchBlock.PlaceOf(place));
        foreach (var bytes in before)
        {
            var entry = EntryForm.Read(bytes);
            blocks.Add(entry.Time.UtcTicks, entry.Why);
        }

        blocks.Next = place;
        return blocks;
    }

    /// <summary>A word as it stands in the index.</summary>
    public static string IndexedWord(string word) =>
        word.Length <= MaxWordLength ? word
        : char.IsHighSurrogate(word[MaxWordLength - 1]) ? word[..(MaxWordLength - 1)] : word[..MaxWordLength];

    /// <summary>Takes in the next entry.</summary>
    public void Add(long ticks, string? why)
    {
        (_first, _last) = (Math.Min(_first, ticks), Math.Max(_last, ticks));
        foreach (var word in ReasonWords.Of(why))
            _words.Add(IndexedWord(word));
        Next++;
        if (Next % SearchBlock.Size != 0)
            return;
        _filled.Add(new SearchBlock(Next - SearchBlock.Size, _first, _last, string.Join(' ', _words)));
        _words.Clear();
        (_first, _last) = (long.MaxValue, long.MinValue);
    }

    /// <summary>Adds the blocks that were filled to what is to be written, and forgets them.</summary>
    public void WriteTo(NpgsqlBatch batch)
    {
        if (_filled.Count == 0)
            return;
        var places = _filled.Select(block => block.Place).ToArray();
        LedgerDatabase.Add(batch, "INSERT INTO witness.span SELECT * FROM unnest($1, $2, $3)",
            places, _filled.Select(block => block.First).ToArray(), _filled.Select(block => block.Last).ToArray());
        LedgerDatabase.Add(batch,
            "INSERT INTO witness.words SELECT place, string_to_array(words, ' ')"
            + " FROM unnest($1, $2) AS filled(place, words)",
            places, _filled.Select(block => block.Words).ToArray());
        _filled.Clear();
    }
}
