using InfraFabric.Core.Errors;

namespace InfraFabric.Witness;

/// <summary>The errors that a ledger is read and checked with.</summary>
internal static class LedgerErrors
{
    public static FabricException Damaged(string why) => new(ErrorTable.LedgerDamaged,
        "The ledger, or what was given as a part of it, is not what was signed.", why,
        "Do not rely on it. Get it again from where it is kept, or restore it from an anchor.");
}
