namespace InfraFabric.Governor.Matching;

/// <summary>Who was found.</summary>
/// <param name="Candidates">The best first; where it was asked for, those who lost behind them.</param>
/// <param name="Qualified">How many could do it.</param>
/// <param name="Known">How many were looked at.</param>
public sealed record MatchAnswer(IReadOnlyList<Candidate> Candidates, int Qualified, int Known)
{
    /// <summary>The one with the highest score; null if nobody qualifies.</summary>
    public Candidate? Best => Candidates is [{ Verdict: CandidateVerdict.Best } best, ..] ? best : null;
}
