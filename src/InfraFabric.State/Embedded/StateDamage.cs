using InfraFabric.Core.Errors;

namespace InfraFabric.State.Embedded;

/// <summary>The report of a state that must not be served.</summary>
internal static class StateDamage
{
    public static FabricException Found(string path, string reason, Exception? cause = null) => new(
        ErrorTable.StateDamaged,
        $"The state in '{path}' is damaged and was not opened.",
        reason,
        "Keep the files as they are for inspection, and bring back a backup: ifctl state restore FILE --replace"
            + " (the damaged files are set aside, not deleted).",
        cause);
}
