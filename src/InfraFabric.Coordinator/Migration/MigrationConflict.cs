namespace InfraFabric.Coordinator.Migration;

/// <summary>A contradiction in what was read.</summary>
/// <param name="Kind">Which sort.</param>
/// <param name="Source">Where it shows.</param>
/// <param name="What">What contradicts what.</param>
/// <param name="Becomes">What is imported if it stays.</param>
public sealed record MigrationConflict(ConflictKind Kind, SourceLine Source, string What, string Becomes);
