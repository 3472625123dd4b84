namespace InfraFabric.Cli.Answers;

/// <summary>What <c>state restore</c> put in place, and where what was there before is kept.</summary>
internal sealed record RestoreAnswer(string State, long Revision, long Records, long Notes, string? SetAside);
