using System.Diagnostics;
using InfraFabric.Load.State;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Sqlite;

namespace InfraFabric.Load.Witness;

/// <summary>Proofs of entries of a large ledger, each read from the file with nothing kept from the last.</summary>
internal static class LedgerProofs
{
    private const int Proofs = 5000;
    private const int Group = 1000;

    public static async Task<IReadOnlyList<Row>> RunAsync(Effort effort)
    {
        var size = effort.Of(10_000_000);
        using var scratch = new Scratch();
        await using var stage = await LedgerStage.OpenAsync(SqliteLedgerStore.Open(scratch.File("ours")));
        var clock = Stopwatch.StartNew();
        for (var first = 0; first < size; first += Group)
            await stage.Ledger.AppendAsync(LedgerStage.Outbox(first, Math.Min(Group, size - first)));
        var filling = clock.Elapsed.TotalSeconds;

        var chance = new Random(1);
        var times = new Latencies();
        for (var i = 0; i < Proofs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await new TreeReader(stage.Ledger.Tiles, size).ProveInclusionAsync(chance.Next(size));
            times.Add(start);
        }

        var p99 = times.At(0.99).TotalMilliseconds;
        return
        [
            new Row($"witness, inclusion proof from {size:N0} entries, p99",
                $"{p99:F3} ms, p50 {times.At(0.5).TotalMilliseconds:F3} ms", "-", "< 2 ms", p99 < 2),
            new Row("witness, one drain, entries/s", $"{size / filling:N0}", "-", "-", Reached: true),
        ];
    }
}
