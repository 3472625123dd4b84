using InfraFabric.Core.Errors;

namespace InfraFabric.State.Contract;

/// <summary>The errors that every backend reports in the same words.</summary>
public static class StateErrors
{
    public static FabricException Compacted(long asked, long compacted) => new(
        ErrorTable.StateCompacted,
        $"Revision {asked} is no longer kept.",
        $"History up to revision {compacted} has been compacted.",
        "List again, and go on from the revision of the list.");

    public static FabricException RevisionAhead(long asked, long current) => new(
        ErrorTable.StateRevisionAhead,
        $"Revision {asked} does not exist yet.",
        $"The newest revision is {current}.",
        "Read at a revision that an answer has named.");

    public static FabricException Closed() => new(
        ErrorTable.StateUnavailable,
        "The state store is closed.",
        "This process is stopping, or the store failed and was shut.",
        "Start it again.");

    public static FabricException LeaseOutOfBounds(TimeSpan timeToLive) => new(
        ErrorTable.LimitExceeded,
        $"A lease of {timeToLive.TotalSeconds} s was asked for.",
        $"A lease lives {StateLimits.MinLeaseTimeToLive.TotalSeconds} s to "
            + $"{StateLimits.MaxLeaseTimeToLive.TotalSeconds} s.",
        "Ask for a time between, and keep the lease alive.");
}
