using InfraFabric.Core.Errors;
using InfraFabric.Integration.Etcd;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Postgres;
using Npgsql;

namespace InfraFabric.Integration.Witness;

/// <summary>What is wrong with a database is said, with what to do; and what is cut off is whole.</summary>
public sealed class PostgresFaultTests(OnePostgres fixture) : IClassFixture<OnePostgres>
{
    private readonly PostgresServer _server = fixture.Server;

    [Theory]
    [InlineData("")]
    [InlineData("Host=127.0.0.1;Port=none")]
    [InlineData("Host=127.0.0.1;Nonsense=1")]
    public Task Open_NoConnectionString_SaysThatItIsTheConfiguration(string connection) =>
        ShouldFailAsync(ErrorTable.ConfigInvalid, connection);

    [Fact]
    public async Task Open_NoServer_SaysWhereItShouldBe()
    {
        var port = EtcdMember.FreePort();

        var error = await ShouldFailAsync(
            ErrorTable.StateUnavailable, $"Host=127.0.0.1;Port={port};Database=ledger;Username=u;Password=hidden");

        error.What.ShouldContain($"127.0.0.1:{port}/ledger");
        error.ToString().ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Open_NoDatabase_SaysHowToMakeIt() =>
        (await ShouldFailAsync(ErrorTable.EnvironmentIncomplete, _server.Connection("absent")))
            .Fix.ShouldContain("CREATE DATABASE");

    [Fact]
    public async Task Open_NoRights_SaysWhichAreNeeded()
    {
        var database = new NpgsqlConnectionStringBuilder(await _server.NewDatabaseAsync()).Database!;
        await _server.ExecuteAsync("postgres", "CREATE ROLE poor LOGIN");

        (await ShouldFailAsync(ErrorTable.EnvironmentIncomplete, _server.Connection(database, "poor")))
            .Fix.ShouldContain("CREATE");
    }

    [Fact]
    public async Task Open_TablesMadeByAnother_NeedsNoRightToMakeThem()
    {
        var owner = await _server.NewDatabaseAsync();
        var database = new NpgsqlConnectionStringBuilder(owner).Database!;
        await using var made = await PostgresLedgerStore.OpenAsync(owner);
        await _server.ExecuteAsync("postgres", "CREATE ROLE writer LOGIN");
        await _server.ExecuteAsync(database, "GRANT USAGE ON SCHEMA witness TO writer");
        await _server.ExecuteAsync(
            database, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA witness TO writer");

        await using var store = await PostgresLedgerStore.OpenAsync(_server.Connection(database, "writer"));
        await store.AppendAsync(SomeBatches.Of(0, 300));

        store.Id.ShouldBe(made.Id);
        (await made.LoadAsync()).Size.ShouldBe(300);
    }

    [Fact]
    public async Task Open_ByManyAtOnce_MakesOneLedger()
    {
        var connection = await _server.NewDatabaseAsync();

        var stores = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => PostgresLedgerStore.OpenAsync(connection).AsTask()));

        stores.Select(store => store.Id).Distinct().ShouldHaveSingleItem();
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Open_TablesOfANewerProgram_IsRefused()
    {
        var connection = await _server.NewDatabaseAsync();
        await (await PostgresLedgerStore.OpenAsync(connection)).DisposeAsync();
        await _server.ExecuteAsync(
            new NpgsqlConnectionStringBuilder(connection).Database!, "INSERT INTO witness.version VALUES(1000)");

        (await ShouldFailAsync(ErrorTable.EnvironmentIncomplete, connection)).Fix.ShouldContain("Update");
    }

    [Fact]
    public async Task Append_WhileASilentServerHasTheTurn_PutsItOut()
    {
        var connection = await _server.NewDatabaseAsync();
        await using var store = await PostgresLedgerStore.OpenAsync(connection);
        await using var frozen = NpgsqlDataSource.Create(connection);
        await using var held = await frozen.OpenConnectionAsync();
        await using var turn = new NpgsqlCommand("BEGIN; SELECT pg_advisory_xact_lock(1229346636, 1)", held);
        await turn.ExecuteNonQueryAsync();

        await store.AppendAsync(SomeBatches.Of(0, 3));

        (await store.LoadAsync()).Size.ShouldBe(3);
        await Should.ThrowAsync<PostgresException>(() => turn.ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task Append_WhoseAnswerIsLost_SaysThatItIsNotKnown()
    {
        var connection = await _server.NewDatabaseAsync();
        var database = new NpgsqlConnectionStringBuilder(connection).Database!;
        await using var store = await PostgresLedgerStore.OpenAsync(connection);
        // The commit itself waits here, until its connection is cut.
        await _server.ExecuteAsync(database, """
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER wait AFTER UPDATE ON witness.head DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION wait();
            """);

        var append = store.AppendAsync(SomeBatches.Of(0, 3)).AsTask();
        while (!append.IsCompleted)
        {
            await _server.ExecuteAsync(database,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
        }

        (await Should.ThrowAsync<FabricException>(append)).Error.ShouldBe(ErrorTable.StateOutcomeUnknown);
        (await store.LoadAsync()).Size.ShouldBe(0);
    }

    [Fact]
    public async Task Append_OnADiskThatIsFull_SaysSoAndGoesOnOnceThereIsSpace()
    {
        await using var server = await PostgresServer.MakeOnASmallDiskAsync();
        await server.ExecuteAsync("postgres", $"CREATE TABLESPACE small LOCATION '{server.SmallFolder}'");
        await server.ExecuteAsync("postgres", "CREATE DATABASE ledger TABLESPACE small");
        await using var store = await PostgresLedgerStore.OpenAsync(server.Connection("ledger"));
        long size = 0;

        var full = await Should.ThrowAsync<FabricException>(async () =>
        {
            while (true)
            {
                await store.AppendAsync(SomeBatches.Of(size, 500));
                size += 500;
            }
        });

        full.Error.ShouldBe(ErrorTable.StateFailed, full.ToString());
        (await store.LoadAsync()).Size.ShouldBe(size);
        server.FreeSmallDisk();
        await store.AppendAsync(SomeBatches.Of(size, 500));
        (await store.ReadEntriesAsync(size, 1000)).Count.ShouldBe(500);
    }

    private static async Task<FabricException> ShouldFailAsync(ErrorCode error, string connection)
    {
        var thrown = await Should.ThrowAsync<FabricException>(
            async () => await (await PostgresLedgerStore.OpenAsync(connection)).DisposeAsync());
        thrown.Error.ShouldBe(error);
        return thrown;
    }
}
