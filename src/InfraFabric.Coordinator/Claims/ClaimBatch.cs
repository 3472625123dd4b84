using InfraFabric.Coordinator.Board;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator.Claims;

/// <summary>A call that claims many tasks, as its commits see it.</summary>
/// <param name="owner">Who claims.</param>
/// <param name="session">Its session.</param>
/// <param name="key">Where it is remembered; null if it has no idempotency key.</param>
/// <param name="request">The idempotency key.</param>
internal sealed class ClaimBatch(SwarmEntry owner, long session, RecordKey? key, string? request)
{
    public SwarmEntry Owner => owner;

    public long Session => session;

    public RecordKey? Key => key;

    public string? Request => request;

    /// <summary>Whether its commits may go on side by side: it is remembered, or need not be.</summary>
    public bool IsOpen => key is null || Revision > 0;

    /// <summary>The commit that remembered it.</summary>
    public long Revision { get; private set; }

    /// <summary>Whether another call with the same key was there before, or has come since.</summary>
    public bool IsRepeated { get; set; }

    public void Opened(long revision)
    {
        if (!IsOpen)
            Revision = revision;
    }
}
