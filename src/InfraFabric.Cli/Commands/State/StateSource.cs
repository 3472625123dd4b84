using InfraFabric.Api.State;
using InfraFabric.Cli.Frame;
using InfraFabric.Cli.Rendering;
using InfraFabric.Client;
using InfraFabric.Core.Config;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Backends;
using InfraFabric.Server.State;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.Cli.Commands.State;

/// <summary>
/// Where a command reads the state: the server that <c>--server</c> names, else the one that serves the home, else the
/// store itself, opened by this process.
/// </summary>
internal sealed class StateSource : IAsyncDisposable
{
    private readonly ServerCaller? _caller;
    private readonly IStateStore? _store;

    private StateSource(IStateApi api, ServerCaller? caller, IStateStore? store)
    {
        Api = api;
        _caller = caller;
        _store = store;
    }

    public IStateApi Api { get; }

    /// <summary>Whether nobody else can change the state: the embedded store is open, and in this process.</summary>
    public bool IsOnlyProcess => _store is EmbeddedStateStore;

    public static async Task<StateSource> OpenAsync(CommandRun run)
    {
        if (ServerAccess.Find(run) is { } caller)
            return new StateSource(new HttpStateApi(caller, run.Time), caller, null);
        var store = await OpenStoreAsync(run);
        return new StateSource(new StoreStateApi(store), null, store);
    }

    /// <summary>Opens the store of the home in this process. A home that holds no state yet is left as it is.</summary>
    public static async Task<IStateStore> OpenStoreAsync(CommandRun run)
    {
        var config = FabricConfig.Load(run.Home.Folder);
        if (config.Backend == StateBackend.Embedded && !Directory.Exists(config.Embedded.Directory))
        {
            throw new FabricException(ErrorTable.NotFound, $"There is no state in {config.Embedded.Directory} yet.",
                "No server has ever run with this home.", "Start one with 'ifctl up', or correct --home.");
        }

        using var progress = new Progress(run.Time, () => "opening the state...");
        return await StateBackends.OpenAsync(config, run.Time, run.Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _caller?.Dispose();
        if (_store is not null)
            await _store.DisposeAsync();
    }
}
