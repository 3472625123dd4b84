namespace InfraFabric.State.Contract;

/// <summary>What a guard asks.</summary>
public enum GuardKind
{
    None,
    Absent,
    Exists,
    Unchanged,
    Created,
}
