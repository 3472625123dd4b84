using InfraFabric.Core.Crypto;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness;

/// <content>
/// How a ledger goes from one key to the next. The entry that names both stands alone in a batch that both sign, and
/// is durable before the new key is put in place; which key is the ledger's follows from what is durable, so that
/// whatever is cut off in between is finished by whoever takes up the ledger with the new key at hand.
/// </content>
public sealed partial class Ledger
{
    /// <summary>
    /// Hands over to another key; the place of the entry that says so. The key must be where
    /// <see cref="LedgerOptions.Adopt"/> finds it, whatever happens from here on.
    /// </summary>
    /// <param name="next">The key that signs from now on.</param>
    /// <param name="note">Who does it and why; what is done is filled in.</param>
    /// <param name="cancellationToken">Gives up waiting, not handing over.</param>
    public ValueTask<long> HandOverAsync(
        SigningKey next, WitnessNote note, CancellationToken cancellationToken = default)
    {
        var from = _options.NoteKeys.First();
        var full = note with
        {
            Operation = LedgerHandover.Operation,
            Subject = _options.Origin,
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [LedgerHandover.From] = from.ToString(),
                [LedgerHandover.To] = NoteKey.Of(_options.Origin, NoteKeyKind.Ed25519, next.VerifyKey).ToString(),
            },
        };
        return EnqueueAsync(
            new AppendRequest([new PositionedNote(NotePosition.Start, full)], IsDrained: false) { Next = next },
            cancellationToken);
    }

    private SignedNote Sign(Checkpoint checkpoint, SigningKey? next)
    {
        var text = checkpoint.ToString();
        var notes = (next is null ? _options.Keys : [.. _options.Keys, next]).Select(key => SignedNote.Sign(
            text, NoteKey.Of(_options.Origin, NoteKeyKind.Ed25519, key.VerifyKey), key)).ToList();
        return notes[0] with { Signatures = [.. notes.SelectMany(note => note.Signatures)] };
    }

    /// <summary>Sees to it that what is signed next is signed by the key that the ledger was handed over to.</summary>
    private async ValueTask AdoptLastAsync(LedgerHead head, CancellationToken cancellationToken)
    {
        var handovers = await _store.LoadHandoversAsync(cancellationToken);
        if (handovers.Count == 0)
            return;
        if (!LedgerHandover.TryReadKeys(handovers[^1].Entry, out _, out var now))
            throw LedgerErrors.Damaged("Its last handover names no keys.");
        Adopt(now.Key, head.Size);
    }

    private void Adopt(VerifyKey key, long size)
    {
        if (_options.Keys[0].VerifyKey != key && _options.Adopt?.Invoke(key) != true)
            throw LedgerErrors.SignedByAnother(size, _options.NoteKeys.First());
    }
}
