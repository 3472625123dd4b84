namespace InfraFabric.State.Embedded;

/// <summary>Where the embedded store lives and how much history it keeps.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>The folder of the state's files. It is made, for its owner only, if it is not there.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// How many revisions stay readable and watchable. History is forgotten in bulk, when it holds twice as many and
    /// has grown to half of the size of a snapshot.
    /// </summary>
    public int RetainedRevisions { get; init; } = 100_000;
}
