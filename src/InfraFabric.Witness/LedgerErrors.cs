using InfraFabric.Core.Errors;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness;

/// <summary>The errors that a ledger is read and checked with.</summary>
internal static class LedgerErrors
{
    public static FabricException Damaged(string why, Exception? cause = null) => new(ErrorTable.LedgerDamaged,
        "The ledger, or what was given as a part of it, is not what was signed.", why,
        "Do not rely on it. Get it again from where it is kept, or restore it from an anchor.", cause);

    public static FabricException Forked(long expected, long found) => new(ErrorTable.Conflict,
        "Another server has written the ledger.",
        $"It has {found} entries where this server knew of {expected}.",
        "Nothing is lost: whoever writes the ledger now goes on with the same notes.");

    public static FabricException SignedByAnother(long size, NoteKey own) => new(ErrorTable.Conflict,
        "This server does not write the ledger.",
        $"Its {size} entries were not signed with the key of this server, {own}.",
        "Servers that share a ledger have one key: copy keys/witness.key from the home of a server that writes it, and"
            + " start this one again.");

    public static FabricException CalledOtherwise(string found, string own) => new(ErrorTable.Conflict,
        "This server does not write the ledger.",
        $"Its entries are in a ledger with the name '{found}', and this server calls it '{own}'.",
        "Give all servers the same 'witness.origin', and start this one again.");

    public static FabricException StateBehind(long revision, long drained) => new(ErrorTable.Conflict,
        "The notes of this state are not taken into the ledger.",
        $"The state is at revision {revision}, and the ledger has notes up to {drained}: its next ones would pass for"
            + " notes that are there already.",
        "Its files were put back by hand. Make a backup of it, and restore that one: a restored state goes on with"
            + " revisions that were never given out.");

    public static FabricException Hangs(TimeSpan after) => new(ErrorTable.StateUnavailable,
        "Notes do not become entries of the ledger.",
        $"The state, or the ledger's store, has not answered for {after.TotalSeconds:0} s.",
        "Look at the two; once they answer, it goes on by itself.");

    public static FabricException NoSuchTile(TileId tile, long size) => new(ErrorTable.NotFound,
        $"There is no {tile}.", $"The ledger has {size} entries.", "Ask for a tile within the size of a checkpoint.");

    public static FabricException NoSuchEntry(long index, long size) => new(ErrorTable.NotFound,
        $"There is no entry {index}.", $"The ledger has {size} entries, counted from 0.",
        "See what there is: ifctl witness search.");

    public static FabricException PrunedEntry(long index) => new(ErrorTable.NotFound,
        $"The text of entry {index} is no longer kept.", "It is older than the ledger keeps texts; its hash is.",
        "Restore it from an anchor, if there is one.");

    public static FabricException Pruned(TileId tile) => new(ErrorTable.NotFound,
        $"The entries of {tile} are no longer kept.", "They are older than the ledger keeps texts; their hashes are.",
        "Ask for the tile of their hashes, or restore them from an anchor.");
}
