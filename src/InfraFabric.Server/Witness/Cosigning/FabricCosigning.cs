using InfraFabric.Api.Witness;
using InfraFabric.Core.Config;
using InfraFabric.Core.Config.Witness;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Cosigning;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Server.Witness.Cosigning;

/// <summary>Who cosigns our ledger, and whose logs we cosign.</summary>
internal sealed class FabricCosigning : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    private readonly List<(string Name, CosigningPeer Peer)> _peers = [];
    private readonly TimeProvider _time;
    private CosigningRounds? _rounds;

    private FabricCosigning(TimeProvider time) => _time = time;

    /// <summary>Cosigns other logs; null if this server was told of none.</summary>
    public CosignDesk? Desk { get; private init; }

    /// <summary>The last cosigned checkpoint of our ledger; null while there is none.</summary>
    public SignedNote? Cosigned => _rounds?.Cosigned;

    public static FabricCosigning Start(
        ServerOptions options, string origin, ILogSource log, SplitViewNotes notes, TimeProvider time,
        ILogger<CosigningRounds> logger)
    {
        var config = options.Witness;
        var logs = (config?.Cosigns ?? []).Select(text => Parse(text, NoteKeyKind.Ed25519, "cosigns")).ToList();
        var peers = (config?.Cosigners ?? new Dictionary<string, WitnessCosignerConfig>()).Select(
            peer => (peer.Key, peer.Value.Address, Key: Parse(peer.Value.Key, NoteKeyKind.Cosignature, "cosigners")))
            .ToList();
        var cosigning = new FabricCosigning(time)
        {
            Desk = logs.Count == 0 ? null : new CosignDesk(
                CosignerKey.Take(options.Home), logs, CosignerKey.LogsOf(options.Home), notes, time),
        };
        foreach (var (name, address, key) in peers)
            cosigning._peers.Add((name, new CosigningPeer(cosigning._http, address, key)));
        if (peers.Count > 0)
        {
            cosigning._rounds = CosigningRounds.Start(
                log, [.. cosigning._peers.Select(peer => peer.Peer)],
                Path.Combine(options.Home.Folder, "witness", "cosigned.checkpoint"), config!.CosignEvery,
                (peer, note) => notes.KeepAsync(
                    origin, peer.Key.ToString(), peer.Problem ?? "", NoteSeverity.Critical,
                    new LogFork(peer.Problem ?? "", note.ToString())),
                time, logger);
        }

        return cosigning;
    }

    /// <summary>What each cosigner has said.</summary>
    public IReadOnlyList<WitnessCosignerBody> Stats() => [.. _peers.Select(peer => new WitnessCosignerBody
    {
        Name = peer.Name,
        Url = peer.Peer.Address.AbsoluteUri,
        Key = peer.Peer.Key.ToString(),
        Size = peer.Peer.Size,
        AgeMs = peer.Peer.CosignedAt is { } at ? (long)(_time.GetUtcNow() - at).TotalMilliseconds : null,
        Problem = peer.Peer.Problem,
        SplitView = peer.Peer.SawAnother,
    })];

    public async ValueTask DisposeAsync()
    {
        if (_rounds is not null)
            await _rounds.DisposeAsync();
        Desk?.Dispose();
        _http.Dispose();
    }

    private static NoteKey Parse(string text, NoteKeyKind kind, string where) =>
        NoteKey.TryParse(text, out var key) && key.Kind == kind ? key : throw new FabricException(
            ErrorTable.ConfigInvalid, $"A key under witness.{where} of {FabricConfig.FileName} is refused.",
            $"'{text}' is no key of a {(kind == NoteKeyKind.Cosignature ? "cosigner" : "log")}, or was copied wrong.",
            "Copy it again: 'ifctl witness stats' of the other fabric shows its keys.");
}
