namespace InfraFabric.Load.Http;

/// <summary>What came of a paced load.</summary>
/// <param name="FromDue">From when a turn was due to having the answer to its first call.</param>
/// <param name="Calls">
/// The first call of all turns, the second, and so on; each from sending it to having its answer.
/// </param>
internal sealed record PacedResult(HttpLoadResult FromDue, IReadOnlyList<HttpLoadResult> Calls);
