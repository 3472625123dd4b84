using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Coordinator.Governed;

/// <summary>The budget of a task, under <c>budgets/task/{id}</c>: what its work has cost.</summary>
internal sealed record TaskBudgetRecord
{
    [JsonPropertyName("ever_micro_usd")]
    public Money Ever { get; init; }
}
