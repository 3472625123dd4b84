namespace InfraFabric.Coordinator.Migration;

/// <summary>Where something was read: a path from the root of the work tree, and a line counted from 1.</summary>
public readonly record struct SourceLine(string File, int Line)
{
    public override string ToString() => $"{File}:{Line}";
}
