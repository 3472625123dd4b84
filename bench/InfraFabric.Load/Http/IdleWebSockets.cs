using InfraFabric.Load.Peers;
using InfraFabric.Load.Startup;

namespace InfraFabric.Load.Http;

/// <summary>What an idle WebSocket costs a server that does nothing else: the peer of an agent's idle stream.</summary>
internal static class IdleWebSockets
{
    public const int Connections = 10_000;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var server = await ServerProcess.StartAsync(
            BuiltPrograms.IdleSockets, (port, _) => [$"{port}"]);
        var upgrade = HttpRequests.Upgrade("/");
        var bytes = await ProcessMemory.GrowthAsync(server.ProcessId,
            () => IdleConnections.OpenAsync(server.Address, Connections, status: 101, _ => upgrade));
        return
        [
            Row.OfPeer($"memory of an idle WebSocket on Kestrel, {Connections:N0} connections",
                $"{bytes / 1024.0 / Connections:F1} KiB"),
        ];
    }
}
