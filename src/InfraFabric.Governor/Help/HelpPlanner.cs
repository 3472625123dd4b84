using InfraFabric.Core.Ids;
using InfraFabric.Core.Units;
using InfraFabric.Governor.Matching;
using InfraFabric.Governor.Policy;

namespace InfraFabric.Governor.Help;

/// <summary>
/// Decides who helps: for each thing that is needed the best swarm, unless one that was chosen before can do it, too. A
/// helper must be worth it: what is at stake, times how likely it is that nobody before it has helped and this one
/// does, must not be less than what it is expected to cost.
/// </summary>
internal static class HelpPlanner
{
    public static HelpPlan Plan(
        WorkAtHand work, PolicyRecord policy, IReadOnlySet<string> except, Func<MatchQuestion, MatchAnswer> find)
    {
        var chosen = new List<PlannedHelper>();
        var missing = new List<string>();
        var reasons = new List<string>();
        var left = work.Value;
        double atStake = work.Value.MicroUsd;
        foreach (var need in work.Required)
        {
            if (chosen.Exists(helper => helper.Candidate.CanDo(need)))
                continue;
            if (chosen.Count >= policy.MaxSwarmsPerTask)
            {
                missing.Add(need.Text);
                reasons.Add($"{need}: {policy.MaxSwarmsPerTask} swarms help already, which is the most.");
                continue;
            }

            if (FindFor(need, work, left, chosen, except, find) is not { } best)
            {
                missing.Add(need.Text);
                reasons.Add($"{need}: nobody is qualified, at work, and within the {left} that is left.");
                continue;
            }

            var likely = best.Match * best.Reputation;
            var cost = best.ExpectedCost!.Value;
            if (atStake * likely < cost.MicroUsd)
            {
                missing.Add(need.Text);
                reasons.Add($"{need}: '{best.Swarm}' would cost {cost}, more than its help is worth.");
                continue;
            }

            chosen.Add(new PlannedHelper(best, need.Text, cost, Money.Zero));
            left -= cost;
            atStake *= 1 - likely;
        }

        return new HelpPlan(Split(chosen, work.Value), missing, reasons);
    }

    private static Candidate? FindFor(
        Capability need, WorkAtHand work, Money left, List<PlannedHelper> chosen, IReadOnlySet<string> except,
        Func<MatchQuestion, MatchAnswer> find)
    {
        var others = new HashSet<string>(except, StringComparer.Ordinal);
        others.UnionWith(chosen.Select(helper => helper.Candidate.Swarm.Text));
        if (work.Owner is { } owner)
            others.Add(owner);
        return find(new MatchQuestion
        {
            Required = work.Required,
            Above = need,
            MaxCost = left,
            Kind = work.Kind,
            Except = others,
            Limit = 1,
        }).Best;
    }

    /// <summary>
    /// Splits what the task has left between those who help, in proportion to what each is expected to cost: so none
    /// gets less than that, and all of them together no more than there is.
    /// </summary>
    private static List<PlannedHelper> Split(List<PlannedHelper> chosen, Money value)
    {
        var costs = chosen.Sum(helper => (Int128)helper.Cost.MicroUsd);
        return
        [
            .. chosen.Select(helper => helper with
            {
                Share = Money.FromMicroUsd((long)(costs == 0
                    ? value.MicroUsd / chosen.Count
                    : (Int128)value.MicroUsd * helper.Cost.MicroUsd / costs)),
            }),
        ];
    }

    private static Int128 Sum(this List<PlannedHelper> helpers, Func<PlannedHelper, Int128> of)
    {
        Int128 sum = 0;
        foreach (var helper in helpers)
            sum += of(helper);
        return sum;
    }
}
