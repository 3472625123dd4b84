using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Delegation;

/// <summary>One step of a delegation as it is written: what the one before says, or less.</summary>
internal sealed record DelegationStep
{
    // The last second that a calendar knows.
    private const long LatestSecond = 253_402_300_799;

    /// <summary>The budget, in the first step.</summary>
    public string? Budget { get; init; }

    /// <summary>
    /// Who signed the first step, and its key; the others are signed by the holder of the one before.
    /// </summary>
    public string? By { get; init; }

    public string? Issuer { get; init; }

    /// <summary>Tells two of the same terms apart.</summary>
    public string? Id { get; init; }

    public required string Holder { get; init; }

    [JsonPropertyName("limit_micro_usd")]
    public required Money Limit { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long ExpiresAt { get; init; }

    public IReadOnlyList<string>? Kinds { get; init; }

    [JsonIgnore]
    public bool IsFirst => this is { Budget: not null, By: not null, Issuer: not null, Id: not null };

    public DelegationTerms ToTerms() =>
        new(VerifyKey.Parse(Holder), Limit, DateTimeOffset.FromUnixTimeSeconds(ExpiresAt)) { Kinds = Kinds };

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, DelegationJson.Default.DelegationStep);

    /// <summary>Reads a step; null if it is not exactly what would be written for it.</summary>
    public static DelegationStep? Read(byte[] bytes)
    {
        try
        {
            var step = JsonSerializer.Deserialize(bytes, DelegationJson.Default.DelegationStep);
            return step is { ExpiresAt: > 0 and < LatestSecond } && step.ToBytes().AsSpan().SequenceEqual(bytes)
                ? step
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
