using System.Security.Cryptography;
using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Json;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Storage;

namespace InfraFabric.Witness.Entries;

/// <summary>Makes the bytes of entries from notes. Used by one at a time.</summary>
/// <param name="chance">Where salts come from; null for what nobody can guess.</param>
internal sealed class EntryMaker(Random? chance) : IDisposable
{
    private const int SaltSize = 32;

    private readonly CanonicalWriter _writer = new();

    /// <summary>
    /// The bytes of the entry of a note; what it tells about persons is added to the texts kept apart.
    /// </summary>
    public ReadOnlyMemory<byte> Make(
        WitnessNote note, NotePosition position, long sequence, List<PersonalText> personal)
    {
        EntryForm.Write(
            new LedgerEntry
            {
                Sequence = sequence,
                Trace = note.Trace,
                Actor = note.Actor,
                Component = note.Component,
                Operation = note.Operation,
                Subject = note.Subject,
                Time = note.Time,
                Why = Redactor.Clean(note.Why),
                Stage = note.Stage,
                Outcome = note.Outcome,
                Severity = note.Severity,
                Fence = note.Fence,
                Cost = note.Cost,
                Position = position,
                Parameters = Redactor.Clean(note.Parameters),
                Personal = note.Personal?.ToDictionary(
                    pair => pair.Key, pair => Commit(pair.Value, personal), StringComparer.Ordinal),
            },
            _writer);
        return _writer.Written.ToArray();
    }

    /// <summary>What stands in an entry for a text under a salt.</summary>
    public static string CommitmentOf(ReadOnlySpan<byte> salt, string text) =>
        Sha256Hash.Of([.. salt, .. Encoding.UTF8.GetBytes(text)]).ToString();

    public void Dispose() => _writer.Dispose();

    private string Commit(string text, List<PersonalText> personal)
    {
        var salt = new byte[SaltSize];
        if (chance is null)
            RandomNumberGenerator.Fill(salt);
        else
            chance.NextBytes(salt);
        var commitment = CommitmentOf(salt, text);
        personal.Add(new PersonalText(commitment, salt, text));
        return commitment;
    }
}
