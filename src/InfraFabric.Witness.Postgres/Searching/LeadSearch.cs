using InfraFabric.Witness.Searching;
using Npgsql;

namespace InfraFabric.Witness.Postgres.Searching;

/// <summary>One page of a search that goes through an index of the entries.</summary>
internal sealed class LeadSearch(NpgsqlConnection connection, LedgerQuery query, SearchText text)
{
    private readonly QueryCheck _check = new(query);
    private readonly List<long> _places = [];

    public async ValueTask<LedgerMatches> RunAsync(long low, long high, CancellationToken cancellationToken)
    {
        var left = _check.IsNeeded ? PostgresLimits.MaxRead : SearchLimits.MaxExamined;
        // One more than the page has tells whether there is another one.
        var take = _check.IsNeeded ? PostgresLimits.ReadAtOnce : query.Limit + 1;
        while (true)
        {
            var (read, examined, last) = await ReadAsync(low, high, left, take, cancellationToken);
            if (_places.Count > query.Limit)
                return new LedgerMatches(_places[..query.Limit], _places[query.Limit - 1]);
            left -= examined;
            if (left <= 0)
                return new LedgerMatches(_places, last);
            if (read < take)
                return new LedgerMatches(_places, null);
            (low, high) = query.NewestFirst ? (low, last) : (last + 1, high);
        }
    }

    /// <summary>
    /// Takes what is meant; how many rows there were, how many entries it looked at, and the last place.
    /// </summary>
    private async ValueTask<(int Read, int Examined, long Last)> ReadAsync(
        long low, long high, int left, int take, CancellationToken cancellationToken)
    {
        var (sql, values) = text.Page(low, high, left, take, _check.IsNeeded);
        await using var page = LedgerDatabase.Command(connection, sql, values);
        await using var rows = await page.ExecuteReaderAsync(cancellationToken);
        var (read, examined, last) = (0, 0, -1L);
        while (await rows.ReadAsync(cancellationToken))
        {
            read++;
            (last, examined) = (rows.GetInt64(0), (int)rows.GetInt64(1));
            if (_places.Count <= query.Limit && rows.GetBoolean(2)
                && (!_check.IsNeeded || _check.Fits(rows.GetFieldValue<byte[]>(3))))
            {
                _places.Add(last);
            }
        }

        return (read, examined, last);
    }
}
