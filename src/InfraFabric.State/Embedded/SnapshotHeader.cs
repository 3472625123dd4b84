using InfraFabric.State.Storage;

namespace InfraFabric.State.Embedded;

/// <summary>
/// What a state file starts from: which snapshot is the valid one, and with which row the log goes on after it.
/// </summary>
/// <param name="Generation">The number of the snapshot; its chunks carry it.</param>
/// <param name="Revision">The revision that the snapshot shows; history before it is forgotten.</param>
/// <param name="Chunks">How many chunks it has.</param>
/// <param name="Records">How many records they hold.</param>
/// <param name="FirstSequence">The first row of the log that is needed after it.</param>
internal sealed record SnapshotHeader(long Generation, long Revision, long Chunks, long Records, long FirstSequence)
{
    private const byte Format = 1;

    /// <summary>Of a state to which nothing has happened.</summary>
    public static SnapshotHeader Empty { get; } = new(0, 0, 0, 0, 1);

    public byte[] Encode()
    {
        var writer = new PackedWriter();
        writer.Unsealed();
        writer.Byte(Format);
        writer.Number(Generation);
        writer.Number(Revision);
        writer.Number(Chunks);
        writer.Number(Records);
        writer.Number(FirstSequence);
        writer.Seal(place: 0);
        return writer.Written.ToArray();
    }

    public static SnapshotHeader Decode(ReadOnlySpan<byte> stored)
    {
        var reader = new PackedReader(stored, place: 0);
        var format = reader.Byte();
        if (format != Format)
            throw new InvalidDataException($"its format {format} is not one that this version reads");
        return new(reader.Number(), reader.Number(), reader.Number(), reader.Number(), reader.Number());
    }
}
