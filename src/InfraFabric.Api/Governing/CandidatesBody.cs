namespace InfraFabric.Api.Governing;

/// <summary>Who was found.</summary>
/// <param name="Required">What was asked for.</param>
/// <param name="Candidates">The best first; where it was asked for, those who are none behind them.</param>
/// <param name="Qualified">How many could do it.</param>
/// <param name="Known">How many were looked at.</param>
public sealed record CandidatesBody(
    IReadOnlyList<string> Required, IReadOnlyList<CandidateBody> Candidates, int Qualified, int Known);
