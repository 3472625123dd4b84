using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Postgres;
using InfraFabric.Witness.Postgres.Searching;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Integration.Witness;

public sealed class PostgresSearchTests(OnePostgres fixture) : LedgerSearchContract, IClassFixture<OnePostgres>
{
    protected override async ValueTask<(ILedgerStore Store, ILedgerIndex Index)> OpenAsync()
    {
        var connection = await fixture.Server.NewDatabaseAsync();
        return (await PostgresLedgerStore.OpenAsync(connection, Token), PostgresLedgerIndex.Of(connection));
    }
}
