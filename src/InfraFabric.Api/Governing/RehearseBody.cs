namespace InfraFabric.Api.Governing;

/// <summary>A policy to be rehearsed.</summary>
/// <param name="Policy">Its text, in YAML.</param>
/// <param name="SinceS">How many seconds back to begin; a week, if left out.</param>
public sealed record RehearseBody(string Policy, int SinceS = 604_800);
