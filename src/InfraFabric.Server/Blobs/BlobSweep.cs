using System.Text;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Ids;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Blobs;

/// <summary>
/// Removes blobs that nothing in the store names and that were stored long enough ago. Every server sweeps. That a blob
/// is gone is a guarded commit: one that was stored again meanwhile stays, and only who has made that commit removes
/// the file.
/// </summary>
/// <param name="files">The files of the blobs.</param>
/// <param name="store">The store that knows which there are, and what names them.</param>
/// <param name="keep">How long a blob that nothing names is kept, so that who stores it has time to name it.</param>
/// <param name="time">The clock.</param>
/// <param name="ids">Makes the traces of the sweeps.</param>
/// <param name="logger">Where failures are logged.</param>
internal sealed partial class BlobSweep(
    BlobFiles files, IStateStore store, TimeSpan keep, TimeProvider time, IdSource ids, ILogger logger)
    : IAsyncDisposable
{
    private const string Actor = "if://agent/infrafabric.server/0";

    private static readonly byte[] Mark = "sha256:"u8.ToArray();

    private readonly CancellationTokenSource _stop = new();
    private Task _sweeping = Task.CompletedTask;
    private RecordKey? _after;

    public void Start() => _sweeping = RunAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sweeping;
        _stop.Dispose();
    }

    /// <summary>Sweeps once; returns how many blobs were removed.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - keep;
        var old = await OldAsync(before, cancellationToken);
        if (old.Count > 0)
            await KeepNamedAsync(old, cancellationToken);
        var removed = 0;
        foreach (var (hex, record) in old)
        {
            if (await TryRemoveAsync(hex, record, cancellationToken))
                removed++;
        }

        await RemoveStraysAsync(before, cancellationToken);
        return removed;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = ServerLimits.FirstBlobSweep;
        while (true)
        {
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (cancellationToken.IsCancellationRequested)
                return;
            pause = ServerLimits.BlobSweepEvery;
            try
            {
                if (await SweepAsync(cancellationToken) is var removed and > 0)
                    LogSwept(logger, removed);
            }
            catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
            {
                LogSweepFailed(logger, failed.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Blobs that were stored before a moment, by the hex of their hashes; others at the next sweep.</summary>
    private async Task<Dictionary<string, Record>> OldAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = new Dictionary<string, Record>(StringComparer.Ordinal);
        RecordPage page;
        do
        {
            page = await store.ListAsync(
                new ListQuery(BlobRecord.Prefix, StateLimits.MaxPageSize) { After = _after }, cancellationToken);
            foreach (var record in page.Records.Where(record => BlobRecord.TryRead(record)?.StoredAt < before))
                old.Add(record.Key.Text[BlobRecord.Prefix.Length..], record);
            _after = page.More ? page.Records[^1].Key : null;
        }
        while (page.More && old.Count < ServerLimits.MaxBlobsPerSweep);
        return old;
    }

    /// <summary>
    /// Takes those off the list that any record names: a task as its payload or result, or in the midst of a payload, a
    /// checkpoint, a result. All records are read as of one revision, so that a name cannot slip by that moves from one
    /// to another.
    /// </summary>
    private async Task KeepNamedAsync(Dictionary<string, Record> old, CancellationToken cancellationToken)
    {
        RecordPage? page = null;
        do
        {
            page = await store.ListAsync(
                new ListQuery("", StateLimits.MaxPageSize)
                {
                    After = page?.Records[^1].Key,
                    AtRevision = page?.Revision,
                },
                cancellationToken);
            foreach (var record in page.Records)
                KeepNamed(old, record.Value.Span);
            // What is in memory is listed without a wait; others get their turn between two pages.
            await Task.Yield();
        }
        while (page.More && old.Count > 0);
    }

    private static void KeepNamed(Dictionary<string, Record> old, ReadOnlySpan<byte> value)
    {
        const int HexLength = 2 * Sha256Hash.Size;
        while (value.IndexOf(Mark) is var at and >= 0)
        {
            value = value[(at + Mark.Length)..];
            if (value.Length < HexLength)
                return;
            old.Remove(Encoding.ASCII.GetString(value[..HexLength]));
        }
    }

    private async Task<bool> TryRemoveAsync(string hex, Record record, CancellationToken cancellationToken)
    {
        var outcome = await store.CommitAsync(
            new Commit([Guard.Unchanged(record.Key, record.ModifyRevision)], [Write.Delete(record.Key)], [NoteOf(hex)]),
            cancellationToken);
        if (!outcome.Succeeded)
            return false;
        files.Delete(BlobRecord.Read(record).File);
        return true;
    }

    /// <summary>Files that no record names: their server ended before it had committed, or after.</summary>
    private async Task RemoveStraysAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        foreach (var (file, hash) in files.WrittenBefore(before))
        {
            var record = hash is { } known
                ? await store.GetAsync(BlobRecord.KeyOf(known), null, cancellationToken)
                : null;
            if (record is null || (BlobRecord.TryRead(record) is { } blob && blob.File != file))
                files.Delete(file);
        }
    }

    private WitnessNote NoteOf(string hex) => new()
    {
        Trace = TraceToken.New(ids),
        Actor = Actor,
        Component = "server",
        Operation = "blob.expire",
        Subject = "sha256:" + hex,
        Time = time.GetUtcNow(),
        Why = "Nothing names it.",
    };
}
