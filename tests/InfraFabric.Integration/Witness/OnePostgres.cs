namespace InfraFabric.Integration.Witness;

/// <summary>One PostgreSQL for all tests of a class.</summary>
public sealed class OnePostgres : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await PostgresServer.MakeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
