using System.Text;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Postgres;
using InfraFabric.Witness.Postgres.Schema;
using InfraFabric.Witness.Postgres.Searching;
using InfraFabric.Witness.Searching;
using Npgsql;

namespace InfraFabric.Integration.Witness;

/// <summary>A search of a large ledger goes through an index, in order, and ends after so much work.</summary>
public sealed class PostgresPlanTests(OnePostgres fixture) : IClassFixture<OnePostgres>
{
    private const int Entries = 300_000;

    private static readonly TraceToken Trace = TraceToken.Parse("00000000-0000-7000-8000-000000000007");

    private static readonly DateTimeOffset Begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task Search_OfALargeLedger_ReadsNoMoreThanItMust()
    {
        await using var database = SessionSettings.ForSearch(SessionSettings.Of(await MakeAsync()));
        foreach (var (query, index) in (IEnumerable<(LedgerQuery, string)>)
            [
                (new() { Trace = Trace }, "entry_trace"),
                (new() { Trace = Trace, NewestFirst = true }, "entry_trace"),
                (new() { Task = TaskId.From(Guid.Empty) }, "entry_task"),
                (new() { Fence = 5 }, "entry_fence"),
                (new() { Swarm = "swarm" }, "entry_swarm"),
                (new() { Severity = NoteSeverity.High, NewestFirst = true }, "entry_severity"),
                (new() { NewestFirst = true }, "entry_pkey"),
            ])
        {
            var plan = await ExplainAsync(database.Source, query);

            plan.ShouldContain(index, customMessage: $"{query}\n{plan}");
            plan.ShouldNotContain("Seq Scan", customMessage: $"{query}\n{plan}");
            plan.ShouldNotContain("Bitmap", customMessage: $"{query}\n{plan}");
            plan.ShouldNotContain("->  Sort", customMessage: $"{query}\n{plan}");
        }
    }

    [Fact]
    public async Task Find_OfWhatIsNotThere_EndsItsPageAndGoesOn()
    {
        await using var index = PostgresLedgerIndex.Of(await MakeAsync());
        var none = new LedgerQuery { Component = "none" };

        var first = await index.FindAsync(none, Entries);
        var last = await index.FindAsync(none with { After = first.NextAfter }, Entries);
        var newest = await index.FindAsync(none with { NewestFirst = true }, Entries);
        var oneDay = await index.FindAsync(
            new LedgerQuery { From = Begin.AddSeconds(250_000), To = Begin.AddSeconds(250_009) }, Entries);

        first.Places.ShouldBeEmpty();
        first.NextAfter.ShouldBe(SearchLimits.MaxExamined - 1);
        last.Places.ShouldBeEmpty();
        last.NextAfter.ShouldBeNull();
        newest.NextAfter.ShouldBe(Entries - SearchLimits.MaxExamined);
        oneDay.Places.ShouldBe(Enumerable.Range(250_000, 10).Select(place => (long)place));
    }

    [Fact]
    public async Task Find_OfWordsThatNoEntryHasTogether_EndsItsPageAndGoesOn()
    {
        await using var index = PostgresLedgerIndex.Of(await MakeAsync());
        var query = new LedgerQuery { Text = "even odd" };
        var pages = 0;

        for (LedgerMatches page; query is not null; pages++)
        {
            page = await index.FindAsync(query, Entries);
            page.Places.ShouldBeEmpty();
            query = page.NextAfter is { } after ? query with { After = after } : null;
        }

        pages.ShouldBeGreaterThan(Entries / (PostgresLimits.MaxRead + PostgresLimits.ReadAtOnce));
    }

