namespace InfraFabric.Wasm.Types;

/// <summary>What is common to kinds.</summary>
internal static class ValueKinds
{
    /// <summary>Whether its values are objects of the host's heap, and never numbers.</summary>
    public static bool IsReference(this ValueKind kind) =>
        kind is ValueKind.FuncRef or ValueKind.ExternRef or ValueKind.ExnRef;
}
