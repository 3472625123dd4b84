using InfraFabric.Core.Ids;
using InfraFabric.Governor.Help;
using InfraFabric.Governor.Matching;
using InfraFabric.Governor.Policy;
using InfraFabric.Governor.Registry;

namespace InfraFabric.Governor.Rehearsing;

/// <summary>
/// The swarms that are known today under some policy, all of them at work and none out of money: so that two of these
/// differ in nothing but their policies.
/// </summary>
internal sealed class RehearsedFabric(RegistryBook book, PolicyInForce policy)
{
    private static readonly HashSet<string> Nobody = [];

    public HelpPlan Plan(WorkAtHand work) => HelpPlanner.Plan(work, policy.Terms, Nobody, Find);

    /// <summary>Why a swarm may not do some work; null if it may.</summary>
    public string? Denial(WorkAtHand work, string swarm)
    {
        if (!SwarmName.TryParse(swarm, out var name))
            return null;
        var search = Search(new MatchQuestion { Required = work.Required, Kind = work.Kind, Explain = true });
        book.VisitOne(name, work.Required, search.Judge);
        if (search.Answer().Candidates is not [{ Verdict: not CandidateVerdict.Best } judged])
            return null;
        return judged.Detail is { Length: > 0 } detail ? $"{judged.Verdict} ({detail})" : $"{judged.Verdict}";
    }

    private MatchAnswer Find(MatchQuestion question)
    {
        var search = Search(question);
        book.VisitThose(question.Above!.Value, question.Required, search.Judge);
        return search.Answer();
    }

    private Matchmaker Search(MatchQuestion question) => new(question, policy, _ => null);
}
