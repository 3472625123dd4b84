using InfraFabric.Core.Ids;
using InfraFabric.Governor.Budgets;
using InfraFabric.Governor.Matching;
using InfraFabric.Governor.Registry;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Help;

/// <summary>
/// Sees to it that nobody stays blocked alone: whoever can help is chosen and paid for, or a person is asked. Every
/// server does it; the commits decide that each blocker is seen to once. The caller owns the store, the registry and
/// the budgets, and disposes them after this.
/// </summary>
public sealed partial class HelpDesk : IAsyncDisposable
{
    private readonly IStateStore _store;
    private readonly SwarmRegistry _registry;
    private readonly FabricBudgets _budgets;
    private readonly TimeProvider _time;
    private readonly IdSource _ids;
    private readonly ILogger _logger;
    private readonly WorkReader _reader;
    private readonly HelpBook _book;
    private readonly RecordFollower _blockers;
    private readonly RecordFollower _helps;
    private readonly CancellationTokenSource _stop = new();
    private Task _looking = Task.CompletedTask;
    private long _sweptAt;

    private HelpDesk(
        IStateStore store, SwarmRegistry registry, FabricBudgets budgets, TimeProvider time, IdSource ids,
        ILogger logger)
    {
        _store = store;
        _registry = registry;
        _budgets = budgets;
        _time = time;
        _ids = ids;
        _logger = logger;
        _reader = new WorkReader(store, budgets);
        _book = new HelpBook { Unreadable = (key, why) => LogUnreadable(logger, key, why) };
        _blockers = new RecordFollower(store, WorkReader.Blockers, _book.Blockers, time, logger);
        _helps = new RecordFollower(store, HelpRecord.Prefix, _book.Helps, time, logger);
    }

    /// <summary>For how long nothing is known of what changes; zero while it is.</summary>
    public TimeSpan Lag => _blockers.Lag > _helps.Lag ? _blockers.Lag : _helps.Lag;

    /// <summary>Begins to help.</summary>
    public static async Task<HelpDesk> StartAsync(
        IStateStore store, SwarmRegistry registry, FabricBudgets budgets, TimeProvider time, IdSource ids,
        ILogger logger, CancellationToken cancellationToken = default)
    {
        var desk = new HelpDesk(store, registry, budgets, time, ids, logger);
        try
        {
            await desk._helps.StartAsync(cancellationToken);
            await desk._blockers.StartAsync(cancellationToken);
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }

        desk._looking = desk.LookLoopAsync(desk._stop.Token);
        return desk;
    }

    /// <summary>What was done about a blocker; null if nothing was yet.</summary>
    public HelpState? Find(TaskId task) => _book.Find(task) is { } help ? HelpState.Of(help) : null;

    /// <summary>
    /// A task, and who could take or help it, with the reason for each; null if there is no such task.
    /// </summary>
    public async Task<(WorkAtHand Work, MatchAnswer Answer)?> ExplainAsync(
        TaskId task, int limit, CancellationToken cancellationToken)
    {
        if (await _reader.ReadAsync(task, _registry.Policy, null, cancellationToken) is not { } work)
            return null;
        var answer = _registry.Find(new MatchQuestion
        {
            Required = work.Required,
            Kind = work.Kind,
            Except = work is { Blocked: not null, Owner: { } owner } ? new HashSet<string> { owner } : [],
            MaxCost = work.Blocked is null ? null : work.Value,
            Limit = limit,
            Explain = true,
        });
        return (work, answer);
    }

    /// <summary>A task as it is now; null if nothing is known of it any more.</summary>
    internal Task<WorkAtHand?> ReadAsync(TaskId task, CancellationToken cancellationToken) =>
        _reader.ReadAsync(task, _registry.Policy, null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Stop();
        // First, so that nobody waits any more for what they would have seen.
        await _blockers.DisposeAsync();
        await _helps.DisposeAsync();
        await _looking;
        _stop.Dispose();
    }

    // Not CancelAsync, which would go on on a thread of its own: in a simulation there is only one.
    private void Stop() => _stop.Cancel();

    private async Task LookLoopAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var failures = 0;
                foreach (var open in _book.Open(IsAtWork))
                    failures += await TryAsync(open.Task, () => HelpAsync(open, stopping), stopping);
                foreach (var (task, help, revision) in _book.Over())
                    failures += await TryAsync(task, () => EndAsync(task, help, revision, stopping), stopping);
                await SweepAsync(stopping);
                await Task.Delay(failures == 0 ? HelpLimits.LookEvery : HelpLimits.RetryAfter, _time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>One blocker that cannot be seen to now must not keep the others waiting.</summary>
    private async Task<int> TryAsync(TaskId task, Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception failed) when (!stopping.IsCancellationRequested)
        {
            LogFailed(_logger, task.ToString(), failed.Message);
            return 1;
        }
    }

    private bool IsAtWork(Helper helper) =>
        SwarmName.TryParse(helper.Swarm, out var swarm) && _registry.IsAtWork(swarm, helper.Session);
}
