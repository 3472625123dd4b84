using InfraFabric.Core.Errors;
using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Simulation.Spending;

/// <summary>
/// One run of many spenders at several servers, who reserve, settle, release, forget and die, while servers crash,
/// limits change, and requests and answers are late or lost.
/// </summary>
internal sealed partial class BudgetStorm(SimulatedWorld world, SimulatedFaults weather) : IDisposable
{
    private const int Swarms = 8;

    private static readonly Cause Cause = new(
        "if://agent/spender/0", TraceToken.Parse("0198c5a2-1f00-7abc-8def-0123456789ab"));

    private readonly SimulatedCluster _cluster = new(world.Time);
    private readonly IdSource _ids = new(world.Time, world.Chance);
    private readonly (FabricBudgets Budgets, FabricBreakers Breakers, SimulatedStateStore Store)?[] _servers =
        new (FabricBudgets, FabricBreakers, SimulatedStateStore)?[2];

    private readonly CancellationTokenSource _over = new();

    public required int Spenders { get; init; }

    public required int SpendingsEach { get; init; }

    /// <summary>What must not have happened.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Spendings that were counted, as their spenders were told.</summary>
    public int Settled { get; private set; }

    /// <summary>Reservations that were refused because a budget had not so much left.</summary>
    public int Refused { get; private set; }

    /// <summary>Spendings that exceeded what was left.</summary>
    public int Overdrawn { get; private set; }

    /// <summary>Reservations that were refused because a breaker stood in the way.</summary>
    public int Stopped { get; private set; }

    /// <summary>Breakers that opened.</summary>
    public int Opened { get; private set; }

    /// <summary>What half-open breakers let through.</summary>
    public int Tried { get; private set; }

    public async Task RunAsync()
    {
        var calm = new SimulatedStateStore(_cluster, SimulatedFaults.None, world.Chance, world.Time);
        var audit = new BudgetAudit(Problems);
        using var end = new CancellationTokenSource();
        var watching = audit.FollowAsync(calm, end.Token);
        await SetPolicyAsync(calm);
        for (var i = 0; i < _servers.Length; i++)
            _servers[i] = await StartServerAsync();
        await SetAllAsync();
        var crashes = CrashServersAsync();
        var banker = ChangeLimitsAsync();
        var human = ResetBreakersAsync();
        await Task.WhenAll(Enumerable.Range(0, Spenders).Select(SpendAsync));
        _over.Cancel();
        await Task.WhenAll(crashes, banker, human);
        // Whatever was left behind comes back: by its lease, or by its time.
        var until = world.Time.GetUtcNow() + TimeSpan.FromMinutes(5);
        while (audit.Kept > 0 && world.Time.GetUtcNow() < until)
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
        foreach (var (budgets, breakers, _) in _servers.Select(server => server!.Value))
        {
            await budgets.DisposeAsync();
            await breakers.DisposeAsync();
        }

        end.Cancel();
        await watching;
        (Opened, Tried) = (audit.Opened, audit.Tried);
        if (audit.Kept > 0)
            Problems.Add($"{audit.Kept} micro-dollars never came back.");
        if (audit.SpentOf("fabric") != Enumerable.Range(0, Swarms).Sum(i => audit.SpentOf($"swarm/s{i}")))
            Problems.Add("The budgets of the swarms have not counted what that of the fabric has.");
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _over.Dispose();
    }

    private static BudgetId SwarmOf(int spender) => BudgetId.Swarm(SwarmName.Parse($"s{spender % Swarms}"));

    private static WitnessNote Note(TimeProvider time) => new()
    {
        Trace = Cause.Trace,
        Actor = Cause.Actor,
        Component = "test",
        Operation = "lease",
        Subject = "test",
        Time = time.GetUtcNow(),
    };

    private async Task<(FabricBudgets, FabricBreakers, SimulatedStateStore)> StartServerAsync()
    {
        while (true)
        {
            var store = new SimulatedStateStore(_cluster, weather, world.Chance, world.Time);
            try
            {
                var budgets = await FabricBudgets.StartAsync(store, world.Time, _ids, NullLogger.Instance);
                return (budgets, await StartBreakersAsync(store, budgets), store);
            }
            catch (FabricException)
            {
                await PauseAsync(100);
            }
        }
    }

    private async Task SetAllAsync()
    {
        await SureAsync(budgets => budgets.SetAsync(BudgetId.Fabric, Terms(40), Cause));
        for (var i = 0; i < Swarms; i++)
        {
            var id = SwarmOf(i);
            await SureAsync(budgets => budgets.SetAsync(id, Terms(8), Cause));
        }
    }

