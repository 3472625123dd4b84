using InfraFabric.Core.Ids;

namespace InfraFabric.State.Contract;

/// <summary>Who wants something, and why: what the witness is told of every change.</summary>
/// <param name="Actor">An <c>if://</c> name.</param>
/// <param name="Trace">Finds all that one request caused.</param>
/// <param name="Why">The reason that was given, if one was.</param>
/// <param name="ForAll">Whether the actor may act for swarms that are not its own.</param>
public sealed record Cause(string Actor, TraceToken Trace, string? Why = null, bool ForAll = false);
