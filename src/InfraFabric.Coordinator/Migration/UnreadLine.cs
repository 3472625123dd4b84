namespace InfraFabric.Coordinator.Migration;

/// <summary>Something that looks like part of a board and could not be read.</summary>
/// <param name="Source">Where it stands.</param>
/// <param name="Text">The line, or as much of it as is shown.</param>
/// <param name="Why">Why it could not be read.</param>
public sealed record UnreadLine(SourceLine Source, string Text, string Why);
