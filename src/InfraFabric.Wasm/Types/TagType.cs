using System.Collections.Immutable;

namespace InfraFabric.Wasm.Types;

/// <summary>A tag: what the exceptions that are thrown with it carry.</summary>
public sealed record TagType(ImmutableArray<ValueKind> Parameters) : ExternType
{
    public bool Equals(TagType? other) =>
        other is not null && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan());

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var kind in Parameters)
            hash.Add((byte)kind);
        return hash.ToHashCode();
    }

    public override string ToString() =>
        $"tag ({string.Join(", ", Parameters.Select(kind => kind.ToString().ToLowerInvariant()))})";
}
