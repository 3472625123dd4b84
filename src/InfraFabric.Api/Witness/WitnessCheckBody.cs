namespace InfraFabric.Api.Witness;

/// <summary>One attempt to break a command.</summary>
/// <param name="Name">What was attacked.</param>
/// <param name="Held">Whether the command withstood it.</param>
/// <param name="Seen">What was seen that shows it.</param>
public sealed record WitnessCheckBody(string Name, bool Held, string Seen);
