using InfraFabric.Witness.Searching;
using Npgsql;

namespace InfraFabric.Witness.Postgres.Searching;

/// <summary>The places that can have what is looked for: from one on, and before another.</summary>
internal static class PlaceBounds
{
    // Times go up with places, but for clocks that differ: each block says what it has. Behind the last full one are
    // entries without a block.
    private const string OfTimes = """
        SELECT (SELECT min(place) FROM witness.span WHERE last >= $1),
            (SELECT max(place) FROM witness.span WHERE first <= $2),
            (SELECT max(time) FROM witness.entry WHERE place >= $3),
            (SELECT min(time) FROM witness.entry WHERE place >= $3)
        """;

    public static async ValueTask<(long Low, long High)> OfAsync(
        NpgsqlConnection connection, LedgerQuery query, long size, CancellationToken cancellationToken)
    {
        var (low, high) = (0L, size);
        if (query.After is { } after)
            (low, high) = query.NewestFirst ? (0, Math.Min(size, after)) : (Math.Min(after, size) + 1, size);
        if (query.From is null && query.To is null)
            return (low, high);
        var (from, to) = (query.From?.UtcTicks ?? long.MinValue, query.To?.UtcTicks ?? long.MaxValue);
        var tail = SearchBlock.PlaceOf(size);
        await using var ask = LedgerDatabase.Command(connection, OfTimes, from, to, tail);
        await using var row = await ask.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var first = Number(row, 0) ?? (Number(row, 2) >= from ? tail : size);
        var end = Number(row, 3) <= to ? size : Number(row, 1) + SearchBlock.Size ?? 0;
        return (Math.Max(low, first), Math.Min(high, end));
    }

    private static long? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
