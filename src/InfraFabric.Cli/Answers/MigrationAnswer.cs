namespace InfraFabric.Cli.Answers;

/// <summary>What <c>coordinator migrate</c> read, and what it did or would do.</summary>
internal sealed record MigrationAnswer
{
    /// <summary>Whether it only looked.</summary>
    public required bool DryRun { get; init; }

    /// <summary>The first commit of the repository of the boards.</summary>
    public required string Repository { get; init; }

    public required int Files { get; init; }

    public required IReadOnlyList<MigratedTaskAnswer> Tasks { get; init; }

    /// <summary>The swarms that reported in status files.</summary>
    public required IReadOnlyList<string> Swarms { get; init; }

    public required IReadOnlyList<MigrationFinding> Conflicts { get; init; }

    public required IReadOnlyList<MigrationFinding> Unread { get; init; }
}
