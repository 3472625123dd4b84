namespace InfraFabric.Load.Peers;

/// <summary>graphile-worker on PostgreSQL, which flushes its log before each commit is acknowledged.</summary>
internal static class GraphileClaims
{
    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var rates = await QueuePeer.GraphileWorker.MeasureAsync();
        return
        [
            Row.OfPeer("graphile-worker, 64 workers, claims only", $"{rates["claim"]}"),
            Row.OfPeer("graphile-worker, 64 workers, claims and completions, defaults",
                $"{rates["claimAndComplete"]}"),
            Row.OfPeer("graphile-worker, 64 workers, claims and completions, 500 jobs locked by a statement",
                $"{rates["claimAndCompleteInBatches"]}"),
        ];
    }
}
