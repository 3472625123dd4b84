using InfraFabric.Witness.Merkle;

namespace InfraFabric.Witness.Verifying;

/// <summary>
/// A log as it is published: its tiles and bundles, its signed checkpoint, and the keys that it names as its own. What
/// is not there is an error with IF_ERR_NOT_FOUND.
/// </summary>
public interface ILogSource : ITileSource
{
    /// <summary>The signed checkpoint, at the most <see cref="Notes.SignedNote.MaxBytes"/> bytes.</summary>
    ValueTask<ReadOnlyMemory<byte>> ReadCheckpointAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The keys that have ever signed it, one on each line, the present one first; empty if it names none.
    /// </summary>
    ValueTask<string> ReadKeysAsync(CancellationToken cancellationToken = default);

    /// <summary>The list of its handovers from key to key; empty if it has none.</summary>
    ValueTask<string> ReadHandoversAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult("");
}
