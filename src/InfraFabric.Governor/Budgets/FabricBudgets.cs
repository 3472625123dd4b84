using System.Threading.Channels;
using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.History;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;
using Microsoft.Extensions.Logging;

namespace InfraFabric.Governor.Budgets;

/// <summary>
/// What may be spent, by whom, and what has been: reserve first, then settle or release. What is settled and reserved
/// is never more than a budget allows, however many spend at once and on however many servers: every decision is a
/// commit that is guarded by the budgets it rests on. The caller owns the store and disposes it after this.
/// </summary>
public sealed partial class FabricBudgets : IAsyncDisposable
{
    private static readonly TimeSpan LookForExpired = TimeSpan.FromSeconds(1);

    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BudgetBook _book;
    private readonly RecordFollower _follower;
    private readonly CostHistory _costs;
    private readonly RecordFollower _costsFollower;
    private readonly BreakerWatch _breakers;
    private readonly IdSource _ids;
    private readonly Cause _self;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<BudgetStep> _waiting = Channel.CreateBounded<BudgetStep>(
        new BoundedChannelOptions(GovernorLimits.MaxWaiting) { SingleReader = true });

    private readonly List<Task> _loops = [];
    private LeaseId _answers;
    private long _answersSince;
    private int _oneByOne;

    private FabricBudgets(IStateStore store, TimeProvider time, IdSource ids, ILogger logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
        _ids = ids;
        _self = new Cause("if://agent/infrafabric.governor/0", TraceToken.New(ids), ForAll: true);
        _book = new BudgetBook { Unreadable = (key, why) => LogUnreadable(logger, key, why) };
        _breakers = new BreakerWatch(store, time, logger, (key, why) => LogUnreadable(logger, key, why));
        _follower = new RecordFollower(store, BudgetId.Prefix, _book, time, logger);
        _costs = new CostHistory { Unreadable = (key, why) => LogUnreadable(logger, key, why) };
        _costsFollower = new RecordFollower(store, CostHistory.Prefix, _costs, time, logger);
    }

    /// <summary>For how long nothing is known of what changes; zero while it is.</summary>
    public TimeSpan Lag => _follower.Lag > _breakers.Lag ? _follower.Lag : _breakers.Lag;

    internal BreakerPolicy Policy => _breakers.Policy;

    /// <summary>Reads all budgets and begins to work; returns once it can answer.</summary>
    public static async Task<FabricBudgets> StartAsync(
        IStateStore store, TimeProvider time, IdSource ids, ILogger logger,
        CancellationToken cancellationToken = default)
    {
        var budgets = new FabricBudgets(store, time, ids, logger);
        try
        {
            await budgets._breakers.StartAsync(cancellationToken);
            await budgets._follower.StartAsync(cancellationToken);
            await budgets._costsFollower.StartAsync(cancellationToken);
        }
        catch
        {
            await budgets.DisposeAsync();
            throw;
        }

        budgets._loops.Add(budgets.DecideLoopAsync(budgets._stop.Token));
        budgets._loops.Add(budgets.ExpireLoopAsync(budgets._stop.Token));
        budgets._loops.Add(budgets.LearnLoopAsync(budgets._stop.Token));
        budgets._loops.Add(budgets.SweepLoopAsync(budgets._stop.Token));
        return budgets;
    }

    /// <summary>Keeps money for a spending in all budgets of its path, or in none.</summary>
    public ValueTask<SpendOutcome> ReserveAsync(
        ReserveAsk ask, Cause cause, CancellationToken cancellationToken = default)
    {
        Require(ask);
        if (_book.Reservations >= GovernorLimits.MaxReservations)
        {
            throw new FabricException(ErrorTable.Overloaded, "Too many reservations stand.",
                $"There are {GovernorLimits.MaxReservations}, which is the limit.", "Settle or release some first.");
        }

        return AskAsync(new ReserveStep(ask, cause), cancellationToken);
    }

    /// <summary>
    /// Ends a reservation with what was spent. That counts whatever was reserved: what exceeds a budget is counted as
    /// overdrawn.
    /// </summary>
    public ValueTask<SpendOutcome> SettleAsync(
        ReservationId id, Money spent, Cause cause, CancellationToken cancellationToken = default) =>
        SettleAsync(id, spent, cause, facts: null, cancellationToken);

    /// <summary>
    /// Ends a reservation with what was spent, and has the note of it tell what was bought. The same sum again is
    /// answered the same, whatever it comes with; the facts of the first time stand.
    /// </summary>
    public ValueTask<SpendOutcome> SettleAsync(
        ReservationId id, Money spent, Cause cause, IReadOnlyDictionary<string, string>? facts,
        CancellationToken cancellationToken = default)
    {
        RequireAmount(spent);
        var bought = facts is { Count: > 0 } ? SpendFacts.Of(facts) : null;
        return AskAsync(new EndStep(id, spent, expires: false, cause, bought), cancellationToken);
    }

