using InfraFabric.Witness.Conformance;
using InfraFabric.Witness.Searching;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Witness.Tests.Searching;

public sealed class SqliteSearchTests : LedgerSearchContract
{
    private readonly TestFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ValueTask<(ILedgerStore Store, ILedgerIndex Index)> OpenAsync()
    {
        var store = SqliteLedgerStore.Open(_folder.Path);
        var index = FollowingIndex.Start(store, _folder.Path, TimeProvider.System, NullLogger.Instance);
        return new((store, index));
    }
}
