using System.Text;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Verifying;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Witness.Cosigning;

/// <summary>
/// Asks cosigners for their word on the newest checkpoint, again and again, and keeps the last one that any of them has
/// cosigned, which is the one that is published. The ledger itself never waits for them.
/// </summary>
public sealed partial class CosigningRounds : IAsyncDisposable
{
    private readonly ILogSource _log;
    private readonly IReadOnlyList<CosigningPeer> _peers;
    private readonly string _file;
    private readonly Func<CosigningPeer, SignedNote, Task>? _splitSeen;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<CosigningPeer> _told = [];
    private Task _running = Task.CompletedTask;

    private CosigningRounds(
        ILogSource log, IReadOnlyList<CosigningPeer> peers, string file,
        Func<CosigningPeer, SignedNote, Task>? splitSeen, TimeProvider time, ILogger logger)
    {
        _splitSeen = splitSeen;
        _log = log;
        _peers = peers;
        _file = file;
        _time = time;
        _logger = logger;
    }

    public IReadOnlyList<CosigningPeer> Peers => _peers;

    /// <summary>The last checkpoint that was cosigned, with the cosignatures of its round; null if none was.</summary>
    public SignedNote? Cosigned { get; private set; }

    /// <summary>Takes up what was cosigned last, and begins to ask, at once and then every so often.</summary>
    /// <param name="log">The log.</param>
    /// <param name="peers">The cosigners.</param>
    /// <param name="file">Where the last cosigned checkpoint is kept.</param>
    /// <param name="every">How often they are asked.</param>
    /// <param name="splitSeen">
    /// Told of a cosigner that has seen another view, with the note that it refused; once, until it agrees again.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of what fails.</param>
    public static CosigningRounds Start(
        ILogSource log, IReadOnlyList<CosigningPeer> peers, string file, TimeSpan every,
        Func<CosigningPeer, SignedNote, Task>? splitSeen, TimeProvider time, ILogger logger)
    {
        var rounds = new CosigningRounds(log, peers, file, splitSeen, time, logger);
        rounds._running = rounds.RunAsync(every, rounds._stop.Token);
        return rounds;
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _running;
        _stop.Dispose();
    }

    private void Stop() => _stop.Cancel();

    private async Task RunAsync(TimeSpan every, CancellationToken stopping)
    {
        await Task.Yield();
        var isTaken = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!isTaken)
                    Cosigned = await TakeUpAsync(stopping);
                isTaken = true;
                await AskAllAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Core.Errors.FabricException early) when (early.Error == Core.Errors.ErrorTable.NotFound)
            {
                // A ledger without entries has nothing to cosign yet.
            }
            catch (Exception failed)
            {
                LogRoundFailed(_logger, failed);
            }

            await Task.Delay(every, _time, stopping).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async ValueTask AskAllAsync(CancellationToken stopping)
    {
        var bytes = await _log.ReadCheckpointAsync(stopping);
        if (!SignedNote.TryParse(bytes.Span, out var note) || !Checkpoint.TryParse(note.Text, out var checkpoint))
            throw LedgerErrors.Damaged("Its checkpoint is none.");
        var asked = _peers.Select(peer => peer.AskAsync(note, checkpoint, _log, stopping).AsTask()).ToList();
        var cosignatures = (await Task.WhenAll(asked)).OfType<NoteSignature>().ToList();
        if (cosignatures.Count > 0)
        {
            var cosigned = note with { Signatures = [.. note.Signatures, .. cosignatures] };
            Keep(cosigned);
            Cosigned = cosigned;
            foreach (var peer in _peers)
                peer.Publish();
        }

        foreach (var peer in _peers)
            await TellAsync(peer, note, stopping);
    }

    private async ValueTask TellAsync(CosigningPeer peer, SignedNote note, CancellationToken stopping)
    {
        if (!peer.SawAnother)
        {
            _told.Remove(peer);
            return;
        }

        // Of servers that share a ledger another may have asked for more than this one knew of.
        if (_told.Contains(peer) || await HasGrownToAsync(peer.Size, note, stopping))
            return;
        LogSplitView(_logger, peer.Address, peer.Problem!);
        if (_splitSeen is not null)
            await _splitSeen(peer, note);
        _told.Add(peer);
    }

    private async ValueTask<bool> HasGrownToAsync(long size, SignedNote asked, CancellationToken stopping)
    {
        var bytes = await _log.ReadCheckpointAsync(stopping);
        return Checkpoint.TryParse(asked.Text, out var before) && size > before.Size
            && SignedNote.TryParse(bytes.Span, out var note) && Checkpoint.TryParse(note.Text, out var now)
            && now.Size >= size;
    }

    /// <summary>What was kept, if it is still of this log: its files may have been put back or moved.</summary>
    private async ValueTask<SignedNote?> TakeUpAsync(CancellationToken stopping)
    {
        if (!File.Exists(_file) || !SignedNote.TryParse(await File.ReadAllBytesAsync(_file, stopping), out var kept)
            || !Checkpoint.TryParse(kept.Text, out var before))
        {
            return null;
        }

        var bytes = await _log.ReadCheckpointAsync(stopping);
        return SignedNote.TryParse(bytes.Span, out var note) && Checkpoint.TryParse(note.Text, out var now)
            && now.Origin == before.Origin && now.Size >= before.Size
            && await new TreeReader(_log, now.Size).HashOfAsync(0, before.Size, stopping) == before.Root
                ? kept
                : null;
    }

    private void Keep(SignedNote cosigned)
    {
        var fresh = $"{_file}.new";
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes(cosigned.ToString()));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, _file, overwrite: true);
    }
}
