namespace InfraFabric.Api.Calls;

/// <summary>
/// The ledger as C2SP's tlog-tiles publishes a log. Checkpoint and hashes are open to all, since a promise that nobody
/// may see binds nobody; the entries themselves are for those who may read the ledger.
/// </summary>
public static class TileCalls
{
    public static readonly ApiCall Checkpoint = new("ledger_checkpoint", "GET", "/checkpoint", ApiCall.OpenToAll,
        "The ledger's signed checkpoint (C2SP tlog-checkpoint): its name, its size and its root. Where the ledger has"
        + " cosigners, the last one that any of them has cosigned.")
    {
        GivesMediaType = "text/plain",
    };

    public static readonly ApiCall Newest = new("ledger_newest_checkpoint", "GET", "/checkpoint.newest",
        ApiCall.OpenToAll, "The newest signed checkpoint, also where nobody has cosigned it yet. Without cosigners it"
        + " is the same as /checkpoint.")
    {
        GivesMediaType = "text/plain",
    };

    public static readonly ApiCall Cosign = new("ledger_cosign", "POST", "/add-checkpoint", ApiCall.OpenToAll,
        "Asks for a cosignature on the checkpoint of another log (C2SP tlog-witness): the old size, the consistency"
        + " proof, an empty line, the checkpoint. Only for logs that this server is told to cosign.")
    {
        TakesMediaType = "text/plain",
        GivesMediaType = "text/plain",
    };

    public static readonly ApiCall Keys = new("ledger_keys", "GET", "/checkpoint.keys", ApiCall.OpenToAll,
        "The keys that have ever signed the ledger's checkpoints, one on a line, the present one first.")
    {
        GivesMediaType = "text/plain",
    };

    public static readonly ApiCall Handovers = new("ledger_handovers", "GET", "/checkpoint.handovers",
        ApiCall.OpenToAll, "How the ledger went from key to key: on each line the base64 of a proof (C2SP tlog-proof)"
        + " of the entry that names both keys, under a checkpoint that both have signed.")
    {
        GivesMediaType = "text/plain",
    };

    public static readonly ApiCall Tile = new("ledger_tile", "GET", "/tile/{level}/{path}", ApiCall.OpenToAll,
        "A tile of the ledger's tree (C2SP tlog-tiles): up to 256 hashes of 32 bytes. The path has slashes and, for a"
        + " tile that is not full, ends with .p/ and the number of its hashes.")
    {
        GivesMediaType = "application/octet-stream",
    };

    public static readonly ApiCall Entries = new("ledger_entries", "GET", "/tile/entries/{path}", "witness:read",
        "A bundle of up to 256 entries (C2SP tlog-tiles), each after its length in two bytes.")
    {
        GivesMediaType = "application/octet-stream",
    };
}
