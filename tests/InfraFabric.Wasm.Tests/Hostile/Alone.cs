namespace InfraFabric.Wasm.Tests.Hostile;

/// <summary>Tests that look at the memory of the whole process, while no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
