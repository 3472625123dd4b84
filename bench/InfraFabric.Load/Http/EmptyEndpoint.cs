namespace InfraFabric.Load.Http;

/// <summary>
/// An endpoint of our own server that does nothing: what HTTP itself leaves room for, by the same load that claims.
/// </summary>
internal static class EmptyEndpoint
{
    public const int Connections = 64;
    private const int Pings = 20_000;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);
    private static readonly byte[] Request = HttpRequests.Get("/healthz");

    private static Task<(HttpLoadResult Full, HttpLoadResult Ping)>? _measured;

    /// <summary>Measured once in a run, so that rows of ours can stand beside it.</summary>
    public static Task<(HttpLoadResult Full, HttpLoadResult Ping)> MeasureAsync() => _measured ??= MeasureOnceAsync();

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var (full, ping) = await MeasureAsync();
        return
        [
            Row.OfPeer($"empty endpoint of our server, {Connections} connections", $"{full}"),
            Row.OfPeer("empty endpoint of our server, one connection", $"{ping}"),
        ];
    }

    private static async Task<(HttpLoadResult Full, HttpLoadResult Ping)> MeasureOnceAsync()
    {
        await using var server = await IfctlServer.StartAsync();
        await HttpLoad.RunAsync(server.Address, Connections, Length, _ => Request);
        var full = await HttpLoad.RunAsync(server.Address, Connections, Length, _ => Request);
        var ping = await HttpLoad.RunAsync(server.Address, 1, Pings, _ => Request);
        return (full.WithoutRefusals(), ping.WithoutRefusals());
    }
}
