namespace InfraFabric.Api.Calls;

/// <summary>A value in the path or the query of a call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says, for whoever reads the description.</param>
/// <param name="Kind">What it looks like.</param>
public sealed record ApiParameter(
    string Name, string Description, ApiParameterKind Kind = ApiParameterKind.Text)
{
    /// <summary>Whether a call without it is refused.</summary>
    public bool IsRequired { get; init; }

    public static ApiParameter Number(string name, string description) =>
        new(name, description, ApiParameterKind.Number);

    public static ApiParameter Flag(string name, string description) => new(name, description, ApiParameterKind.Flag);

    /// <summary>A value that stands in a path under a name: names mean the same in all paths.</summary>
    public static ApiParameter InPath(string name) => name switch
    {
        "swarm" => new(name, "The name of the swarm.") { IsRequired = true },
        "task" => new(name, "The id of the task.") { IsRequired = true },
        "escalation" => new(name, "The id of the escalation.") { IsRequired = true },
        "channel" => new(name, "The name of the channel.") { IsRequired = true },
        "message" => Number(name, "The number of the message in its channel.") with { IsRequired = true },
        "approval" => new(name, "The name of what waits for an approval.") { IsRequired = true },
        "reservation" => new(name, "The name of the reservation.") { IsRequired = true },
        "hash" => new(name, "The hash, sha256:… .") { IsRequired = true },
        "server" => new(name, "The short name of the server's key.") { IsRequired = true },
        "level" => Number(name, "The level of a tile: 0 for the hashes of entries.") with { IsRequired = true },
        "path" => new(name, "The rest of the path of a tile, such as x001/234 or 000.p/7.") { IsRequired = true },
        "name" => new(name, "The agent's name: NAME of if://agent/NAME/N.") { IsRequired = true },
        "number" => Number(name, "The agent's number: N of if://agent/NAME/N.") with { IsRequired = true },
        "index" => Number(name, "The place of the entry in the ledger, from 0.") with { IsRequired = true },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No path is known to have it."),
    };
}
