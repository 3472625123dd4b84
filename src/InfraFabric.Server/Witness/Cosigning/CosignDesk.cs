using System.Collections.Concurrent;
using InfraFabric.Api.Witness;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Cosigning;
using InfraFabric.Witness.Notes;

namespace InfraFabric.Server.Witness.Cosigning;

/// <summary>Cosigns the logs that this server was told to cosign, when they ask for it.</summary>
internal sealed class CosignDesk : IDisposable
{
    // Whoever sends a proof that does not hold may be a stranger, and strangers must not fill the ledger.
    private static readonly TimeSpan NotedEvery = TimeSpan.FromHours(1);

    private readonly SigningKey _secret;
    private readonly IReadOnlyList<NoteKey> _logs;
    private readonly CosignedLogs _seen;
    private readonly Cosigner _cosigner;
    private readonly SplitViewNotes _notes;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<(string Origin, CosignVerdict Verdict), long> _noted = [];
    private readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.Ordinal);

    public CosignDesk(
        SigningKey secret, IReadOnlyList<NoteKey> logs, CosignedLogs seen, SplitViewNotes notes, TimeProvider time)
    {
        _secret = secret;
        _logs = logs;
        _seen = seen;
        _notes = notes;
        _time = time;
        Key = CosignerKey.NoteKeyOf(secret);
        _cosigner = new Cosigner(Key, secret, seen, time);
    }

    /// <summary>The key that others know its cosignatures by.</summary>
    public NoteKey Key { get; }

    /// <summary>Answers a request; what shows two views of a log is kept and noted first.</summary>
    public async ValueTask<CosignReply> AnswerAsync(CosignRequest request, CancellationToken cancellationToken)
    {
        CosignReply reply;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            reply = _cosigner.Answer(request, _logs);
        }
        finally
        {
            _turn.Release();
        }

        if (reply is { Verdict: CosignVerdict.OtherRoot or CosignVerdict.Inconsistent, Views: { } views }
            && Checkpoint.TryParse(request.Note.Text, out var checkpoint))
        {
            var why = reply.Verdict == CosignVerdict.OtherRoot
                ? $"It has signed two roots for {reply.Size} entries."
                : $"A checkpoint of {checkpoint.Size} entries came without a proof that it continues the {reply.Size}"
                    + " cosigned before.";
            _problems[checkpoint.Origin] = why;
            if (IsNew(checkpoint.Origin, reply.Verdict))
            {
                await _notes.KeepAsync(checkpoint.Origin, Key.ToString(), why,
                    reply.Verdict == CosignVerdict.OtherRoot ? NoteSeverity.Critical : NoteSeverity.High, views);
            }
        }

        return reply;
    }

    /// <summary>How far each log was cosigned.</summary>
    public IReadOnlyList<WitnessCosignedBody> Stats() => [.. _logs.Select(key => key.Name).Distinct()
        .Select(origin => new WitnessCosignedBody
        {
            Origin = origin,
            Size = SizeOf(origin),
            Problem = _problems.GetValueOrDefault(origin),
        })];

    public void Dispose()
    {
        _turn.Dispose();
        _secret.Dispose();
    }

    private bool IsNew(string origin, CosignVerdict verdict)
    {
        var now = _time.GetTimestamp();
        var noted = _noted.GetOrAdd((origin, verdict), now);
        return noted == now || (_time.GetElapsedTime(noted, now) >= NotedEvery
            && _noted.TryUpdate((origin, verdict), now, noted));
    }

    private long SizeOf(string origin)
    {
        try
        {
            return _seen.Find(origin) is var (_, note) && Checkpoint.TryParse(note.Text, out var checkpoint)
                ? checkpoint.Size
                : 0;
        }
        catch (FabricException)
        {
            // What is kept of it is damaged; whoever asks for a cosignature is told so.
            return 0;
        }
    }
}
