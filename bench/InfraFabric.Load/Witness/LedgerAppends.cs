using System.Diagnostics;
using InfraFabric.Load.State;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Sqlite;

namespace InfraFabric.Load.Witness;

/// <summary>
/// 128 producers who each wait until their entry is durable and provable, beside a raw chain that writes as many at
/// once. They take turns, so that both meet the same disk.
/// </summary>
internal static class LedgerAppends
{
    private const int Producers = 128;
    private const int Rounds = 5;

    // Of so many acknowledged entries one is proven.
    private const int ProvenOneOf = 997;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        using var scratch = new Scratch();
        await using var stage = await LedgerStage.OpenAsync(SqliteLedgerStore.Open(scratch.File("ours")));
        using var raw = new RawChain(scratch.File("raw.log"));
        long ours = 0, peer = 0;
        Latencies latencies = new(), proofs = new(), groups = new();
        var processor = TimeSpan.Zero;
        var bytes = new ReadOnlyMemory<byte>(new byte[300]);
        for (var round = 0; round <= Rounds; round++)
        {
            var turn = new Latencies();
            var written = RawTurn(raw, bytes, turn);
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var acknowledged = await TurnAsync(stage, proofs);
            // The first turn of each is for warming up.
            if (round == 0)
            {
                proofs.Clear();
                continue;
            }

            processor += Process.GetCurrentProcess().TotalProcessorTime - before;
            peer += written;
            groups.Add(turn);
            ours += acknowledged.Count;
            latencies.Add(acknowledged);
        }

        var seconds = Rounds * Turn.TotalSeconds;
        var provable = proofs.At(0.99).TotalMilliseconds;
        return
        [
            new Row("witness, 128 producers, entries/s, durable, under a signed checkpoint",
                $"{ours / seconds:N0}, p50 {latencies.At(0.5).TotalMilliseconds:F2} ms,"
                + $" p99 {latencies.At(0.99).TotalMilliseconds:F2} ms,"
                + $" {processor.TotalMicroseconds / ours:F1} µs of CPU each",
                $"raw hash chain, one signature and fsync a group of {Producers}: {peer / seconds:N0}/s,"
                + $" p50 {groups.At(0.5).TotalMilliseconds:F2} ms",
                "≥ 100,000", ours / seconds >= 100_000),
            new Row("witness, acknowledged to proven, p99", $"{provable:F2} ms", "-", "< 100 ms", provable < 100),
        ];
    }

    private static async Task<Latencies> TurnAsync(LedgerStage stage, Latencies proofs)
    {
        var clock = Stopwatch.StartNew();
        var each = await Task.WhenAll(Enumerable.Range(0, Producers).Select(producer => Task.Run(async () =>
        {
            var mine = new Latencies();
            var note = LedgerStage.Note(producer);
            while (clock.Elapsed < Turn)
            {
                var start = Stopwatch.GetTimestamp();
                var place = await stage.Ledger.AppendAsync(note);
                mine.Add(start);
                if (place % ProvenOneOf == 0)
                    await ProveAsync(stage, place, proofs);
            }

            return mine;
        })));
        var all = new Latencies();
        foreach (var mine in each)
            all.Add(mine);
        return all;
    }

    private static async Task ProveAsync(LedgerStage stage, long place, Latencies proofs)
    {
        var start = Stopwatch.GetTimestamp();
        var tiles = stage.Ledger.Tiles;
        var size = stage.Ledger.Head.Size;
        await new TreeReader(tiles, size).ProveInclusionAsync(place);
        proofs.Add(start);
    }

    private static long RawTurn(RawChain raw, ReadOnlyMemory<byte> entry, Latencies groups)
    {
        var entries = 0L;
        var group = Enumerable.Repeat(entry, Producers).ToArray();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Turn; entries += Producers)
        {
            var start = Stopwatch.GetTimestamp();
            raw.Append(group);
            groups.Add(start);
        }

        return entries;
    }
}
