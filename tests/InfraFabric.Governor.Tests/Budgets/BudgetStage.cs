using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Budgets;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Governor.Tests.Budgets;

/// <summary>Budgets on a simulated store, and one who spends.</summary>
internal sealed partial class BudgetStage : IAsyncDisposable
{
    private readonly SimulatedCluster _cluster;
    private readonly IdSource _ids;

    private BudgetStage(SimulatedWorld world)
    {
        World = world;
        _cluster = new SimulatedCluster(world.Time);
        _ids = new IdSource(world.Time, world.Chance);
        Store = NewStore();
    }

    public static Cause Cause { get; } = new(
        "if://agent/spender/1", TraceToken.Parse("0198c5a2-1f00-7abc-8def-0123456789ab"), "a test");

    public static BudgetId Swarm { get; } = BudgetId.Swarm(SwarmName.Parse("session-4-sip"));

    public SimulatedWorld World { get; }

    public IStateStore Store { get; }

    public FabricBudgets Budgets { get; private set; } = null!;

    public LeaseId Lease { get; private set; }

    /// <summary>Tells a story in which the fabric may spend ten dollars, and one of its swarms five.</summary>
    public static void Run(Func<BudgetStage, Task> story, int seed = 1) => SimulatedWorld.Run(seed, async world =>
    {
        await using var stage = new BudgetStage(world);
        stage.Budgets = await stage.StartAsync();
        stage.Lease = await stage.GrantAsync(TimeSpan.FromHours(1));
        await stage.SetAsync(BudgetId.Fabric, 10);
        await stage.SetAsync(Swarm, 5);
        await story(stage);
    });

    public static Money Dollars(long dollars) => Money.FromMicroUsd(dollars * 1_000_000);

    public SimulatedStateStore NewStore() => new(_cluster, SimulatedFaults.None, World.Chance, World.Time);

    /// <summary>What moves breakers, at another server.</summary>
    public Task<FabricBreakers> StartBreakersAsync() =>
        FabricBreakers.StartAsync(NewStore(), World.Time, _ids, NullLogger.Instance);

    /// <summary>Another server on the same store.</summary>
    public Task<FabricBudgets> StartAsync() =>
        FabricBudgets.StartAsync(NewStore(), World.Time, _ids, NullLogger.Instance);

    public ValueTask<LeaseId> GrantAsync(TimeSpan timeToLive) => Store.GrantLeaseAsync(timeToLive, new WitnessNote
    {
        Trace = Cause.Trace,
        Actor = Cause.Actor,
        Component = "test",
        Operation = "lease",
        Subject = "test",
        Time = World.Time.GetUtcNow(),
    });

    public async Task SetAsync(BudgetId id, long dollars, BudgetWindow window = BudgetWindow.Total) =>
        (await Budgets.SetAsync(id, new BudgetTerms(Dollars(dollars), window), Cause)).Verdict
            .ShouldBe(SpendVerdict.Done);

    public ReserveAsk Ask(long dollars) => new()
    {
        Id = ReservationId.New(_ids),
        Path = [BudgetId.Fabric, Swarm],
        Amount = Dollars(dollars),
        Lease = Lease,
    };

    /// <summary>Reserves, which must succeed.</summary>
    public async Task<ReservationId> ReserveAsync(long dollars)
    {
        var ask = Ask(dollars);
        (await Budgets.ReserveAsync(ask, Cause)).Verdict.ShouldBe(SpendVerdict.Done);
        return ask.Id;
    }

    /// <summary>What a budget says: settled, reserved, overdrawn and left, in dollars.</summary>
    public (long Settled, long Reserved, long Overdrawn, long Left) Sums(BudgetId id)
    {
        var budget = Budgets.Find(id).ShouldNotBeNull();
        return (In(budget.Settled), In(budget.Reserved), In(budget.Overdrawn), In(budget.Left));
    }

    /// <summary>Waits until a condition comes true, in virtual time; fails after an hour of it.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        var until = World.Time.GetUtcNow() + TimeSpan.FromHours(1);
        while (!holds())
        {
            World.Time.GetUtcNow().ShouldBeLessThan(until);
            await Task.Delay(TimeSpan.FromMilliseconds(100), World.Time);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Budgets is not null)
            await Budgets.DisposeAsync();
        await Store.DisposeAsync();
        _cluster.Dispose();
    }

    private static long In(Money money) => money.MicroUsd / 1_000_000;
}
