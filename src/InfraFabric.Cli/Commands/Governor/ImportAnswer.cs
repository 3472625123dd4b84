namespace InfraFabric.Cli.Commands.Governor;

/// <summary>What was read from a document.</summary>
/// <param name="File">The document.</param>
/// <param name="Registered">Whether it was registered, or only read.</param>
/// <param name="Swarms">The swarms that it speaks of, in its order.</param>
internal sealed record ImportAnswer(string File, bool Registered, IReadOnlyList<ImportedSwarm> Swarms);
