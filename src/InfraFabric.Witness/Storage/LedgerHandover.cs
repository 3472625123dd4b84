using System.Diagnostics.CodeAnalysis;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Storage;

/// <summary>
/// The moment at which a ledger went from one key to the next: a checkpoint that both have signed, whose last entry
/// names both.
/// </summary>
/// <param name="Size">How many entries the checkpoint has.</param>
/// <param name="Note">The checkpoint, signed by both.</param>
/// <param name="Entry">The bytes of its last entry.</param>
public sealed record LedgerHandover(long Size, string Note, ReadOnlyMemory<byte> Entry)
{
    /// <summary>What the entry of a handover calls itself.</summary>
    public const string Operation = "witness.key";

    /// <summary>The particulars of that entry which name the keys.</summary>
    public const string From = "from";

    /// <summary>See <see cref="From"/>.</summary>
    public const string To = "to";

    /// <summary>The keys that an entry names; false if it is not the entry of a handover.</summary>
    public static bool TryReadKeys(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out NoteKey? from, [NotNullWhen(true)] out NoteKey? to)
    {
        (from, to) = (null, null);
        try
        {
            var entry = EntryForm.Read(bytes);
            return entry.Operation == Operation
                && NoteKey.TryParse(entry.Parameters?.GetValueOrDefault(From), out from)
                && NoteKey.TryParse(entry.Parameters?.GetValueOrDefault(To), out to)
                && from.Kind == NoteKeyKind.Ed25519 && to.Kind == NoteKeyKind.Ed25519 && from.Name == to.Name;
        }
        catch (FabricException)
        {
            // It is no entry at all.
            return false;
        }
    }
}
