using InfraFabric.Optimise.Spends;
using InfraFabric.Server.Witness;
using InfraFabric.Witness.Entries;

namespace InfraFabric.Server.Optimise;

/// <summary>Gives the costs the entries of the ledger that tell of spending.</summary>
internal sealed class LedgerSpending(FabricWitness witness) : ILedgerSource
{
    public string Id => witness.Store.Id;

    public async ValueTask<long> SizeAsync(CancellationToken cancellationToken) =>
        (await witness.Store.LoadAsync(cancellationToken)).Size;

    public async ValueTask<IReadOnlyList<LedgerFact?>> ReadAsync(
        long first, int count, CancellationToken cancellationToken)
    {
        var entries = await witness.Store.ReadEntriesAsync(first, count, cancellationToken);
        return [.. entries.Select(FactOf)];
    }

    private static bool MayTell(ReadOnlySpan<byte> entry)
    {
        var name = "\"operation\":\""u8;
        var at = entry.IndexOf(name);
        if (at < 0)
            return false;
        var operation = entry[(at + name.Length)..];
        if (operation.StartsWith("budget.s"u8))
            return true;
        return operation.StartsWith("task."u8) && !operation.StartsWith("task.claim"u8)
            && !operation.StartsWith("task.progress"u8) && !operation.StartsWith("task.assign"u8)
            && !operation.StartsWith("task.start"u8)
            && (!operation.StartsWith("task.add"u8) || entry.IndexOf("\"type\":\""u8) >= 0);
    }

    private static LedgerFact? FactOf(ReadOnlyMemory<byte> bytes)
    {
        // Most entries are of other things: they need not be read to see that.
        if (!MayTell(bytes.Span))
            return null;
        var entry = EntryForm.Read(bytes);
        return new LedgerFact
        {
            Operation = entry.Operation,
            Subject = entry.Subject,
            Time = entry.Time,
            Trace = entry.Trace,
            Cost = entry.Cost,
            Fence = entry.Fence,
            Parameters = entry.Parameters,
        };
    }
}
