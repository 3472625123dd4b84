using System.Runtime.CompilerServices;
using InfraFabric.Governor.Rehearsing;
using InfraFabric.Witness.Searching;

namespace InfraFabric.Server.Governing;

/// <summary>What was decided before, as the ledger has it.</summary>
internal sealed class LedgerHistory(LedgerSearch search) : IDecisionHistory
{
    public async IAsyncEnumerable<RecordedDecision> ReadAsync(
        string operation, DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? after = null;
        var read = 0;
        do
        {
            var found = await search.FindAsync(
                new LedgerQuery
                {
                    Operation = operation,
                    From = since,
                    After = after,
                    Limit = SearchLimits.MaxPageSize,
                },
                cancellationToken);
            foreach (var (_, entry) in found.Entries.Take(RehearsalLimits.MaxDecisions - read))
            {
                read++;
                yield return new RecordedDecision(
                    entry.Time, entry.Subject, entry.Parameters ?? new Dictionary<string, string>(), entry.Cost);
            }

            after = found.NextAfter;
        }
        while (after is not null && read < RehearsalLimits.MaxDecisions);
    }
}
