using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Tasks;

/// <summary>What is to be done, as it was asked for. It never changes.</summary>
public sealed record TaskSpecBody
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public string? Title { get; init; }

    public JsonElement? Payload { get; init; }

    public string? PayloadHash { get; init; }

    public IReadOnlyList<string>? Requires { get; init; }

    public int Priority { get; init; }

    public string? FairnessKey { get; init; }

    public double? FairnessWeight { get; init; }

    public IReadOnlyList<string>? DependsOn { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    public int MaxAttempts { get; init; }

    public int BackoffMs { get; init; }

    [JsonPropertyName("budget_micro_usd")]
    public Money? Budget { get; init; }

    public int StallAfterS { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? Phase { get; init; }

    public string? Session { get; init; }

    public string? Parent { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public string? CreatedBy { get; init; }
}
