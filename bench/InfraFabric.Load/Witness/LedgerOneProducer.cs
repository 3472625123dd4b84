using System.Diagnostics;
using InfraFabric.Load.State;
using InfraFabric.Witness.Sqlite;

namespace InfraFabric.Load.Witness;

/// <summary>One producer, who waits for each entry, beside the raw chain with one entry at a time.</summary>
internal static class LedgerOneProducer
{
    private const int Rounds = 10;
    private const int EntriesPerRound = 1500;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        using var scratch = new Scratch();
        await using var stage = await LedgerStage.OpenAsync(SqliteLedgerStore.Open(scratch.File("ours")));
        using var raw = new RawChain(scratch.File("raw.log"));
        Latencies ours = new(), peer = new();
        ReadOnlyMemory<byte>[] entry = [new byte[300]];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < EntriesPerRound; i++)
            {
                var start = Stopwatch.GetTimestamp();
                raw.Append(entry);
                peer.Add(start);
            }

            for (var i = 0; i < EntriesPerRound; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await stage.Ledger.AppendAsync(LedgerStage.Note(i));
                ours.Add(start);
            }

            if (round == 0)
            {
                ours.Clear();
                peer.Clear();
            }
        }

        var p50 = ours.At(0.5).TotalMilliseconds;
        return
        [
            new Row("witness, one producer, p50", $"{p50:F3} ms, p99 {ours.At(0.99).TotalMilliseconds:F2} ms",
                $"raw hash chain: {peer.At(0.5).TotalMilliseconds:F3} ms, p99 {peer.At(0.99).TotalMilliseconds:F2} ms",
                "< 0.35 ms", p50 < 0.35),
        ];
    }
}
