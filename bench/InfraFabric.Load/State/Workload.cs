using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.Load.State;

/// <summary>The commit that is measured everywhere: one guard, one write of 300 bytes, one note.</summary>
internal static class Workload
{
    public const int ValueBytes = 300;

    public static readonly byte[] Value = new byte[ValueBytes];

    private static readonly TraceToken Trace = TraceToken.From(new Guid("0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"));

    public static Commit Commit(string key)
    {
        var record = new RecordKey(key);
        return new Commit([Guard.Absent(record)], [Write.Put(record, Value)], [Note(key)]);
    }

    public static WitnessNote Note(string subject) => new()
    {
        Trace = Trace,
        Actor = "if://agent/load/1",
        Component = "load",
        Operation = "task.claim",
        Subject = subject,
        Time = DateTimeOffset.UtcNow,
        Why = "measured",
    };

    public static Task<EmbeddedStateStore> OpenAsync(string directory) =>
        EmbeddedStateStore.OpenAsync(new EmbeddedOptions { Directory = directory }, TimeProvider.System);

    /// <summary>
    /// Plays the witness: takes the notes away as they come, so that the outbox does not grow without end.
    /// </summary>
    public static async Task DrainAsync(IStateStore store, CancellationToken cancellationToken)
    {
        var last = NotePosition.Start;
        while (!cancellationToken.IsCancellationRequested)
        {
            var notes = await store.ReadNotesAsync(last, StateLimits.MaxNotesRead, CancellationToken.None);
            if (notes.Count > 0)
                await store.RemoveNotesAsync(last = notes[^1].Position, CancellationToken.None);
            if (notes.Count < StateLimits.MaxNotesRead)
                await Task.Delay(50, CancellationToken.None);
        }
    }
}
