namespace InfraFabric.Core.Ids;

/// <summary>The name under which everything that one request caused is found again.</summary>
public readonly record struct TraceToken
{
    private TraceToken(Guid value) => Value = value;

    public Guid Value { get; }

    public static TraceToken From(Guid value) => new(value);

    public override string ToString() => Value.ToString("D");
}
