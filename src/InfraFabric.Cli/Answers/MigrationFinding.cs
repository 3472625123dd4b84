namespace InfraFabric.Cli.Answers;

/// <summary>A line of a board that contradicts another, or could not be read.</summary>
/// <param name="Source">Where it stands: file and line.</param>
/// <param name="What">What stands there.</param>
/// <param name="Why">Why it could not be read, or what is imported if it stays.</param>
internal sealed record MigrationFinding(string Source, string What, string Why);
