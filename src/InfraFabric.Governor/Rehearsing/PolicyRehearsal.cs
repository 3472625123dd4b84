using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;

namespace InfraFabric.Governor.Rehearsing;

/// <summary>
/// Decides again what was decided before: under the policy in force and under another one, with what is known of swarms
/// today. What differs is what the other policy would change.
/// </summary>
public sealed class PolicyRehearsal(
    IDecisionHistory history, HelpDesk help, SwarmRegistry registry, TimeProvider time)
{
    private readonly RehearsalReport _report = new();
    private readonly List<RehearsedChange> _changes = [];

    /// <summary>Rehearses once; make another one for another policy.</summary>
    public async Task<RehearsalReport> RunAsync(
        GovernorPolicy proposed, TimeSpan since, CancellationToken cancellationToken)
    {
        var (before, after) = registry.Rehearse(proposed);
        var from = time.GetUtcNow() - since;
        foreach (var operation in (string[])["help.give", "help.escalate"])
        {
            await foreach (var decision in history.ReadAsync(operation, from, cancellationToken))
                RehearseHelp(decision, before, after);
        }

        await RehearseAssignmentsAsync(from, before, after, cancellationToken);
        _report.Changed = _changes.Count;
        _report.Changes = [.. _changes.OrderBy(change => change.At).Take(RehearsalLimits.MaxChanges)];
        return _report;
    }

    private void RehearseHelp(RecordedDecision decision, RehearsedFabric before, RehearsedFabric after)
    {
        if (WorkOf(decision) is not { } work)
        {
            _report.Unknown++;
            return;
        }

        _report.Blockers++;
        var (was, would) = (before.Plan(work), after.Plan(work));
        _report.HelpCost = (_report.HelpCost.Before + CostOf(was), _report.HelpCost.After + CostOf(would));
        _report.Escalated = (
            _report.Escalated.Before + (was.Helpers.Count == 0 ? 1 : 0),
            _report.Escalated.After + (would.Helpers.Count == 0 ? 1 : 0));
        Compare(decision.At, work.Task.ToString(), "help", TextOf(was), TextOf(would));
    }

    private async Task RehearseAssignmentsAsync(
        DateTimeOffset since, RehearsedFabric before, RehearsedFabric after, CancellationToken cancellationToken)
    {
        var spent = new Dictionary<(TaskId Task, string Swarm), (DateTimeOffset At, Money Cost)>();
        foreach (var operation in (string[])["task.claim", "budget.settle", "budget.spend"])
        {
            await foreach (var decision in history.ReadAsync(operation, since, cancellationToken))
            {
                if ((ClaimantOf(decision) ?? SpenderOf(decision)) is not { } swarm)
                    continue;
                var (at, cost) = spent.GetValueOrDefault(swarm, (decision.At, Money.Zero));
                spent[swarm] = (at, cost + (decision.Cost ?? Money.Zero));
            }
        }

        foreach (var ((task, swarm), (at, cost)) in spent)
        {
            if (await help.ReadAsync(task, cancellationToken) is not { } work)
            {
                _report.Unknown++;
                continue;
            }

            _report.Assignments++;
            var (was, would) = (before.Denial(work, swarm), after.Denial(work, swarm));
            _report.Denied = (
                _report.Denied.Before + (was is null ? 0 : 1), _report.Denied.After + (would is null ? 0 : 1));
            _report.DeniedCost = (
                _report.DeniedCost.Before + (was is null ? Money.Zero : cost),
                _report.DeniedCost.After + (would is null ? Money.Zero : cost));
            Compare(
                at, task.ToString(), "assignment", $"{swarm}: {was ?? "allowed"}", $"{swarm}: {would ?? "allowed"}");
        }
    }

    private void Compare(DateTimeOffset at, string task, string what, string was, string would)
    {
        if (was != would)
            _changes.Add(new RehearsedChange(at, task, what, was, would));
    }

    private static WorkAtHand? WorkOf(RecordedDecision decision)
    {
        var said = decision.Parameters;
        if (!TaskId.TryParse(said.GetValueOrDefault("task"), out var task)
            || !Money.TryParse(said.GetValueOrDefault("value"), out var value))
        {
            return null;
        }

        var needs = said.GetValueOrDefault("needs", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new WorkAtHand
        {
            Task = task,
            Kind = said.GetValueOrDefault("kind", ""),
            Stage = "claimed",
            Owner = said.GetValueOrDefault("owner") is { Length: > 0 } owner ? owner : null,
            Required = [.. needs.Where(need => Capability.TryParse(need, out _)).Select(Capability.Parse)],
            Value = value,
        };
    }

    /// <summary>Who has claimed what.</summary>
    private static (TaskId Task, string Swarm)? ClaimantOf(RecordedDecision decision) =>
        decision.Subject.StartsWith("tasks/", StringComparison.Ordinal)
        && decision.Parameters.GetValueOrDefault("swarm") is { } swarm
        && TaskId.TryParse(decision.Subject["tasks/".Length..], out var id)
            ? (id, swarm)
            : null;

    /// <summary>Whose spending it was and on what, as its path through the budgets says.</summary>
    private static (TaskId Task, string Swarm)? SpenderOf(RecordedDecision decision)
    {
        var path = decision.Parameters.GetValueOrDefault("budgets", "").Split(' ');
        var swarm = path.FirstOrDefault(part => part.StartsWith("swarm/", StringComparison.Ordinal))?[6..];
        var task = path.FirstOrDefault(part => part.StartsWith("task/", StringComparison.Ordinal))?[5..];
        return swarm is not null && TaskId.TryParse(task, out var id) ? (id, swarm) : null;
    }

    private static Money CostOf(HelpPlan plan) =>
        plan.Helpers.Aggregate(Money.Zero, (sum, helper) => sum + helper.Cost);

    private static string TextOf(HelpPlan plan) => plan.Helpers.Count == 0
        ? "nobody"
        : string.Join(", ", plan.Helpers.Select(helper => $"{helper.Candidate.Swarm} for {helper.Capability}"));
}
