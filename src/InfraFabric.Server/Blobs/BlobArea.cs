using InfraFabric.Coordinator;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.Server.Identity;
using InfraFabric.State.Contract;

namespace InfraFabric.Server.Blobs;

/// <summary>
/// Payloads, checkpoints and results that are larger than a record: files, and a record of each in the store. The
/// record decides whether there is a blob, and which file it is, so that servers that share folder and store agree.
/// </summary>
internal sealed class BlobArea(BlobFiles files, IStateStore store, TimeProvider time)
{
    private const int MaxAttempts = CoordinatorLimits.MaxRaces;

    /// <summary>
    /// Stores what a stream holds. A blob that is there already is young again, and whole again if its file was not.
    /// </summary>
    public async Task<(Sha256Hash Hash, long Bytes)> PutAsync(
        Stream content, ChangeOrigin origin, CancellationToken cancellationToken)
    {
        var (written, hash, bytes) = await files.WriteAsync(content, cancellationToken);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var record = await store.GetAsync(BlobRecord.KeyOf(hash), null, cancellationToken);
            var guard = record is null
                ? Guard.Absent(BlobRecord.KeyOf(hash))
                : Guard.Unchanged(record.Key, record.ModifyRevision);
            var next = new BlobRecord(written, bytes, time.GetUtcNow());
            var commit = new Commit([guard], [next.WriteTo(hash)], [NoteOf(hash, "blob.put", origin)]);
            if (!(await store.CommitAsync(commit, cancellationToken)).Succeeded)
                continue;
            if (record is not null)
                files.Delete(BlobRecord.Read(record).File);
            return (hash, bytes);
        }

        files.Delete(written);
        throw new FabricException(ErrorTable.Conflict, $"The blob {hash} could not be stored.",
            "Others stored it again and again at the same time.", "Try again.");
    }

    /// <summary>Opens what was stored under a hash; an error with IF_ERR_NOT_FOUND if nothing was.</summary>
    public async Task<FileStream> OpenAsync(Sha256Hash hash, CancellationToken cancellationToken)
    {
        var record = await FindAsync(hash, cancellationToken);
        if (files.Open(record.File) is { } file)
            return file;
        // It may have been stored again at this moment, in another file.
        var again = await FindAsync(hash, cancellationToken);
        return (again == record ? null : files.Open(again.File)) ?? throw NotFound(hash);
    }

    /// <summary>What is known of a blob; an error with IF_ERR_NOT_FOUND if there is none.</summary>
    public async Task<BlobRecord> FindAsync(Sha256Hash hash, CancellationToken cancellationToken) =>
        await store.GetAsync(BlobRecord.KeyOf(hash), null, cancellationToken) is { } record
            ? BlobRecord.Read(record)
            : throw NotFound(hash);

    private WitnessNote NoteOf(Sha256Hash hash, string operation, ChangeOrigin origin) => new()
    {
        Trace = origin.Trace,
        Actor = origin.Actor.ToString(),
        Component = "server",
        Operation = operation,
        Subject = hash.ToString(),
        Time = time.GetUtcNow(),
        Why = origin.Why,
    };

    private static FabricException NotFound(Sha256Hash hash) => new(ErrorTable.NotFound, $"There is no blob {hash}.",
        "It was never stored here, or has been removed since no task named it.",
        "Store it: ifctl blob put, or POST /v1/blobs.");
}
