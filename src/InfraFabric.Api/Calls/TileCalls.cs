namespace InfraFabric.Api.Calls;

/// <summary>
/// The ledger as C2SP's tlog-tiles publishes a log. Checkpoint and hashes are open to all, since a promise that nobody
/// may see binds nobody; the entries themselves are for those who may read the ledger.
/// </summary>
public static class TileCalls
{
    public static readonly ApiCall Checkpoint = new("ledger_checkpoint", "GET", "/checkpoint", ApiCall.OpenToAll,
        "The ledger's signed checkpoint (C2SP tlog-checkpoint): its name, its size and its root.")
    {
        GivesMediaType = "text/plain",
    };

    public static readonly ApiCall Keys = new("ledger_keys", "GET", "/checkpoint.keys", ApiCall.OpenToAll,
        "The keys that have ever signed the ledger's checkpoints, one on a line, the present one first.")
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
