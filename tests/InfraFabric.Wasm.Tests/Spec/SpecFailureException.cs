namespace InfraFabric.Wasm.Tests.Spec;

/// <summary>A command of a script did not go as it should.</summary>
internal sealed class SpecFailureException(string message) : Exception(message);
