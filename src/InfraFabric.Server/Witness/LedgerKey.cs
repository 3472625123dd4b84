using InfraFabric.Api.Local;
using InfraFabric.Core.Config.Witness;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Server.Witness;

/// <summary>The key with which a ledger signs its checkpoints: one for all servers that share it.</summary>
internal static class LedgerKey
{
    /// <summary>
    /// Reads it, or makes it for a ledger that has signed nothing yet. One that has is not given another key without a
    /// word: whoever verifies it knows it by the first.
    /// </summary>
    /// <param name="options">The server, with its home.</param>
    /// <param name="head">How far the ledger has come.</param>
    /// <param name="writer">The server that writes it now; null while none does.</param>
    public static SigningKey Take(ServerOptions options, LedgerHead head, string? writer)
    {
        var home = options.Home;
        if (File.Exists(home.WitnessKey))
            return KeyFile.Load(home.WitnessKey);
        if (head.Size > 0)
        {
            throw new FabricException(ErrorTable.NotFound, "The key of the ledger is missing.",
                $"{head.Size} entries were signed with it, and it is not in {home.WitnessKey}.",
                options.Witness is { Backend: WitnessBackend.Postgres } ? CopyIt(home, writer) : PutItBack);
        }

        FabricHome.CreatePrivateFolder(home.KeysFolder);
        var key = SigningKey.Generate();
        KeyFile.Create(home.WitnessKey, key);
        return key;
    }

    private const string PutItBack = "Put it back. If it is lost, move the ledger's folder away: a new ledger begins,"
        + " and the old one can still be verified.";

    private static string CopyIt(FabricHome home, string? writer) =>
        "Servers that share a ledger have one key. Copy keys/witness.key from the home of a server that has it"
        + (writer is null ? "" : $" (the ledger is written by {writer} now)")
        + $" to {home.WitnessKey}, with the mode 600.";
}
