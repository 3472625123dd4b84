namespace InfraFabric.Integration.Wasm.Differential;

/// <summary>What one call gave: its results, or why it was stopped, and what the module logged meanwhile.</summary>
internal sealed record CallOutcome(IReadOnlyList<string> Results, string? Trap, IReadOnlyList<string> Log);
