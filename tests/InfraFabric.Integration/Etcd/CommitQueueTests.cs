using InfraFabric.Core.Errors;
using InfraFabric.State.Etcd;
using InfraFabric.State.Etcd.Commits;

namespace InfraFabric.Integration.Etcd;

/// <summary>The queue of commits, at its end.</summary>
public sealed class CommitQueueTests
{
    [Fact]
    public async Task Close_CommitThatWaits_IsTurnedAwayAndCanNotBeTakenBack()
    {
        var queue = new CommitQueue();
        var commit = new PendingCommit([], [], [], new KeyLayout("test/"));
        queue.Enqueue(commit);

        queue.Close();

        var error = await Should.ThrowAsync<FabricException>(commit.Outcome);
        error.Error.ShouldBe(ErrorTable.StateUnavailable);
        queue.TryRemove(commit).ShouldBeFalse();
    }
}
