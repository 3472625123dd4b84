using System.Diagnostics;
using InfraFabric.Core.Errors;
using InfraFabric.Load.State;
using InfraFabric.Optimise.Reports;
using InfraFabric.Optimise.Spends;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Load.Optimise;

/// <summary>Costs of a month with many spendings: reading the ledger for them, and reports of all of it.</summary>
internal static class OptimiseReport
{
    private const int Samples = 5;

    private static readonly CostDimension[] Dimensions =
        [CostDimension.Model, CostDimension.Swarm, CostDimension.Kind, CostDimension.Day, CostDimension.Task];

    public static async Task<IReadOnlyList<Row>> RunAsync(Effort effort)
    {
        var spends = effort.Of(1_000_000);
        using var scratch = new Scratch();
        await using var store = await Workload.OpenAsync(scratch.File("state"));
        var clock = Stopwatch.StartNew();
        await using var costs = CostLedger.Start(
            new MadeLedger(spends), store, scratch.File("costs"), TimeProvider.System, NullLogger.Instance);
        await ReadAllAsync(costs);
        var reading = clock.Elapsed.TotalSeconds;

        var rows = new List<Row>
        {
            new(
                $"costs, {spends:N0} spendings read, entries/s", $"{spends * 1.2 / reading:N0}", "-", "-",
                Reached: true),
        };
        foreach (var by in Dimensions)
        {
            var times = new Latencies();
            for (var i = 0; i < Samples; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await costs.ReportAsync(QueryOf(by));
                times.Add(start);
            }

            rows.Add(new Row(
                $"costs, report of {spends:N0} spendings by {by.ToString().ToLowerInvariant()}",
                $"{times.At(0.5).TotalMilliseconds:N0} ms", "-", "-", Reached: true));
        }

        return rows;
    }

    private static CostQuery QueryOf(CostDimension by) => new()
    {
        By = [by],
        From = MadeLedger.Begin,
        To = MadeLedger.Begin.AddDays(MadeLedger.Days + 1),
    };

    // It is refused as long as it takes too long until the ledger has been read.
    private static async Task ReadAllAsync(CostLedger costs)
    {
        while (true)
        {
            try
            {
                await costs.ReportAsync(QueryOf(CostDimension.Model));
                return;
            }
            catch (FabricException behind) when (behind.Error == ErrorTable.NotReady)
            {
                // It goes on reading meanwhile.
            }
        }
    }
}
