namespace InfraFabric.State.Conformance.Histories;

/// <summary>What a client asked of a register.</summary>
public enum OperationKind
{
    Read,
    Write,
    Swap,
}
