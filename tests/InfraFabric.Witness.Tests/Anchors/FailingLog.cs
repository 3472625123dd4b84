using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Tests.Anchors;

/// <summary>A log that can be read so many times, and then no more.</summary>
internal sealed class FailingLog(ILogSource log, int reads) : ILogSource
{
    private int _left = reads;

    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(TileId tile, CancellationToken cancellationToken = default) =>
        _left-- > 0 ? log.ReadAsync(tile, cancellationToken) : throw new IOException("cut off");

    public ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken = default) =>
        log.ReadCheckpointAsync(cancellationToken);

    public ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default) =>
        log.ReadKeysAsync(cancellationToken);
}
