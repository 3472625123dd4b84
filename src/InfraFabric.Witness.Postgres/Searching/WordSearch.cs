using InfraFabric.Witness.Searching;
using Npgsql;

namespace InfraFabric.Witness.Postgres.Searching;

/// <summary>One page of a search for words: through the blocks that have all of them, and the entries behind.</summary>
internal sealed class WordSearch(NpgsqlConnection connection, LedgerQuery query, SearchText text)
{
    private const int BlocksAtOnce = PostgresLimits.ReadAtOnce / SearchBlock.Size;

    private readonly QueryCheck _check = new(query);
    private readonly List<long> _places = [];

    public async ValueTask<LedgerMatches> RunAsync(
        long low, long high, long size, CancellationToken cancellationToken)
    {
        await LetWordsBeFoundAsync(cancellationToken);
        for (var examined = 0; ; examined += PostgresLimits.ReadAtOnce)
        {
            var blocks = await BlocksAsync(low, high, size, cancellationToken);
            await ReadAsync(blocks, low, high, cancellationToken);
            if (_places.Count > query.Limit)
                return new LedgerMatches(_places[..query.Limit], _places[query.Limit - 1]);
            if (blocks.Count < BlocksAtOnce)
                return new LedgerMatches(_places, null);
            (low, high) = query.NewestFirst ? (low, blocks[^1]) : (blocks[^1] + SearchBlock.Size, high);
            if (low >= high)
                return new LedgerMatches(_places, null);
            if (examined + PostgresLimits.ReadAtOnce >= PostgresLimits.MaxRead)
                return new LedgerMatches(_places, query.NewestFirst ? high : low - 1);
        }
    }

    // The index of words knows no order; it has few rows. The connection forgets it when it is given back.
    private async ValueTask LetWordsBeFoundAsync(CancellationToken cancellationToken)
    {
        await using var let = LedgerDatabase.Command(connection, "SET enable_bitmapscan = on");
        await let.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The next blocks that can have what is looked for, in the order asked for.</summary>
    private async ValueTask<List<long>> BlocksAsync(
        long low, long high, long size, CancellationToken cancellationToken)
    {
        var direction = query.NewestFirst ? "DESC" : "ASC";
        await using var ask = LedgerDatabase.Command(connection,
            "SELECT place FROM witness.words WHERE words @> $1 AND place >= $2 AND place < $3"
            + $" ORDER BY place {direction} LIMIT {BlocksAtOnce}",
            _check.Words, SearchBlock.PlaceOf(low), high);
        await using var rows = await ask.ExecuteReaderAsync(cancellationToken);
        var blocks = new List<long>();
        while (await rows.ReadAsync(cancellationToken))
            blocks.Add(rows.GetInt64(0));
        return WithTail(blocks, low, high, SearchBlock.PlaceOf(size));
    }

    // Which words are behind the last full block, nothing says.
    private List<long> WithTail(List<long> blocks, long low, long high, long tail)
    {
        var isAsked = tail < high && tail + SearchBlock.Size > low && !blocks.Contains(tail);
        if (isAsked && query.NewestFirst)
            blocks.Insert(0, tail);
        else if (isAsked && blocks.Count < BlocksAtOnce)
            blocks.Add(tail);
        return blocks[..Math.Min(blocks.Count, BlocksAtOnce)];
    }

    private async ValueTask ReadAsync(
        List<long> blocks, long low, long high, CancellationToken cancellationToken)
    {
        if (blocks.Count == 0)
            return;
        var (sql, values) = text.Blocks(blocks, low, high);
        await using var page = LedgerDatabase.Command(connection, sql, values);
        await using var rows = await page.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (_places.Count <= query.Limit && _check.Fits(rows.GetFieldValue<byte[]>(1)))
                _places.Add(rows.GetInt64(0));
        }
    }
}
