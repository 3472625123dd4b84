using System.Threading.Channels;
using InfraFabric.Core.Crypto;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.Witness.Entries;
using InfraFabric.Witness.Merkle;
using InfraFabric.Witness.Notes;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Witness;

/// <summary>
/// A ledger that is being written. Many may append at once: what waits is made one batch, with one signed checkpoint,
/// and is acknowledged once that is durable. There is one of it for a store. The caller owns the store.
/// </summary>
public sealed partial class Ledger : IAsyncDisposable
{
    private readonly ILedgerStore _store;
    private readonly LedgerOptions _options;
    private readonly ILogger _logger;
    private readonly Channel<AppendRequest> _waiting;
    private readonly EntryMaker _maker;
    private readonly Dictionary<string, long> _actors = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private GrowingTree _tree = new();
    private long _actorsSaved;
    private bool _isBehind;
    private Task _writing = Task.CompletedTask;

    private Ledger(ILedgerStore store, LedgerOptions options, Random? chance, ILogger logger)
    {
        _store = store;
        _options = options;
        _logger = logger;
        _maker = new EntryMaker(chance);
        _waiting = Channel.CreateBounded<AppendRequest>(
            new BoundedChannelOptions(LedgerLimits.MaxWaiting) { SingleReader = true });
    }

    /// <summary>How far it has come: all of it is durable.</summary>
    public LedgerHead Head { get; private set; } = LedgerHead.Empty;

    public LedgerOptions Options => _options;

    /// <summary>Its tiles as of now.</summary>
    public LedgerTiles Tiles => new(_store, Head.Size);

