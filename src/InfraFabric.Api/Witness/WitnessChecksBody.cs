namespace InfraFabric.Api.Witness;

/// <summary>What came of attempts to break a command.</summary>
/// <param name="Command">The command, such as <c>task cancel</c>.</param>
/// <param name="Checks">The attempts, at most 16.</param>
public sealed record WitnessChecksBody(string Command, IReadOnlyList<WitnessCheckBody> Checks);
