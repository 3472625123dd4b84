using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;

namespace InfraFabric.Optimise.Spends;

/// <summary>What an entry of the ledger tells that may have to do with spending.</summary>
public sealed record LedgerFact
{
    public required string Operation { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required TraceToken Trace { get; init; }

    public Money? Cost { get; init; }

    public long? Fence { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    public string? Named(string parameter) => Parameters?.GetValueOrDefault(parameter);
}
