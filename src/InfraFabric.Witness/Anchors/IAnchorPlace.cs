using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Verifying;

namespace InfraFabric.Witness.Anchors;

/// <summary>
/// Where a copy of a log is kept, a folder or a bucket. A file of it is there whole or not at all, and durable when the
/// call that wrote it returns. Whoever opened it disposes it.
/// </summary>
public interface IAnchorPlace : IDisposable
{
    /// <summary>The log as it stands there.</summary>
    ILogSource Log { get; }

    /// <summary>How many files are worth writing at a time.</summary>
    int WritesAtOnce { get; }

    /// <summary>Whether it holds a log already.</summary>
    ValueTask<bool> HasLogAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes a file, unless it holds just that.</summary>
    ValueTask WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    /// <summary>Removes the partial tiles that a full one stands for.</summary>
    ValueTask RemovePartsOfAsync(TileId full, CancellationToken cancellationToken = default);
}
