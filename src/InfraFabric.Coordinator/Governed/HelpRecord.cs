namespace InfraFabric.Coordinator.Governed;

/// <summary>Who is to help with a blocked task, under <c>help/{task}</c>: each of them is told.</summary>
internal sealed record HelpRecord
{
    public IReadOnlyList<HelpCall> Helpers { get; init; } = [];
}
