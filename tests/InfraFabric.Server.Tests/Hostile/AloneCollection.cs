namespace InfraFabric.Server.Tests.Hostile;

/// <summary>
/// Tests that measure the memory of the process: they run when no others do, whose memory would be counted, too.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
