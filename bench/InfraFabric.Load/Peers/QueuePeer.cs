using System.Text.Json;

namespace InfraFabric.Load.Peers;

/// <summary>
/// A queue of others, driven by its own library: 64 workers take 30,000 jobs that are already there. Measured once in a
/// run, when it is first asked for, so that rows of ours can stand beside it.
/// </summary>
internal sealed class QueuePeer(string script, Func<Task<ServerProcess>> start)
{
    public const int Workers = 64;
    public const int Jobs = 30_000;

    private const string Folder = "bench/peers";

    private Task<IReadOnlyDictionary<string, QueueRate>>? _measured;

    public static QueuePeer BullMq { get; } = new("bullmq.mjs", PeerServers.RedisAsync);

    public static QueuePeer GraphileWorker { get; } = new("graphile-worker.mjs", PeerServers.PostgresAsync);

    /// <summary>The rates by the names that the script gives them.</summary>
    public Task<IReadOnlyDictionary<string, QueueRate>> MeasureAsync() => _measured ??= RunAsync();

    private async Task<IReadOnlyDictionary<string, QueueRate>> RunAsync()
    {
        var path = Path.GetFullPath(Path.Combine(Folder, script));
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            throw new InvalidOperationException("The peers are not installed. From the root run: eng/setup-bench");
        await using var server = await start();
        var printed = await ServerProcess.RunAsync("node", path, $"{server.Port}", $"{Jobs}", $"{Workers}");
        return JsonSerializer.Deserialize<Dictionary<string, QueueRate>>(printed, JsonSerializerOptions.Web)!;
    }
}
