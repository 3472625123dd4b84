using System.Threading.Channels;
using InfraFabric.Core.Errors;
using InfraFabric.Witness.Storage;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Witness.Searching;

/// <summary>
/// The index of an embedded ledger: it follows the ledger by reading it, and is made anew when it is found damaged.
/// The store stays the caller's, to be disposed after this.
/// </summary>
public sealed partial class FollowingIndex : ILedgerIndex
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly ILedgerStore _store;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<(long Size, TaskCompletionSource Reached)> _waiting = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task _following = Task.CompletedTask;
    private TaskCompletionSource? _forgotten;
    private long _forgetBefore;
    private SqliteLedgerIndex? _index;
    private volatile bool _isDamaged;

    private FollowingIndex(ILedgerStore store, string directory, TimeProvider time, ILogger logger)
    {
        _store = store;
        _directory = directory;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(_ => Wake(), null, LookAgain, LookAgain);
    }

    public long Size => _index?.Size ?? 0;

    /// <summary>Begins to follow the ledger of a folder.</summary>
    public static FollowingIndex Start(ILedgerStore store, string directory, TimeProvider time, ILogger logger)
    {
        var index = new FollowingIndex(store, directory, time, logger);
        index._following = index.FollowAsync(index._stop.Token);
        return index;
    }

    /// <summary>Says that the ledger has grown, so that the index need not wait until it looks by itself.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    public async ValueTask<LedgerMatches> FindAsync(
        LedgerQuery query, long size, CancellationToken cancellationToken = default)
    {
        await ReachAsync(size, cancellationToken);
        try
        {
            return await (_index ?? throw NotReady(size)).FindAsync(query, size, cancellationToken);
        }
        catch (FabricException damaged) when (damaged.Error == ErrorTable.LedgerDamaged)
        {
            LogAnew(_logger, damaged.Why);
            _isDamaged = true;
            Wake();
            throw NotReady(size);
        }
        catch (ObjectDisposedException)
        {
            throw NotReady(size);
        }
    }

    public async Task ForgetAsync(long before, CancellationToken cancellationToken)
    {
        Task forgotten;
        lock (_lock)
        {
            _forgotten ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            forgotten = _forgotten.Task;
            _forgetBefore = Math.Max(_forgetBefore, before);
        }

        Wake();
        await forgotten.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _following;
        await _timer.DisposeAsync();
        if (_index is not null)
            await _index.DisposeAsync();
        _stop.Dispose();
    }

    private void Stop() => _stop.Cancel();

    private async Task FollowAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await CatchUpAsync(stopping);
                await _wake.Reader.ReadAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogAnew(_logger, failed.Message);
                _isDamaged = true;
                await PauseAsync(stopping);
            }
        }
    }

    private async ValueTask CatchUpAsync(CancellationToken stopping)
    {
        var head = await _store.LoadAsync(stopping);
        if (_isDamaged)
            await DropAsync();
        var index = _index ??= SqliteLedgerIndex.Open(_directory, _store.Id, head);
        await AddAsync(index, head.Size, stopping);
        // What is new does not wait until all is forgotten.
        while (await ForgetSomeAsync(index, stopping))
            await AddAsync(index, (await _store.LoadAsync(stopping)).Size, stopping);
    }

    private async ValueTask AddAsync(SqliteLedgerIndex index, long size, CancellationToken stopping)
    {
        while (index.Size < size)
        {
            var entries = await _store.ReadEntriesAsync(index.Size, LedgerLimits.MaxEntriesRead, stopping);
            if (entries.Count == 0)
                break;
            index.Add(entries);
            Tell(index.Size);
            // What is in memory is read without a wait; others get their turn in between.
            await Task.Yield();
        }

        Tell(index.Size);
    }

    /// <summary>Forgets some of what is to be forgotten; false when that is done.</summary>
    private async ValueTask<bool> ForgetSomeAsync(SqliteLedgerIndex index, CancellationToken stopping)
    {
        long before;
        lock (_lock)
        {
            if (_forgotten is null)
                return false;
            before = Math.Min(_forgetBefore, index.Size);
        }

        if (index.Forgotten < before)
        {
            var some = (int)Math.Min(LedgerLimits.MaxEntriesRead, before - index.Forgotten);
            if (index.TryForget(await _store.ReadEntriesAsync(index.Forgotten, some, stopping)))
                return true;
            throw LedgerErrors.Damaged("It has words of entries that were pruned.");
        }

        if (index.TryMerge())
            return true;
        lock (_lock)
        {
            if (index.Forgotten < Math.Min(_forgetBefore, index.Size))
                return true;
            _forgotten.SetResult();
            _forgotten = null;
            return false;
        }
    }

    private async ValueTask DropAsync()
    {
        var damaged = _index;
        _index = null;
        try
        {
            if (damaged is not null)
                await damaged.DisposeAsync();
        }
        catch (FabricException failed)
        {
            LogAnew(_logger, failed.Message);
        }

        SqliteLedgerIndex.Delete(_directory);
        _isDamaged = false;
    }

    private async ValueTask ReachAsync(long size, CancellationToken cancellationToken)
    {
        TaskCompletionSource reached;
        lock (_lock)
        {
            if (Size >= size && _index is not null && !_isDamaged)
                return;
            reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((size, reached));
        }

        Wake();
        try
        {
            await reached.Task.WaitAsync(SearchLimits.IndexWait, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw NotReady(size);
        }
        finally
        {
            lock (_lock)
                _waiting.RemoveAll(waiting => waiting.Reached == reached);
        }
    }

    private void Tell(long size)
    {
        lock (_lock)
        {
            foreach (var (_, reached) in _waiting.Where(waiting => waiting.Size <= size))
                reached.TrySetResult();
        }
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(LookAgain, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop that waited looks at the token itself.
        }
    }

    private FabricException NotReady(long size) => new(ErrorTable.NotReady, "The ledger cannot be searched now.",
        $"Its index has {Size} of {size} entries: it is being made, or is behind.",
        "Try again in a moment; 'ifctl witness stats' shows how far it is.");
}
