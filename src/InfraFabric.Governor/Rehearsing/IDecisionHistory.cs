namespace InfraFabric.Governor.Rehearsing;

/// <summary>What was decided before, as it was witnessed.</summary>
public interface IDecisionHistory
{
    /// <summary>The decisions of one kind since a moment, the oldest first.</summary>
    IAsyncEnumerable<RecordedDecision> ReadAsync(
        string operation, DateTimeOffset since, CancellationToken cancellationToken);
}