    /// <summary>
    /// Takes up the ledger of a store where it was left, and checks that its head is what was signed.
    /// </summary>
    /// <param name="store">Where it is kept.</param>
    /// <param name="options">Who it is.</param>
    /// <param name="chance">Where salts come from; null for what nobody can guess.</param>
    /// <param name="logger">Told of what fails.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    public static async ValueTask<Ledger> OpenAsync(
        ILedgerStore store, LedgerOptions options, Random? chance, ILogger logger,
        CancellationToken cancellationToken = default)
    {
        var ledger = new Ledger(store, options, chance, logger);
        await ledger.ReloadAsync(cancellationToken);
        ledger._writing = ledger.WriteAsync();
        return ledger;
    }

    /// <summary>Adds an entry; its place, once it is durable and a signed checkpoint covers it.</summary>
    public ValueTask<long> AppendAsync(WitnessNote note, CancellationToken cancellationToken = default) =>
        EnqueueAsync(new AppendRequest([new PositionedNote(NotePosition.Start, note)], IsDrained: false),
            cancellationToken);

    /// <summary>
    /// Adds the notes of an outbox, in their order; those that are entries already are passed over. The place of the
    /// first entry that was added.
    /// </summary>
    public ValueTask<long> AppendAsync(
        IReadOnlyList<PositionedNote> notes, CancellationToken cancellationToken = default) =>
        EnqueueAsync(new AppendRequest(notes, IsDrained: true), cancellationToken);

    /// <summary>Finishes what waits, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        if (!_isBehind && Head.Size > _actorsSaved)
            await SaveActorsAsync();
        _maker.Dispose();
        _stop.Dispose();
    }

    private async ValueTask<long> EnqueueAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_waiting.Writer.TryWrite(request))
        {
            throw _writing.IsCompleted
                ? new FabricException(ErrorTable.NotReady, "The ledger is closed.", "Its server is stopping.",
                    "Try again at another server, or later.")
                : new FabricException(ErrorTable.Overloaded, "Too many entries wait to be written.",
                    $"{LedgerLimits.MaxWaiting} are waiting, which is the limit.", "Try again in a moment.");
        }

        await using var giveUp = cancellationToken.UnsafeRegister(
            static (waiting, token) => ((AppendRequest)waiting!).Done.TrySetCanceled(token), request);
        return await request.Done.Task;
    }

    private async Task WriteAsync()
    {
        var requests = new List<AppendRequest>();
        while (await _waiting.Reader.WaitToReadAsync(_stop.Token))
        {
            var entries = 0;
            // A handover stands alone, at the end of a batch of its own.
            while (entries < LedgerLimits.MaxBatch && _waiting.Reader.TryPeek(out var request)
                && (request.Next is null || requests.Count == 0) && _waiting.Reader.TryRead(out request))
            {
                requests.Add(request);
                entries += request.Next is null ? request.Notes.Count : LedgerLimits.MaxBatch;
            }

            await WriteAsync(requests);
            requests.Clear();
        }
    }

    private async ValueTask WriteAsync(List<AppendRequest> requests)
    {
        try
        {
            if (_isBehind)
                await ReloadAsync(_stop.Token);
            var batch = MakeBatch(requests);
            if (batch.Entries.Count > 0)
            {
                await _store.AppendAsync(batch, _stop.Token);
                Head = batch.Head;
                if (requests[0].Next is { } next)
                    Adopt(next.VerifyKey, Head.Size);
            }
        }
        catch (Exception failed)
        {
            // What the tree and the sequences have counted is not in the store, or perhaps it is.
            _isBehind = true;
            LogAppendFailed(_logger, failed);
            foreach (var request in requests)
                request.Done.TrySetException(failed);
            return;
        }

        foreach (var request in requests)
            request.Done.TrySetResult(request.First);
        _options.Grown?.Invoke(Head.Size);
        if (Head.Size - _actorsSaved >= LedgerLimits.ActorsSavedEvery)
            await SaveActorsAsync();
    }

    private LedgerBatch MakeBatch(List<AppendRequest> requests)
    {
        var entries = new List<ReadOnlyMemory<byte>>();
        var tiles = new List<FullTile>();
        var personal = new List<PersonalText>();
        var drained = Head.Drained;
        foreach (var request in requests)
        {
            request.First = Head.Size + entries.Count;
            foreach (var (position, note) in request.Notes)
            {
                if (request.IsDrained && position <= drained)
                    continue;
                drained = request.IsDrained ? position : drained;
                var sequence = _actors[note.Actor] = _actors.GetValueOrDefault(note.Actor) + 1;
                var bytes = _maker.Make(note, position, sequence, personal);
                _tree.Add(TreeHash.OfLeaf(bytes.Span), tiles.Add);
                entries.Add(bytes);
            }
        }

        var next = requests[0].Next;
        var checkpoint = Sign(new Checkpoint(_options.Origin, _tree.Size, _tree.Root()), next).ToString();
        return new LedgerBatch
        {
            First = Head.Size,
            Entries = entries,
            Tiles = tiles,
            Personal = personal,
            Head = Head with
            {
                Size = _tree.Size,
                Drained = drained,
                Checkpoint = checkpoint,
            },
            Handovers = next is null ? [] : [new LedgerHandover(_tree.Size, checkpoint, entries[^1])],
        };
    }

    private async ValueTask ReloadAsync(CancellationToken cancellationToken)
    {
        var head = await _store.LoadAsync(cancellationToken);
        var tree = await GrowingTree.LoadAsync(new LedgerTiles(_store, head.Size), head.Size, cancellationToken);
        await AdoptLastAsync(head, cancellationToken);
        if (head.Size > 0)
            RequireSigned(head, tree.Root());
        var counted = await _store.LoadActorsAsync(cancellationToken);
        _actors.Clear();
        foreach (var (actor, last) in counted.Last)
            _actors[actor] = last;
        _actorsSaved = counted.Size;
        await CountActorsAsync(counted.Size, head.Size, cancellationToken);
        (Head, _tree, _isBehind) = (head, tree, false);
    }

    private void RequireSigned(LedgerHead head, Sha256Hash root)
    {
        if (SignedHead.Require(head, _options) != new Checkpoint(_options.Origin, head.Size, root))
            throw LedgerErrors.Damaged($"Its checkpoint is of another tree than its {head.Size} entries make.");
    }

    private async ValueTask CountActorsAsync(long from, long to, CancellationToken cancellationToken)
    {
        while (from < to)
        {
            var entries = await _store.ReadEntriesAsync(
                from, (int)Math.Min(LedgerLimits.MaxEntriesRead, to - from), cancellationToken);
            foreach (var bytes in entries)
            {
                var entry = EntryForm.Read(bytes);
                _actors[entry.Actor] = entry.Sequence;
            }

            from += entries.Count;
        }
    }

    private async ValueTask SaveActorsAsync()
    {
        try
        {
            await _store.SaveActorsAsync(new ActorSequences(Head.Size, new Dictionary<string, long>(_actors)));
            _actorsSaved = Head.Size;
        }
        catch (Exception failed)
        {
            // The next start counts more entries than it would have.
            LogActorsNotSaved(_logger, failed.Message);
        }
    }

    private sealed record AppendRequest(IReadOnlyList<PositionedNote> Notes, bool IsDrained)
    {
        public TaskCompletionSource<long> Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long First { get; set; }

        /// <summary>The key that the ledger is handed over to by this.</summary>
        public SigningKey? Next { get; init; }
    }
}
