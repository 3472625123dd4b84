using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Tests.Ledgers;

public sealed class SqliteContractTests : LedgerStoreContract
{
    private readonly TestFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ValueTask<ILedgerStore> OpenAsync() => new(SqliteLedgerStore.Open(_folder.Path));
}
