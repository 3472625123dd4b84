using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Budgets;
using InfraFabric.Integration.Etcd;
using InfraFabric.Simulation.Spending;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd;
using Microsoft.Extensions.Logging.Abstractions;

namespace InfraFabric.Integration.Spending;

/// <summary>Sixty-four spenders at two servers on a real etcd: never over, and every sum exact.</summary>
public sealed class BudgetsOnEtcdTests(OneMember fixture) : IClassFixture<OneMember>, IDisposable
{
    private const int Spenders = 64;
    private const int SpendingsEach = 12;
    private const int Swarms = 4;

    private static readonly Cause Cause = new(
        "if://agent/spender/1", TraceToken.Parse("0198c5a2-1f00-7abc-8def-0123456789ab"), "a test");

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(2));
    private readonly IdSource _ids = new(TimeProvider.System);
    private int _done;
    private int _refused;
    private int _died;

    [Fact]
    public async Task Spending_AtTwoServers_NeverExceedsABudget_AndEverySumIsExact()
    {
        var options = fixture.Cluster.NewOptions();
        await using var one = await OpenAsync(options);
        await using var two = await OpenAsync(options);
        await using var first = await StartAsync(one);
        await using var second = await StartAsync(two);
        await first.SetAsync(BudgetId.Fabric, new BudgetTerms(Money.FromMicroUsd(40_000)), Cause, _patience.Token);
        await first.SetAsync(BudgetId.EachSwarm, new BudgetTerms(Money.FromMicroUsd(30_000)), Cause, _patience.Token);
        var problems = new List<string>();
        var audit = new BudgetAudit(problems);
        using var over = new CancellationTokenSource();
        var following = audit.FollowAsync(one, over.Token);

        await Task.WhenAll(
        [
            .. Enumerable.Range(0, Spenders).Select(
                number => number % 2 == 0 ? SpendAsync(first, one, number) : SpendAsync(second, two, number)),
            RaiseAsync(second),
        ]);
        var last = await second.SetAsync(
            BudgetId.Fabric, new BudgetTerms(Money.FromMicroUsd(1)), Cause, _patience.Token);
        var revision = second.Find(BudgetId.Fabric)!.Revision;
        while (audit.Revision < revision)
            await Task.Delay(10, _patience.Token);
        await over.CancelAsync();
        await following;

        last.Verdict.ShouldBe(SpendVerdict.Done);
        problems.ShouldBeEmpty();
        audit.SpentOf("fabric").ShouldBe(second.Find(BudgetId.Fabric)!.Ever.MicroUsd);
        (_done, _refused, _died).ShouldSatisfyAllConditions(
            counts => counts._done.ShouldBeGreaterThan(Spenders),
            counts => counts._refused.ShouldBeGreaterThan(0),
            counts => counts._died.ShouldBeGreaterThan(0));
    }

    public void Dispose() => _patience.Dispose();

    private async Task SpendAsync(FabricBudgets budgets, EtcdStateStore store, int number)
    {
        var chance = new Random(number);
        var swarm = BudgetId.Swarm(SwarmName.Parse($"swarm-{number % Swarms}"));
        var lease = await LeaseAsync(store);
        for (var i = 0; i < SpendingsEach; i++)
        {
            var ask = new ReserveAsk
            {
                Id = ReservationId.New(_ids),
                Path = [BudgetId.Fabric, swarm],
                Amount = Money.FromMicroUsd(1 + chance.Next(1000)),
                Lease = lease,
            };
            if ((await budgets.ReserveAsync(ask, Cause, _patience.Token)).Verdict != SpendVerdict.Done)
            {
                Interlocked.Increment(ref _refused);
                continue;
            }

            if (chance.Next(8) == 0)
            {
                // It dies, and what it kept comes back with its lease.
                await store.RevokeLeaseAsync(lease, Note("lease.end"), _patience.Token);
                lease = await LeaseAsync(store);
                Interlocked.Increment(ref _died);
                continue;
            }

            var spent = Money.FromMicroUsd(chance.NextInt64(ask.Amount.MicroUsd + 1));
            await budgets.SettleAsync(ask.Id, spent, Cause, _patience.Token);
            Interlocked.Increment(ref _done);
        }
    }

    private async Task RaiseAsync(FabricBudgets budgets)
    {
        for (var i = 1; i <= 20; i++)
        {
            await budgets.SetAsync(
                BudgetId.Fabric, new BudgetTerms(Money.FromMicroUsd(40_000 + (i * 1000))), Cause, _patience.Token);
            await Task.Yield();
        }
    }

    private Task<EtcdStateStore> OpenAsync(EtcdOptions options) =>
        EtcdStateStore.OpenAsync(options, TimeProvider.System, _patience.Token);

    private Task<FabricBudgets> StartAsync(IStateStore store) =>
        FabricBudgets.StartAsync(store, TimeProvider.System, _ids, NullLogger.Instance, _patience.Token);

    private ValueTask<LeaseId> LeaseAsync(IStateStore store) =>
        store.GrantLeaseAsync(TimeSpan.FromMinutes(2), Note("lease"), _patience.Token);

    private static WitnessNote Note(string operation) => new()
    {
        Trace = Cause.Trace,
        Actor = Cause.Actor,
        Component = "test",
        Operation = operation,
        Subject = "test",
        Time = TimeProvider.System.GetUtcNow(),
    };
}
