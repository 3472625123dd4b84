using System.Globalization;

namespace InfraFabric.State.Contract;

/// <summary>The name of a lease: a positive number, or none.</summary>
public readonly record struct LeaseId
{
    public LeaseId(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Value = value;
    }

    /// <summary>No lease: the record stays until it is deleted.</summary>
    public static LeaseId None => default;

    public long Value { get; }

    public bool IsNone => Value == 0;

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
