using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Optimise.Spends;

namespace InfraFabric.Load.Optimise;

/// <summary>A ledger in which for every ten spendings a task is added and ended, made as it is read.</summary>
internal sealed class MadeLedger(int spends) : ILedgerSource
{
    public static readonly DateTimeOffset Begin = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    public const int Days = 30;

    private const int PerTask = 12;
    private const int Swarms = 1000;
    private const int Models = 20;
    private const int Kinds = 50;

    private static readonly string[] Ends = ["task.complete", "task.complete", "task.complete", "task.fail"];

    public string Id => "made";

    private long Size => spends / (PerTask - 2) * PerTask;

    public ValueTask<long> SizeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Size);

    public ValueTask<IReadOnlyList<LedgerFact?>> ReadAsync(
        long first, int count, CancellationToken cancellationToken)
    {
        var entries = new LedgerFact?[Math.Min(count, Size - first)];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = At(first + i);
        return ValueTask.FromResult<IReadOnlyList<LedgerFact?>>(entries);
    }

    private LedgerFact At(long place)
    {
        var (task, step) = Math.DivRem(place, PerTask);
        var id = new Guid((int)task, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0);
        var time = Begin + (TimeSpan.FromDays(Days) * ((double)place / Size));
        return step switch
        {
            0 => Entry(id, time, "task.add", new() { ["type"] = $"kind-{task % Kinds}", ["requires"] = "code:csharp" }),
            PerTask - 1 => Entry(id, time, Ends[task % Ends.Length], null),
            _ => Entry(id, time, "budget.settle", new()
            {
                ["budgets"] = $"fabric swarm/swarm-{task % Swarms} task/{id:D}",
                ["model"] = $"acme:model-{place % Models}",
                ["price_book"] = "sha256:one",
                ["usage.input"] = "1200",
                ["usage.output"] = "310",
            }) with
            {
                Cost = Money.FromMicroUsd(100 + (place % 9000)),
            },
        };
    }

    private static LedgerFact Entry(
        Guid id, DateTimeOffset time, string operation, Dictionary<string, string>? facts) => new()
        {
            Operation = operation,
            Subject = $"tasks/{id:D}",
            Time = time,
            Trace = TraceToken.From(id),
            Fence = 1,
            Parameters = facts,
        };
}
