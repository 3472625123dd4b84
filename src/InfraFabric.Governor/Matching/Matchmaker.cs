using InfraFabric.Core.Units;
using InfraFabric.Governor.Breakers;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;

namespace InfraFabric.Governor.Matching;

/// <summary>One search for swarms: it judges each that it is shown, and keeps the best.</summary>
/// <param name="question">Who is sought.</param>
/// <param name="policy">What holds.</param>
/// <param name="leftOf">What a swarm may still spend; null where no budget is set.</param>
internal sealed class Matchmaker(MatchQuestion question, PolicyInForce policy, Func<KnownSwarm, Money?> leftOf)
{
    // A swarm that costs nothing is scored as if it cost this, so that among several the better match still wins.
    private const double LeastDollars = 0.000001;

    private readonly List<Candidate> _best = [];
    private readonly List<Candidate> _lost = [];
    private readonly string[] _required = [.. question.Required.Select(one => one.Text)];
    private readonly bool _hasRules = policy.Terms.Rules is { Count: > 0 };
    private int _qualified;
    private int _known;

    public static double ScoreOf(double match, double reputation, Money? costPerHour) => costPerHour is { } cost
        ? match * reputation / Math.Max(cost.MicroUsd / 1e6, LeastDollars)
        : 0;

    public void Judge(KnownSwarm swarm, int covered)
    {
        _known++;
        var match = question.Required.Count == 0 ? 1 : (double)covered / question.Required.Count;
        var score = ScoreOf(match, swarm.ReputationValue, swarm.CostPerHour);
        // Most are out of the question without a word about them being needed.
        if (!question.Explain && _best.Count == question.Limit && score < _best[^1].Score)
        {
            if (Objection(swarm, match) is null)
                _qualified++;
            return;
        }

        var (verdict, detail) = Objection(swarm, match) ?? (CandidateVerdict.LowerScore, null);
        var candidate = CandidateOf(swarm, match, score, verdict, detail);
        if (verdict != CandidateVerdict.LowerScore)
        {
            if (question.Explain)
                _lost.Add(candidate);
            return;
        }

        _qualified++;
        Keep(candidate);
    }

    public MatchAnswer Answer()
    {
        if (_best.Count > 0)
            _best[0] = _best[0] with { Verdict = CandidateVerdict.Best };
        var lost = _lost.OrderByDescending(candidate => candidate.Match)
            .ThenByDescending(candidate => candidate.Score)
            .ThenBy(candidate => candidate.Swarm.Text, StringComparer.Ordinal);
        return new MatchAnswer([.. _best, .. lost.Take(question.Limit - _best.Count)], _qualified, _known);
    }

    private void Keep(Candidate candidate)
    {
        var place = _best.BinarySearch(candidate, BestFirst.Instance);
        _best.Insert(place < 0 ? ~place : place, candidate);
        if (_best.Count > question.Limit)
            _best.RemoveAt(question.Limit);
    }

    /// <summary>What speaks against a swarm, the plainest first; null if nothing does.</summary>
    private (CandidateVerdict Verdict, string? Detail)? Objection(KnownSwarm swarm, double match)
    {
        if (question.Above is { } above ? !swarm.CanDo(above) : match < policy.Terms.MinCapabilityMatch)
            return (CandidateVerdict.NotQualified, Missing(swarm));
        if (question.Except.Contains(swarm.Name.Text))
            return (CandidateVerdict.Excluded, null);
        if (swarm.Session is null)
            return (CandidateVerdict.Away, null);
        if (swarm.Profile is { Draining: true })
            return (CandidateVerdict.Draining, null);
        if (swarm.Breaker is { State: BreakerState.Open } breaker)
            return (CandidateVerdict.BreakerOpen, question.Explain ? breaker.Detail : null);
        if (Ceiling(swarm) is { } tooMuch)
            return tooMuch;
        return leftOf(swarm) is { } left && left <= Money.Zero ? (CandidateVerdict.BudgetSpent, null) : null;
    }

    private (CandidateVerdict Verdict, string? Detail)? Ceiling(KnownSwarm swarm)
    {
        var cost = ExpectedCost(swarm);
        var ceiling = question.MaxCost;
        if (_hasRules)
        {
            var ruled = policy.Rules.Decide(new RuleQuestion
            {
                Swarm = swarm.Name.Text,
                Tenant = swarm.Tenant,
                Kind = question.Kind,
                Required = _required,
            });
            if (!ruled.Allowed)
                return (CandidateVerdict.Denied, question.Explain ? $"rule {ruled.Rule}: {ruled.Why ?? "deny"}" : null);
            if (ruled.Rule > 0)
                ceiling = Least(ceiling, ruled.Ceiling);
        }

        ceiling = Least(ceiling, swarm.Registry?.Limits?.MaxCostPerTask);
        if (ceiling is not { } most)
            return null;
        if (cost is null)
            return (CandidateVerdict.CostUnknown, null);
        return cost > most
            ? (CandidateVerdict.OverCeiling, question.Explain ? $"{cost} expected, {most} allowed" : null)
            : null;
    }

    private string? Missing(KnownSwarm swarm) => !question.Explain ? null : "lacks " + string.Join(
        ' ', question.Required.Where(required => !swarm.CanDo(required)));

    private Money? ExpectedCost(KnownSwarm swarm) => swarm.CostPerHour?.PerHourFor(policy.Terms.ExpectedHelp);

    private Candidate CandidateOf(
        KnownSwarm swarm, double match, double score, CandidateVerdict verdict, string? detail) => new()
        {
            Swarm = swarm.Name,
            Verdict = verdict,
            Match = match,
            Reputation = swarm.ReputationValue,
            IsProven = swarm.IsProven,
            CostPerHour = swarm.CostPerHour,
            Score = score,
            Detail = detail,
            Tenant = swarm.Tenant,
            Owner = swarm.Profile?.Owner,
            Session = swarm.SessionRevision,
            Lease = swarm.Session?.Lease ?? 0,
            ExpectedCost = ExpectedCost(swarm),
            Offers = swarm.Offers,
        };

    private static Money? Least(Money? left, Money? right) =>
        left is { } a && right is { } b ? Money.Min(a, b) : left ?? right;
}
