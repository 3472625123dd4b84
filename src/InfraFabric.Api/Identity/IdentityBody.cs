namespace InfraFabric.Api.Identity;

/// <summary>An agent that may call, as the fabric knows it.</summary>
public sealed record IdentityBody
{
    /// <summary>Its name, <c>if://agent/…</c>.</summary>
    public required string Identity { get; init; }

    /// <summary>The public key with which it proves who it is.</summary>
    public required string Key { get; init; }

    /// <summary>What it may do.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Whether it is shut out for now.</summary>
    public required bool Disabled { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who registered it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The revision that last changed it; its ETag is this number in quotes.</summary>
    public required long Revision { get; init; }
}
