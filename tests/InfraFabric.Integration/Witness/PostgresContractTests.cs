using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Postgres;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Integration.Witness;

public sealed class PostgresContractTests(OnePostgres fixture) : LedgerStoreContract, IClassFixture<OnePostgres>
{
    private string? _connection;

    protected override async ValueTask<ILedgerStore> OpenAsync() =>
        await PostgresLedgerStore.OpenAsync(_connection ??= await fixture.Server.NewDatabaseAsync(), Token);
}
