using InfraFabric.Api.Local;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Server.Witness;

/// <summary>The key with which the ledger of a home signs its checkpoints.</summary>
internal static class LedgerKey
{
    /// <summary>
    /// Reads it, or makes it for a ledger that has signed nothing yet. One that has is not given another key without a
    /// word: whoever verifies it knows it by the first.
    /// </summary>
    public static SigningKey Take(FabricHome home, LedgerHead head)
    {
        if (File.Exists(home.WitnessKey))
            return KeyFile.Load(home.WitnessKey);
        if (head.Size > 0)
        {
            throw new FabricException(ErrorTable.NotFound, "The key of the ledger is missing.",
                $"{head.Size} entries were signed with it, and it is not in {home.WitnessKey}.",
                "Put it back. If it is lost, move the ledger's folder away: a new ledger begins, and the old one can"
                    + " still be verified.");
        }

        FabricHome.CreatePrivateFolder(home.KeysFolder);
        var key = SigningKey.Generate();
        KeyFile.Create(home.WitnessKey, key);
        return key;
    }
}
