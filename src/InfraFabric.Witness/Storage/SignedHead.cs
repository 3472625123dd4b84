using System.Text;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Witness.Storage;

/// <summary>Whether the head of a ledger is one that a server may go on from.</summary>
internal static class SignedHead
{
    /// <summary>
    /// The checkpoint of a head, which must be of this ledger and signed with one of its keys; null for a ledger
    /// without entries.
    /// </summary>
    public static Checkpoint? Require(LedgerHead head, LedgerOptions options)
    {
        if (head.Size == 0)
            return null;
        if (!SignedNote.TryParse(Encoding.UTF8.GetBytes(head.Checkpoint), out var note)
            || !Checkpoint.TryParse(note.Text, out var checkpoint))
        {
            throw LedgerErrors.Damaged("Its checkpoint is none.");
        }

        if (checkpoint.Origin != options.Origin)
            throw LedgerErrors.CalledOtherwise(checkpoint.Origin, options.Origin);
        if (!options.NoteKeys.Any(note.IsSignedBy))
            throw LedgerErrors.SignedByAnother(head.Size, options.NoteKeys.First());
        return checkpoint;
    }
}
