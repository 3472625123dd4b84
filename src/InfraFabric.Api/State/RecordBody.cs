namespace InfraFabric.Api.State;

/// <summary>
/// A record of the state. Its value stands in <see cref="Text"/> if it is UTF-8, else in <see cref="Base64"/>.
/// </summary>
public sealed record RecordBody
{
    public required string Key { get; init; }

    public string? Text { get; init; }

    public byte[]? Base64 { get; init; }

    /// <summary>The revision of the commit that made it.</summary>
    public required long CreateRevision { get; init; }

    /// <summary>The revision of the commit that last changed it.</summary>
    public required long ModifyRevision { get; init; }

    /// <summary>The lease with which it vanishes, if it has one.</summary>
    public string? Lease { get; init; }
}
