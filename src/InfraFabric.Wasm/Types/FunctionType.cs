using System.Collections.Immutable;

namespace InfraFabric.Wasm.Types;

/// <summary>What a function takes and what it gives.</summary>
public sealed record FunctionType(ImmutableArray<ValueKind> Parameters, ImmutableArray<ValueKind> Results) : ExternType
{
    public bool Equals(FunctionType? other) =>
        other is not null && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan())
        && Results.AsSpan().SequenceEqual(other.Results.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var kind in Parameters)
            hash.Add((byte)kind);
        hash.Add(0);
        foreach (var kind in Results)
            hash.Add((byte)kind);
        return hash.ToHashCode();
    }

    public override string ToString() => $"({Names(Parameters)}) -> ({Names(Results)})";

    private static string Names(ImmutableArray<ValueKind> kinds) =>
        string.Join(", ", kinds.Select(kind => kind.ToString().ToLowerInvariant()));
}
