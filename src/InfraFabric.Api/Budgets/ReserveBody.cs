using System.Text.Json.Serialization;
using InfraFabric.Core.Units;

namespace InfraFabric.Api.Budgets;

/// <summary>Money that a swarm wants kept before it spends it.</summary>
public sealed record ReserveBody
{
    /// <summary>The swarm's session, as registering answered.</summary>
    public required long Session { get; init; }

    /// <summary>Millionths of a US dollar: the most that the spending can cost.</summary>
    [JsonPropertyName("amount_micro_usd")]
    public required Money Amount { get; init; }

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

    /// <summary>Seconds after which it is given back by itself; 300, if left out.</summary>
    public int? HoldS { get; init; }
}
