using InfraFabric.Core.Errors;

namespace InfraFabric.State.Contract;

/// <summary>
/// A transaction: if all guards hold, all writes happen and the notes are kept for the witness, else nothing does.
/// It is checked against <see cref="StateLimits"/> when it is made.
/// </summary>
public sealed class Commit
{
    public Commit(IReadOnlyList<Guard> guards, IReadOnlyList<Write> writes, IReadOnlyList<WitnessNote> notes)
    {
        RequireAtMost(guards.Count, StateLimits.MaxGuards, "guards");
        RequireAtMost(writes.Count, StateLimits.MaxWrites, "writes");
        RequireAtMost(notes.Count, StateLimits.MaxNotes, "notes");
        if (notes.Count == 0)
        {
            throw new FabricException(ErrorTable.Usage, "A commit came without a witness note.",
                "Nothing changes without a witness.", "Say in a note who changes what, and why.");
        }

        Guards = guards;
        Writes = writes;
        Notes = notes;
        EncodedNotes = Encode(notes);
        Bytes = Measure();
        RequireAtMost(Bytes, StateLimits.MaxCommitBytes, "bytes");
        RequireDistinctKeys();
    }

    public IReadOnlyList<Guard> Guards { get; }

    public IReadOnlyList<Write> Writes { get; }

    public IReadOnlyList<WitnessNote> Notes { get; }

    /// <summary>The notes as they are stored, in the same order.</summary>
    public IReadOnlyList<byte[]> EncodedNotes { get; }

    /// <summary>How much the commit weighs: its keys, values and notes.</summary>
    public int Bytes { get; }

    private static byte[][] Encode(IReadOnlyList<WitnessNote> notes)
    {
        var encoded = new byte[notes.Count][];
        for (var i = 0; i < encoded.Length; i++)
            encoded[i] = WitnessNoteForm.Encode(notes[i]);
        return encoded;
    }

    private int Measure()
    {
        long bytes = 0;
        foreach (var guard in Guards)
            bytes += guard.Key.Text.Length;
        foreach (var write in Writes)
        {
            RequireAtMost(write.Value.Length, StateLimits.MaxValueBytes, $"bytes in the value of '{write.Key}'");
            bytes += write.Key.Text.Length + write.Value.Length;
        }

        foreach (var note in EncodedNotes)
            bytes += note.Length;
        return (int)bytes;
    }

    private void RequireDistinctKeys()
    {
        if (Writes.Count < 2)
            return;
        var seen = new HashSet<string>(Writes.Count, StringComparer.Ordinal);
        foreach (var write in Writes)
        {
            if (!seen.Add(write.Key.Text))
            {
                throw new FabricException(ErrorTable.Usage, $"A commit writes '{write.Key}' twice.",
                    "The writes of one commit have no order among themselves.", "Keep the write that is meant.");
            }
        }
    }

    private static void RequireAtMost(int count, int limit, string what)
    {
        if (count > limit)
        {
            throw new FabricException(ErrorTable.LimitExceeded, $"A commit has {count} {what}.",
                $"The limit is {limit}.", "Split the commit, or keep large payloads in the blob area.");
        }
    }
}