    private async Task CrashServersAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            await PauseAsync(300 + world.Chance.Next(3000));
            var number = world.Chance.Next(_servers.Length);
            var (budgets, breakers, store) = _servers[number]!.Value;
            _servers[number] = null;
            store.Crash();
            await budgets.DisposeAsync();
            await breakers.DisposeAsync();
            await PauseAsync(world.Chance.Next(500));
            _servers[number] = await StartServerAsync();
        }
    }

    private async Task ChangeLimitsAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            await PauseAsync(200 + world.Chance.Next(1000));
            var id = world.Chance.Next(4) == 0 ? BudgetId.Fabric : SwarmOf(world.Chance.Next(Swarms));
            var terms = Terms(id == BudgetId.Fabric ? 20 + world.Chance.Next(40) : 2 + world.Chance.Next(10));
            await SureAsync(budgets => budgets.SetAsync(id, terms, Cause));
        }
    }

    private async Task SpendAsync(int spender)
    {
        for (var i = 0; i < SpendingsEach; i++)
        {
            await PauseAsync(world.Chance.Next(400));
            var lease = await GrantAsync();
            var ask = new ReserveAsk
            {
                Id = ReservationId.New(_ids),
                Path = [BudgetId.Fabric, SwarmOf(spender)],
                Amount = Money.FromMicroUsd(world.Chance.Next(1_000_000)),
                Lease = lease,
                Call = world.Chance.Next(4) == 0 ? "the same" : null,
                Hold = TimeSpan.FromSeconds(1 + world.Chance.Next(3)),
            };
            var reserved = await SureAsync(budgets => budgets.ReserveAsync(ask, Cause));
            if (reserved.Verdict == SpendVerdict.Done)
                await EndAsync(ask);
            else if (reserved.Verdict == SpendVerdict.OverBudget)
                Refused++;
            else if (reserved.Verdict == SpendVerdict.BreakerOpen)
                Stopped++;
            else if (reserved.Verdict != SpendVerdict.LeaseGone)
                Problems.Add($"A reservation was answered {reserved.Verdict}.");
        }
    }

    private async Task EndAsync(ReserveAsk ask)
    {
        await PauseAsync(world.Chance.Next(200));
        var share = world.Chance.Next(8);
        // Some die, and some forget what they have reserved until it is too late.
        if (share == 0)
            return;
        if (share == 1)
            await PauseAsync(4000);
        if (share == 2)
        {
            await SureAsync(budgets => budgets.ReleaseAsync(ask.Id, Cause));
            return;
        }

        var spent = share == 3 ? ask.Amount * 2 : Money.FromMicroUsd(world.Chance.NextInt64(ask.Amount.MicroUsd + 1));
        var outcome = await SureAsync(budgets => budgets.SettleAsync(ask.Id, spent, Cause));
        Settled += outcome.Verdict == SpendVerdict.Done ? 1 : 0;
        Overdrawn += outcome.Overdrawn > Money.Zero ? 1 : 0;
        if (outcome.Verdict is not (SpendVerdict.Done or SpendVerdict.NotFound))
            Problems.Add($"A settlement was answered {outcome.Verdict}.");
    }

    private async Task<LeaseId> GrantAsync()
    {
        while (true)
        {
            try
            {
                var store = new SimulatedStateStore(_cluster, weather, world.Chance, world.Time);
                return await store.GrantLeaseAsync(TimeSpan.FromSeconds(2 + world.Chance.Next(8)), Note(world.Time));
            }
            catch (FabricException)
            {
                await PauseAsync(20);
            }
        }
    }

    /// <summary>Asks until there is an answer: the same question at whichever server there is.</summary>
    private async Task<SpendOutcome> SureAsync(Func<FabricBudgets, ValueTask<SpendOutcome>> ask)
    {
        while (true)
        {
            try
            {
                if (_servers[world.Chance.Next(_servers.Length)] is { } server)
                    return await ask(server.Budgets);
            }
            catch (FabricException)
            {
                // It may have happened or not; the same again is answered the same.
            }

            await PauseAsync(50);
        }
    }

    private static BudgetTerms Terms(long dollars) =>
        new(Money.FromMicroUsd(dollars * 1_000_000), BudgetWindow.Total);

    private Task PauseAsync(int milliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), world.Time);
}
