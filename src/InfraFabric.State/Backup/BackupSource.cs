using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using InfraFabric.Core.Errors;
using InfraFabric.State.Memory;
using InfraFabric.State.Storage;

namespace InfraFabric.State.Backup;

/// <summary>Reads a backup and verifies all of it before anything is made of it.</summary>
internal sealed class BackupSource(string name)
{
    /// <summary>
    /// Loads a whole, unchanged backup into a fresh state; anything else throws <c>IF_ERR_STATE_DAMAGED</c>.
    /// </summary>
    public async Task<BackupSummary> LoadAsync(Stream source, MemoryState state, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(source, state, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException
            || e is FabricException { Error.Code: "IF_ERR_ID_INVALID" })
        {
            throw new FabricException(
                ErrorTable.StateDamaged,
                $"'{name}' is not a whole backup.",
                e is EndOfStreamException ? "It ends too early." : $"{e.Message}.",
                "Use another backup. Nothing has been changed.", e);
        }
    }

    private static async Task<BackupSummary> ReadAsync(
        Stream source, MemoryState state, CancellationToken cancellationToken)
    {
        var magic = new byte[BackupForm.Magic.Length];
        await source.ReadExactlyAsync(magic, cancellationToken);
        if (!BackupForm.Magic.SequenceEqual(magic))
            throw new InvalidDataException("It does not begin like a backup of InfraFabric's state");

        long revision = 0, records = 0, chunks = 0, bytes = magic.Length + sizeof(int);
        await foreach (var chunk in ChunksAsync(source, cancellationToken))
        {
            if (chunks == BackupForm.HeaderPlace)
                revision = new PackedReader(chunk, BackupForm.HeaderPlace).Number();
            else
                records += SnapshotForm.Load(chunk, chunks, state);
            chunks++;
            bytes += sizeof(int) + chunk.Length;
        }

        var end = await ReadChunkAsync(source, await ReadLengthAsync(source, cancellationToken), cancellationToken);
        RequireEnd(end, chunks, records, state.Outbox.Count);
        if (await source.ReadAsync(new byte[1], cancellationToken) != 0)
            throw new InvalidDataException("Something follows its end");
        return new BackupSummary(revision, records, state.Outbox.Count, bytes + sizeof(int) + end.Length);
    }

    private static void RequireEnd(byte[] end, long chunks, long records, long notes)
    {
        var reader = new PackedReader(end, BackupForm.EndPlace);
        if (reader.Number() != chunks || reader.Number() != records || reader.Number() != notes)
            throw new InvalidDataException("It does not hold what its end says");
    }

    private static async IAsyncEnumerable<byte[]> ChunksAsync(
        Stream source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await ReadLengthAsync(source, cancellationToken) is var length and not BackupForm.End)
            yield return await ReadChunkAsync(source, length, cancellationToken);
    }

    private static async Task<int> ReadLengthAsync(Stream source, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(int)];
        await source.ReadExactlyAsync(length, cancellationToken);
        return BinaryPrimitives.ReadInt32LittleEndian(length);
    }

    private static async Task<byte[]> ReadChunkAsync(Stream source, int length, CancellationToken cancellationToken)
    {
        if (length is < 1 or > BackupForm.MaxChunkBytes)
            throw new InvalidDataException($"A chunk claims to have {length} bytes");
        var chunk = new byte[length];
        await source.ReadExactlyAsync(chunk, cancellationToken);
        return chunk;
    }
}