    /// <summary>Gives a reservation back: nothing was spent.</summary>
    public ValueTask<SpendOutcome> ReleaseAsync(
        ReservationId id, Cause cause, CancellationToken cancellationToken = default) =>
        AskAsync(new EndStep(id, Money.Zero, expires: false, cause), cancellationToken);

    /// <summary>Sets what may be spent; what was spent and is reserved stays.</summary>
    public ValueTask<SpendOutcome> SetAsync(
        BudgetId id, BudgetTerms terms, Cause cause, CancellationToken cancellationToken = default)
    {
        RequireAmount(terms.Limit);
        return AskAsync(new SetStep(id, terms, cause), cancellationToken);
    }

    /// <summary>How much was asked for under a name, and what of it was spent; null if it is not remembered.</summary>
    public (Money Amount, Money? Spent)? Find(ReservationId id) =>
        _book.Find(id) is var (reservation, _) ? (reservation.Amount, reservation.Spent) : null;

    /// <summary>All budgets as they stand, the root first.</summary>
    public IReadOnlyList<BudgetState> List() => _book.List(_time.GetUtcNow());

    /// <summary>A budget as it stands; null if nobody has set it.</summary>
    public BudgetState? Find(BudgetId id) => _book.Find(id) is ({ } budget, var revision, var reserved)
        ? new BudgetState(id, budget.At(_time.GetUtcNow()), reserved, revision)
        : null;

    /// <summary>What can still be reserved of a budget; null if nobody has set it.</summary>
    internal Money? LeftOf(BudgetId id)
    {
        var (budget, _, reserved) = _book.Find(id);
        var current = budget?.At(_time.GetUtcNow());
        return current is null ? null : Money.Max(Money.Zero, current.Limit - current.Spent - reserved);
    }

    /// <summary>What is kept for helping with blocked tasks, and since when.</summary>
    internal IReadOnlyList<(ReservationId Id, TaskId Task, DateTimeOffset At)> KeptForHelp() => _book.KeptForHelp();

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        Stop();
        // First, so that nobody waits any more for what it would have seen.
        await _follower.DisposeAsync();
        await _costsFollower.DisposeAsync();
        await _breakers.DisposeAsync();
        await Task.WhenAll(_loops);
        _stop.Dispose();
    }

    // Not CancelAsync, which would go on on a thread of its own: in a simulation there is only one.
    private void Stop() => _stop.Cancel();

    private async ValueTask<SpendOutcome> AskAsync(BudgetStep step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_waiting.Writer.TryWrite(step))
        {
            throw _stop.IsCancellationRequested
                ? Stopping()
                : new FabricException(ErrorTable.Overloaded, "Too many spendings wait to be decided.",
                    $"{GovernorLimits.MaxWaiting} are waiting, which is the limit.", "Try again in a moment.");
        }

        await using var giveUp = cancellationToken.UnsafeRegister(
            static (waiting, token) => ((BudgetStep)waiting!).GiveUp(token), step);
        return await step.Done;
    }

    private async Task ExpireLoopAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            foreach (var id in _book.Expired(_time.GetUtcNow(), GovernorLimits.MaxStepsAtOnce))
                _waiting.Writer.TryWrite(new EndStep(id, Money.Zero, expires: true, _self));
            await PauseAsync(LookForExpired, stopping);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(pause, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop that waited looks at the token itself.
        }
    }

    private static void Require(ReserveAsk ask)
    {
        RequireAmount(ask.Amount);
        if (ask.Path.Count is 0 or > GovernorLimits.MaxPath || ask.Path.Distinct().Count() != ask.Path.Count)
            throw Refused("The path", $"it has 1 to {GovernorLimits.MaxPath} budgets, each once");
        if (ask.Hold < TimeSpan.FromSeconds(1) || ask.Hold > GovernorLimits.MaxHold)
            throw Refused("The time", $"a reservation stands 1 s to {GovernorLimits.MaxHold.TotalHours} h");
        if (ask.Kind is { Length: 0 or > GovernorLimits.MaxKindLength })
            throw Refused("The kind", $"it has 1 to {GovernorLimits.MaxKindLength} characters");
        if (ask.Call is { Length: 0 or > BreakerLimits.MaxCallLength })
            throw Refused("The call", $"it has 1 to {BreakerLimits.MaxCallLength} characters");
    }

    private static void RequireAmount(Money amount)
    {
        if (amount < Money.Zero)
            throw Refused("The amount", "it is nothing or more");
    }

    private static FabricException Refused(string what, string why) => new(ErrorTable.Usage,
        $"{what} is not accepted.", $"{char.ToUpperInvariant(why[0])}{why[1..]}.", "Correct the call.");

    private static FabricException Stopping() => new(ErrorTable.NotReady, "No money is given out any more.",
        "The server is stopping.", "Try again at another server, or later.");
}
