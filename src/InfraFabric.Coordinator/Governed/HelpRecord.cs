namespace InfraFabric.Coordinator.Governed;

/// <summary>Who is to help with a blocked task, under <c>help/{task}</c>: each of them is told.</summary>
internal sealed record HelpRecord
{
    /// <summary>None, if a person was asked instead.</summary>
    public IReadOnlyList<HelpCall>? Helpers { get; init; }
}
