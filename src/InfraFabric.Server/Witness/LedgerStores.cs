using InfraFabric.Core.Config.Witness;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Sqlite;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Server.Witness;

/// <summary>Opens the ledger where the configuration says it is.</summary>
internal static class LedgerStores
{
    /// <summary>The caller disposes the store.</summary>
    public static ILedgerStore Open(WitnessConfig? config, string directory) =>
        config is { Backend: WitnessBackend.Postgres }
            ? throw new FabricException(ErrorTable.EnvironmentIncomplete, "This build keeps no ledger in PostgreSQL.",
                "'witness.backend: postgres' stands in the configuration.", "Use the embedded one: remove that line.")
            : SqliteLedgerStore.Open(directory);
}
