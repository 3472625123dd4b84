using InfraFabric.Core.Config.Witness;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Integration.Etcd;
using InfraFabric.Server.Witness;
using InfraFabric.State.Contract;
using InfraFabric.Witness;
using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace InfraFabric.Integration.Witness;

/// <summary>
/// A server opens the ledger that its configuration names, or says what is wrong, never with the password.
/// </summary>
public sealed class LedgerStoresTests(OnePostgres fixture) : IClassFixture<OnePostgres>
{
    private const string Password = "right-and-secret";

    [Fact]
    public async Task Open_OverTlsWithAPassword_ChecksBoth()
    {
        var folder = Directory.CreateTempSubdirectory("if-ledger-tls-");
        await using var server = await PostgresServer.MakeAsync();
        var certificates = new Certificates(folder.FullName, "good");
        var config = ConfigOf(server.Connection("shared", "ledger")) with
        {
            Tls = true,
            CaFile = certificates.Authority,
            PasswordFile = Write(folder, "password", Password + "\n"),
        };
        await SecureAsync(server, certificates);

        await ShouldOpenAsync(config);

        var wrong = config with { PasswordFile = Write(folder, "wrong", "wrong-and-secret") };
        (await ShouldFailAsync(wrong, ErrorTable.Unauthenticated)).ToString().ShouldNotContain("wrong-and-secret");
        await ShouldFailAsync(config with { PasswordFile = null }, ErrorTable.Unauthenticated);
        var stranger = new Certificates(folder.FullName, "stranger").Authority;
        (await ShouldFailAsync(config with { CaFile = stranger }, ErrorTable.StateUnavailable, new HastyTime()))
            .What.ShouldContain("cannot be secured");
        await ShouldFailAsync(config with { Tls = false }, ErrorTable.Unauthenticated);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Open_PasswordFileThatOthersMayRead_IsRefused()
    {
        var folder = Directory.CreateTempSubdirectory("if-ledger-open-");
        var file = Write(folder, "password", Password);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        await ShouldFailAsync(
            ConfigOf(fixture.Server.Connection("postgres")) with { PasswordFile = file }, ErrorTable.KeyFileExposed);

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Open_OfADatabaseThatComesLater_WaitsForIt()
    {
        await using var server = await PostgresServer.MakeAsync();
        var config = ConfigOf(await server.NewDatabaseAsync());
        await server.StopAsync();

        var opening = ShouldOpenAsync(config);
        await server.StartAsync();

        await opening;
    }

    [Fact]
    public async Task Open_OfADatabaseThatNeverComes_GivesUpAndSaysWhere()
    {
        var port = EtcdMember.FreePort();

        var error = await ShouldFailAsync(
            ConfigOf($"Host=127.0.0.1;Port={port};Database=ledger;Username=u"), ErrorTable.StateUnavailable,
            new HastyTime());

        error.What.ShouldContain($"127.0.0.1:{port}/ledger");
    }

    [Fact]
    public async Task Sweep_OfALedgerInPostgres_TakesOldTextsAndTheirWords()
    {
        const int Old = 512;
        var (store, index) = await OpenAsync(ConfigOf(await fixture.Server.NewDatabaseAsync()), TimeProvider.System);
        using var key = SigningKey.Generate();
        var options = new LedgerOptions { Origin = "test.example/ledger", Keys = [key] };
        await using (var ledger = await Ledger.OpenAsync(store, options, null, NullLogger.Instance))
        {
            var old = SomeNotes.Of("if://agent/a/1", "op") with { Time = DateTimeOffset.UnixEpoch, Why = "ancient" };
            var fresh = old with { Time = TimeProvider.System.GetUtcNow(), Why = "fresh" };
            await ledger.AppendAsync([.. Enumerable.Range(1, Old + 10).Select(i => new PositionedNote(
                new NotePosition(i, 0), i <= Old ? old : fresh))]);
        }

        var search = new LedgerSearch(store, index);
        await using var sweep = new RetentionSweep(
            store, search, index, TimeSpan.FromDays(30), TimeProvider.System, NullLogger.Instance);

        (await sweep.SweepAsync(CancellationToken.None)).ShouldBe(Old);

        (await search.FindAsync(new LedgerQuery { Text = "ancient" })).Entries.ShouldBeEmpty();
        (await search.FindAsync(new LedgerQuery { Text = "fresh" })).Entries.Count.ShouldBe(10);
        (await store.ReadEntriesAsync(0, Old)).ShouldAllBe(entry => entry.IsEmpty);
        await index.DisposeAsync();
        await store.DisposeAsync();
    }

    private static WitnessConfig With(WitnessPostgresConfig config) => new()
    {
        Backend = WitnessBackend.Postgres,
        Directory = "unused",
        Postgres = config,
    };

    private static WitnessPostgresConfig ConfigOf(string connection)
    {
        var to = new NpgsqlConnectionStringBuilder(connection);
        return new WitnessPostgresConfig
        {
            Host = to.Host!,
            Port = to.Port,
            Database = to.Database!,
            User = to.Username!,
            Tls = false,
        };
    }

    private static Task<(ILedgerStore Store, ILedgerIndex Index)> OpenAsync(
        WitnessPostgresConfig config, TimeProvider time) => LedgerStores.OpenAsync(
        With(config), "unused", time, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);

    private static async Task ShouldOpenAsync(WitnessPostgresConfig config)
    {
        var (store, index) = await OpenAsync(config, TimeProvider.System);
        await store.AppendAsync(SomeBatches.Of(0, 3));
        (await index.FindAsync(new LedgerQuery { Actor = "if://agent/a1/0" }, 3)).Places.ShouldBe([1]);
        await index.DisposeAsync();
        await store.DisposeAsync();
    }

    private static async Task<FabricException> ShouldFailAsync(
        WitnessPostgresConfig config, ErrorCode error, TimeProvider? time = null)
    {
        var thrown = await Should.ThrowAsync<FabricException>(() => OpenAsync(config, time ?? TimeProvider.System));
        thrown.Error.ShouldBe(error, thrown.ToString());
        return thrown;
    }

    private static string Write(DirectoryInfo folder, string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>Has a server ask the ledger's user for encryption and a password.</summary>
    private static async Task SecureAsync(PostgresServer server, Certificates certificates)
    {
        await server.ExecuteAsync("postgres", $"CREATE ROLE ledger LOGIN PASSWORD '{Password}'");
        await server.ExecuteAsync("postgres", "CREATE DATABASE shared OWNER ledger");
        await WriteAsync(server, "server.crt", await File.ReadAllTextAsync(certificates.Server.Certificate));
        await WriteAsync(server, "server.key", await File.ReadAllTextAsync(certificates.Server.Key));
        await WriteAsync(server, "pg_hba.conf", """
            hostssl all ledger 127.0.0.1/32 scram-sha-256
            host all postgres 127.0.0.1/32 trust
            """);
        await server.ExecuteAsync("postgres", "ALTER SYSTEM SET ssl = on");
        await server.StopAsync();
        await server.StartAsync();
    }

    // It writes the file itself, which must be its own.
    private static async Task WriteAsync(PostgresServer server, string name, string text) => await server.ExecuteAsync(
        "postgres", $"""
            COPY (SELECT unnest(string_to_array($text${text}$text$, E'\n')))
            TO PROGRAM 'umask 077; cat > {name}'
            """);
}
