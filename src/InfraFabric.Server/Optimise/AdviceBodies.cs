using InfraFabric.Api.Optimise;
using InfraFabric.Core.Units;
using InfraFabric.Optimise;
using InfraFabric.Optimise.Advice;
using InfraFabric.Optimise.Invoices;

namespace InfraFabric.Server.Optimise;

/// <summary>Advice and reconciled invoices as the API shows them.</summary>
internal static class AdviceBodies
{
    public static KindAdviceBody From(KindAdvice advice) => new(
        advice.Kind ?? "", [.. advice.Candidates.Select(From)], advice.Advised is { } best ? From(best) : null);

    public static ReconciledBody From(Reconciliation found, decimal limit) => new()
    {
        Invoice = found.Invoice,
        Ledger = found.Ledger,
        Matched = found.Matched,
        Causes = From(found.Causes),
        Lines = [.. found.Lines.Take(OptimiseLimits.MaxPageSize).Select(From)],
        Drift = found.Drift,
        DriftLimit = limit,
        Alarm = found.Drift > limit,
    };

    private static AdvisedBody From(Candidate candidate) => new()
    {
        Model = candidate.Model,
        Swarm = candidate.Swarm,
        Claims = candidate.Claims,
        Completed = candidate.Completed,
        Cost = candidate.Cost,
        PerSuccess = candidate.PerSuccess,
        Confidence = Math.Round(candidate.Confidence, 4),
        Proven = candidate.IsProven,
    };

    private static ReconciledLineBody From(ReconciledLine line) => new()
    {
        Model = line.Key.Model,
        Item = line.Key.Item,
        ServiceTier = line.Key.ServiceTier,
        Batch = line.Key.Batch,
        Tier = line.Key.Tier,
        QuantityThere = line.QuantityThere,
        QuantityHere = line.QuantityHere,
        There = line.There,
        Here = line.Here,
        Causes = From(line.Causes),
    };

    private static List<RemainderBody> From(IReadOnlyDictionary<RemainderCause, Money> causes) =>
    [
        .. causes.OrderBy(cause => cause.Key)
            .Select(cause => new RemainderBody(RemainderCauses.NameOf(cause.Key), cause.Value)),
    ];
}