    [Fact]
    public async Task Open_TablesFromBeforeTheSearch_FillsWhatIsSearched()
    {
        var connection = await fixture.Server.NewDatabaseAsync();
        var database = new NpgsqlConnectionStringBuilder(connection).Database!;
        await fixture.Server.ExecuteAsync(database,
            "CREATE SCHEMA witness; CREATE TABLE witness.version(number int PRIMARY KEY, applied timestamptz"
            + $" NOT NULL DEFAULT now()); {Migrations.All[0]}{Migrations.All[1]}"
            + "INSERT INTO witness.version VALUES(1), (2);"
            + "INSERT INTO witness.head VALUES(1, 'old', 600, 600, 0, '', 0);");
        await fixture.Server.ExecuteAsync(database, OldEntries());

        await using var store = await PostgresLedgerStore.OpenAsync(connection);
        await using var index = PostgresLedgerIndex.Of(connection);

        store.Id.ShouldBe("old");
        (await index.FindAsync(new LedgerQuery { Swarm = "one" }, 600)).Places.ShouldBe([0, 2, 4]);
        (await index.FindAsync(new LedgerQuery { Text = "word300" }, 600)).Places.ShouldBe([300]);
        (await index.FindAsync(new LedgerQuery { Text = "word599" }, 600)).Places.ShouldBe([599]);
        (await index.FindAsync(new LedgerQuery { From = Begin.AddSeconds(590) }, 600)).Places.Count.ShouldBe(10);
    }

    private static string OldEntries()
    {
        var rows = new StringBuilder("INSERT INTO witness.entry VALUES");
        for (var i = 0; i < 600; i++)
        {
            var entry = EntryForm.Read(SomeBatches.Entry(i)) with
            {
                Subject = i is 0 or 2 or 4 ? "swarms/one" : "else",
                Time = Begin.AddSeconds(i),
                Why = $"word{i}",
            };
            var body = Convert.ToHexString(SomeBatches.Bytes(entry).Span);
            rows.Append(i == 0 ? "" : ",").Append(
                $"({i}, '\\x{body}', '{Trace}', 'a', 'c', 'o', '{entry.Subject}', 0, "
                + $"{entry.Time.UtcTicks}, NULL, '{entry.Why}')");
        }

        return rows.ToString();
    }

    /// <summary>A large ledger, as far as searches see it: all its entries have one of two texts.</summary>
    private async Task<string> MakeAsync()
    {
        var connection = await fixture.Server.NewDatabaseAsync();
        await (await PostgresLedgerStore.OpenAsync(connection)).DisposeAsync();
        await fixture.Server.ExecuteAsync(new NpgsqlConnectionStringBuilder(connection).Database!, $$"""
            INSERT INTO witness.entry(
                place, body, trace, actor, component, operation, severity, time, fence, task, swarm)
            SELECT i, CASE i % 2 WHEN 0 THEN '\x{{BodyOf("even")}}'::bytea ELSE '\x{{BodyOf("odd")}}'::bytea END,
                ('00000000-0000-7000-8000-' || lpad((i / 10)::text, 12, '0'))::uuid,
                'if://agent/a' || i % 50 || '/1', 'component', 'operation.' || i % 20,
                CASE WHEN i % 100 = 0 THEN 1 + i / 100 % 4 ELSE 0 END, {{Begin.UtcTicks}} + i * 10000000,
                CASE WHEN i % 10 = 0 THEN i END,
                CASE WHEN i % 3 = 0 THEN ('00000000-0000-7000-8000-' || lpad((i / 30)::text, 12, '0'))::uuid END,
                CASE WHEN i % 7 = 0 THEN 'swarm-' || i % 1000 END
            FROM generate_series(0::bigint, {{Entries}} - 1) AS i;
            INSERT INTO witness.span
            SELECT i, {{Begin.UtcTicks}} + i * 10000000, {{Begin.UtcTicks}} + (i + 255) * 10000000
            FROM generate_series(0::bigint, {{Entries}} - 256, 256) AS i;
            INSERT INTO witness.words SELECT place, ARRAY['even', 'odd'] FROM witness.span;
            UPDATE witness.head SET size = {{Entries}};
            ANALYZE;
            """);
        return connection;
    }

    private static string BodyOf(string why) => Convert.ToHexString(
        SomeBatches.Bytes(EntryForm.Read(SomeBatches.Entry(0)) with { Why = why }).Span);

    private static async Task<string> ExplainAsync(NpgsqlDataSource source, LedgerQuery query)
    {
        var (sql, values) = new SearchText(query, null).Page(
            0, Entries, SearchLimits.MaxExamined, query.Limit + 1, whole: false);
        await using var explain = source.CreateCommand($"EXPLAIN {sql}");
        foreach (var value in values)
            explain.Parameters.Add(new() { Value = value });
        await using var rows = await explain.ExecuteReaderAsync();
        var plan = new StringBuilder();
        while (await rows.ReadAsync())
            plan.AppendLine(rows.GetString(0));
        return plan.ToString();
    }
}
