using InfraFabric.Load.Coordination;
using InfraFabric.Load.Etcd;
using InfraFabric.Load.Governing;
using InfraFabric.Load.Http;
using InfraFabric.Load.Optimise;
using InfraFabric.Load.Peers;
using InfraFabric.Load.Startup;
using InfraFabric.Load.State;
using InfraFabric.Load.Wasm;
using InfraFabric.Load.Witness;

namespace InfraFabric.Load;

/// <summary>Every figure by name, in the order of the report.</summary>
internal static class Figures
{
    public static IReadOnlyList<(string Name, Func<Task<IReadOnlyList<Row>>> Run)> All(Effort effort) =>
    [
        ("embedded-one-committer", EmbeddedOneCommitter.RunAsync),
        ("embedded-128-committers", EmbeddedManyCommitters.RunAsync),
        ("embedded-10000-watchers", EmbeddedWatchers.RunAsync),
        ("embedded-open-1000000", EmbeddedOpen.RunAsync),
        ("etcd-one-committer", EtcdOneCommitter.RunAsync),
        ("etcd-128-committers", EtcdManyCommitters.RunAsync),
        ("governor-find", () => GovernorFind.RunAsync(effort)),
        ("policy-verdict", () => PolicyVerdicts.RunAsync(effort)),
        ("gang-up", GangUp.RunAsync),
        ("budget-spending", () => BudgetSpending.RunAsync(effort)),
        ("witness-append", LedgerAppends.RunAsync),
        ("witness-append-one", LedgerOneProducer.RunAsync),
        ("witness-postgres", PostgresAppends.RunAsync),
        ("witness-large", () => LargeLedger.RunAsync(effort)),
        ("optimise-report", () => OptimiseReport.RunAsync(effort)),
        ("wasm-kernels", KernelTimes.RunAsync),
        ("wasm-starts", ModuleStarts.RunAsync),
        ("wasm-instances", InstanceStarts.RunAsync),
        ("wasm-interrupts", Interrupts.RunAsync),
        ("program-starts", ProgramStarts.RunAsync),
        ("http-claims", () => HttpClaims.RunAsync(effort)),
        ("http-claims-etcd", () => HttpClaimsEtcd.RunAsync(effort)),
        ("queue-growth", () => QueueGrowth.RunAsync(effort)),
        ("http-push", PushLatency.RunAsync),
        ("peer-bullmq", BullMqClaims.RunAsync),
        ("peer-graphile-worker", GraphileClaims.RunAsync),
        ("peer-etcd-claims", RawClaims.RunAsync),
        ("peer-etcd-watch", RawWatchLatency.RunAsync),
        ("peer-nats", NatsLatency.RunAsync),
        ("peer-empty-endpoint", EmptyEndpoint.RunAsync),
        ("peer-idle-websockets", IdleWebSockets.RunAsync),
    ];
}
