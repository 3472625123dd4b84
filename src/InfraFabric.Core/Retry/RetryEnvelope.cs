using System.Text.Json.Serialization;

namespace InfraFabric.Core.Retry;

/// <summary>
/// What an error says about trying again, the same everywhere. As JSON, in the member <c>retry</c> of a problem:
/// <c>{"attempts": 3, "next_delay_ms": 400, "final": false}</c>.
/// </summary>
/// <param name="Attempts">How often it was tried so far.</param>
/// <param name="NextDelayMs">Milliseconds to wait before the next attempt; null when there is none.</param>
public sealed record RetryEnvelope(
    [property: JsonPropertyName("attempts")] int Attempts,
    [property: JsonPropertyName("next_delay_ms")] long? NextDelayMs)
{
    /// <summary>Whether it will not be tried again.</summary>
    [JsonPropertyName("final")]
    public bool IsFinal => NextDelayMs is null;

    /// <summary>How long to wait before the next attempt; null when there is none.</summary>
    [JsonIgnore]
    public TimeSpan? NextDelay => NextDelayMs is { } delay ? TimeSpan.FromMilliseconds(delay) : null;
}
