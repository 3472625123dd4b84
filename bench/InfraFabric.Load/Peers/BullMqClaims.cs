namespace InfraFabric.Load.Peers;

/// <summary>BullMQ on Redis, which flushes its log before each answer.</summary>
internal static class BullMqClaims
{
    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var rates = await QueuePeer.BullMq.MeasureAsync();
        return
        [
            Row.OfPeer("BullMQ, 64 workers, claims only, one connection for all", $"{rates["claim"]}"),
            Row.OfPeer("BullMQ, 64 workers, claims only, a connection for each",
                $"{rates["claimOnOwnConnections"]}"),
            Row.OfPeer("BullMQ, 64 workers, claims and completions, its own loop", $"{rates["claimAndComplete"]}"),
        ];
    }
}
