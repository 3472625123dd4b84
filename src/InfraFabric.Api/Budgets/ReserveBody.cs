using System.Text.Json;
using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Budgets;

/// <summary>Money that a swarm wants kept before it spends it.</summary>
public sealed record ReserveBody
{
    /// <summary>The swarm's session, as registering answered.</summary>
    public required long Session { get; init; }

    /// <summary>
    /// Millionths of a US dollar: the most that the spending can cost. If it is left out, as much as 95 of 100
    /// spendings of its kind did not exceed.
    /// </summary>
    [JsonPropertyName("amount_micro_usd")]
    public Money? Amount { get; init; }

    /// <summary>The task that it is spent on.</summary>
    public string? Task { get; init; }

    /// <summary>The fence of the swarm's claim of that task.</summary>
    public long? Fence { get; init; }

    /// <summary>The kind of work, such as the name of a model.</summary>
    public string? Kind { get; init; }

    /// <summary>
    /// The call that it is for and its arguments, as a text of up to 200 characters, or a hash of them. Who makes the
    /// same again and again is stopped. Only its hash is kept.
    /// </summary>
    public string? Call { get; init; }

    /// <summary>A budget that was handed on to the caller, which pays in place of the swarm's.</summary>
    public string? Delegation { get; init; }

    /// <summary>
    /// Whether the task is paused if a budget has not enough: its owner keeps it, and goes on once there is more. True,
    /// if left out.
    /// </summary>
    public bool? Pause { get; init; }

    /// <summary>What is kept of a task that is paused, so that whoever goes on with it can.</summary>
    public JsonElement? Checkpoint { get; init; }

    /// <summary>Seconds after which it is given back by itself; 300, if left out.</summary>
    public int? HoldS { get; init; }
}
