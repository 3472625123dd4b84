namespace InfraFabric.Load.Http;

/// <summary>The calls of a turn, one after the other.</summary>
/// <param name="connection">Whose turn it is.</param>
/// <param name="answered">How many of its calls have been answered; with 0 the first is asked for.</param>
/// <param name="body">The last answer; only there during the call.</param>
/// <returns>The next request; an empty one ends the turn.</returns>
internal delegate ReadOnlyMemory<byte> PacedTurn(int connection, int answered, ReadOnlySpan<byte> body);
