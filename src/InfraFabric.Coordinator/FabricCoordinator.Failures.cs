using InfraFabric.Coordinator.Claims;
using InfraFabric.Coordinator.Governed;
using InfraFabric.Coordinator.Records;
using InfraFabric.State.Contract;

namespace InfraFabric.Coordinator;

/// <content>Failures in a row: counted with the ends of claims, for the governor's breakers.</content>
public sealed partial class FabricCoordinator
{
    /// <summary>
    /// Adds to the commit that ends a claim what its end says of the swarm: one failure more, or none in a row any
    /// more. A swarm that never fails costs nothing.
    /// </summary>
    private async ValueTask<Commit> WithRecordAsync(
        Commit commit, string swarm, ClaimEnd end, CancellationToken cancellationToken)
    {
        var key = Keys.Failure(swarm);
        var (failures, onTrial) = _board.RecordOf(swarm);
        if (end.Failure is null)
        {
            return onTrial ? With(Write.Put(key, Failed(0)))
                : failures > 0 ? With(Write.Delete(key))
                : commit;
        }

        var known = await _store.GetAsync(key, null, cancellationToken);
        var before = known is null ? null : RecordBytes.ReadFailures(known);
        var counted = Write.Put(key, Failed((before?.Count ?? 0) + 1));
        if (end.LostSession is not { } session)
            return With(counted, Same(key, known));

        // All claims of a session end with it, at once and each by itself: they are one failure, and none may keep
        // another from ending.
        return before?.LostSession == session ? commit : With(counted);

        Commit With(Write write, params Guard[] guards) =>
            new([.. commit.Guards, .. guards], [.. commit.Writes, write], commit.Notes);

        byte[] Failed(int count) => RecordBytes.Of(new FailuresRecord
        {
            Count = count,
            Task = end.Task.ToString(),
            Reason = end.Failure,
            LostSession = end.LostSession,
            At = _time.GetUtcNow(),
        });
    }
}
