namespace InfraFabric.Api.Optimise;

/// <summary>Who should do one kind of task, to go by what was so far.</summary>
/// <param name="Kind">The kind; empty for tasks of which it is not known.</param>
/// <param name="Candidates">All who have done it, the cheapest result first.</param>
/// <param name="Advised">The cheapest who can be relied upon; none if there is too little history for any.</param>
public sealed record KindAdviceBody(
    string Kind, IReadOnlyList<AdvisedBody> Candidates, AdvisedBody? Advised = null);
