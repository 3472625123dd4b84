using InfraFabric.Core.Errors;
using InfraFabric.Optimise.Advice;
using InfraFabric.Optimise.Invoices;
using InfraFabric.Optimise.Reports;
using InfraFabric.State.Contract;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Optimise.Spends;

/// <summary>
/// What was spent, on what, by whom, and what came of it: a cache of the ledger that follows it, and can be made anew
/// from it at any time. Who asks is answered as of all entries that there were when it was asked. The caller owns the
/// store and the source, and disposes them after this.
/// </summary>
public sealed partial class CostLedger : IAsyncDisposable
{
    private readonly ILedgerSource _source;
    private readonly TaskSpecs _specs;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;
    private SpendFile? _file;

    private CostLedger(ILedgerSource source, IStateStore store, string directory, TimeProvider time, ILogger logger)
    {
        _source = source;
        _specs = new TaskSpecs(store);
        _directory = directory;
        _time = time;
        _logger = logger;
    }

    /// <summary>Begins to follow a ledger; a file that another ledger has left in the folder is made anew.</summary>
    public static CostLedger Start(
        ILedgerSource source, IStateStore store, string directory, TimeProvider time, ILogger logger)
    {
        var ledger = new CostLedger(source, store, directory, time, logger);
        ledger._following = ledger.FollowAsync(ledger._stop.Token);
        return ledger;
    }

    /// <summary>Costs of a time, told apart, with those of the time before it.</summary>
    public ValueTask<CostReport> ReportAsync(CostQuery query, CancellationToken cancellationToken = default)
    {
        CostRules.Require(query);
        return AskAsync(file => file.Report(query), cancellationToken);
    }

    /// <summary>Single spendings of a time, after a place of the ledger.</summary>
    public ValueTask<SpendPage> ListAsync(
        DateTimeOffset from, DateTimeOffset to, long after, int limit, CancellationToken cancellationToken = default)
    {
        CostRules.Require(from, to);
        CostRules.RequireLimit(limit);
        return AskAsync(file => file.List(from, to, after, limit), cancellationToken);
    }

    /// <summary>How each kind of task was done in a time, by whom, and at what cost.</summary>
    /// <param name="kind">Only this kind; null for all.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment that is not in it any more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<IReadOnlyList<KindAdvice>> AdviseAsync(
        string? kind, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        CostRules.Require(from, to);
        return AskAsync(file => file.Advise(kind, from, to), cancellationToken);
    }

    /// <summary>Holds an invoice against all spendings of a time.</summary>
    public async ValueTask<Reconciliation> ReconcileAsync(
        Reconciler reconciler, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        long? after = -1;
        while (after is { } place)
        {
            var page = await ListAsync(from, to, place, OptimiseLimits.MaxPageSize, cancellationToken);
            foreach (var spend in page.Spends)
                reconciler.Add(spend);
            after = page.Next;
        }

        return reconciler.Finish();
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _following;
        _file?.Dispose();
        _turn.Dispose();
        _stop.Dispose();
    }

    // Not CancelAsync, which would go on on a thread of its own: in a simulation there is only one.
    private void Stop() => _stop.Cancel();

    private async ValueTask<T> AskAsync<T>(Func<SpendFile, T> ask, CancellationToken cancellationToken)
    {
        var size = await _source.SizeAsync(cancellationToken);
        var began = _time.GetTimestamp();
        while (await StepAsync(size, cancellationToken) is var read && read < size)
        {
            if (_time.GetElapsedTime(began) > OptimiseLimits.CatchUpWithin)
                throw NotReady(read, size);
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return ask(_file ?? throw NotReady(0, size));
        }
        catch (FabricException damaged) when (damaged.Error == ErrorTable.StateDamaged)
        {
            Drop(damaged.Why);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static FabricException NotReady(long read, long size) => new(ErrorTable.NotReady,
        "The costs cannot be told now.", $"{read} of {size} entries of the ledger have been read.",
        "Try again in a moment.");

    private async Task FollowAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var size = await _source.SizeAsync(stopping);
                while (await StepAsync(size, stopping) < size)
                    await Task.Yield();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogBehind(_logger, failed.Message);
            }

            await PauseAsync(stopping);
        }
    }

    /// <summary>Takes in some entries; up to which place it has read then.</summary>
    private async ValueTask<long> StepAsync(long size, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // A ledger that has become shorter was restored: then what was read of its end is not there any more.
            if (_file is { } kept && kept.Size > size && kept.Size > await _source.SizeAsync(cancellationToken))
                Drop("The ledger has become shorter.");
            var file = _file ??= SpendFile.Open(_directory, _source.Id, size);
            if (file.Size >= size)
                return file.Size;
            var count = (int)Math.Min(OptimiseLimits.MaxEntriesRead, size - file.Size);
            var entries = await _source.ReadAsync(file.Size, count, cancellationToken);
            if (entries.Count == 0)
                return size;
            file.Add(entries, await TasksOfAsync(file, entries, cancellationToken));
            return file.Size;
        }
        catch (FabricException damaged) when (damaged.Error == ErrorTable.StateDamaged)
        {
            Drop(damaged.Why);
            throw NotReady(0, size);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<Dictionary<string, TaskFacts>> TasksOfAsync(
        SpendFile file, IReadOnlyList<LedgerFact?> entries, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, TaskFacts>(StringComparer.Ordinal);
        var tasks = entries.Where(entry => entry is not null && SpendFold.IsSpend(entry))
            .Select(entry => SpendFold.TaskOf(entry!)).OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            if (!file.Knows(task) && await _specs.FindAsync(task, cancellationToken) is { } facts)
                found.Add(task, facts);
        }

        return found;
    }

    private void Drop(string reason)
    {
        LogAnew(_logger, reason);
        _file?.Dispose();
        _file = null;
        SpendFile.Delete(_directory);
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(OptimiseLimits.LookAgain, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop that waited looks at the token itself.
        }
    }
}
