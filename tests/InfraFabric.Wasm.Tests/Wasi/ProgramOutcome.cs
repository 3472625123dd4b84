namespace InfraFabric.Wasm.Tests.Wasi;

/// <summary>What a program printed, and how it ended.</summary>
internal sealed record ProgramOutcome(string Output, string Error, int ExitCode);
