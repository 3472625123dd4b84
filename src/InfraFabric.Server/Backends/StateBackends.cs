using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.Server.Backends;

/// <summary>Opens the state where the configuration says it is.</summary>
public static class StateBackends
{
    public static async Task<IStateStore> OpenAsync(
        FabricConfig config, TimeProvider time, CancellationToken cancellationToken) => config.Backend switch
        {
            StateBackend.Embedded => await EmbeddedStateStore.OpenAsync(OptionsOf(config), time, cancellationToken),
            _ => throw new FabricException(ErrorTable.ConfigInvalid, $"There is no backend '{config.Backend}'.", "", ""),
        };

    private static EmbeddedOptions OptionsOf(FabricConfig config) => new()
    {
        Directory = config.Embedded.Directory,
        RetainedRevisions = (int)config.Retention.HistoryRevisions,
    };
}
