using InfraFabric.Api.Witness;
using InfraFabric.Core.Config.Witness;
using InfraFabric.Witness.Anchors;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness;

/// <summary>The copies that this server pushes of the ledger while it is the one that writes it.</summary>
internal sealed class FabricAnchors : IAsyncDisposable
{
    private readonly List<(string Name, IAnchorPlace Place, AnchorLoop Loop)> _anchors = [];
    private readonly TimeProvider _time;

    private FabricAnchors(TimeProvider time) => _time = time;

    public static FabricAnchors Start(
        IReadOnlyDictionary<string, WitnessAnchorConfig> configured, ILogSource log, IReadOnlyList<NoteKey> keys,
        Func<bool> isTurn, TimeProvider time, ILogger<AnchorLoop> logger)
    {
        // All are opened before any is begun, so that one that cannot be leaves nothing running.
        var places = configured.Select(anchor => (anchor.Key, Place: AnchorPlaces.Open(anchor.Value.Place),
            anchor.Value.Every)).ToList();
        var anchors = new FabricAnchors(time);
        foreach (var (name, place, every) in places)
        {
            var loop = AnchorLoop.Start(log, keys, place, every, isTurn, time, logger);
            anchors._anchors.Add((name, place, loop));
        }

        return anchors;
    }

    /// <summary>How far each has come.</summary>
    public IReadOnlyList<WitnessAnchorBody> Stats() => [.. _anchors.Select(anchor => new WitnessAnchorBody
    {
        Name = anchor.Name,
        Place = anchor.Place.ToString()!,
        Size = anchor.Loop.State?.Size,
        AgeMs = anchor.Loop.PushedAt is { } at ? (long)(_time.GetUtcNow() - at).TotalMilliseconds : null,
        Problem = anchor.Loop.Problem,
    })];

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, place, loop) in _anchors)
        {
            await loop.DisposeAsync();
            place.Dispose();
        }
    }
}
