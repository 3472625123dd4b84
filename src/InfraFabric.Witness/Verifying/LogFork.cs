namespace InfraFabric.Witness.Verifying;

/// <summary>
/// Two signed checkpoints of one log of which neither continues the other: with both in hand anybody can show that the
/// log told different things to different people.
/// </summary>
/// <param name="Earlier">The note that was seen before.</param>
/// <param name="Later">The note that does not continue it.</param>
public sealed record LogFork(string Earlier, string Later);
