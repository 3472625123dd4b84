using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Governor.Help;

/// <summary>What the governor needs of <c>specs/{id}</c>: what a task was asked for.</summary>
internal sealed record SpecMark
{
    public string? Type { get; init; }

    public IReadOnlyList<string>? Requires { get; init; }

    [JsonPropertyName("budget_micro_usd")]
    public Money? Budget { get; init; }
}
