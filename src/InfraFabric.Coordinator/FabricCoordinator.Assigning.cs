using InfraFabric.Coordinator.Board;
using InfraFabric.Coordinator.Records;
using InfraFabric.Coordinator.Tasks;
using InfraFabric.State.Contract;
using InfraFabric.State.Following;

namespace InfraFabric.Coordinator;

/// <content>Assigning: what the board has matched is written down, and so pushed.</content>
public sealed partial class FabricCoordinator
{
    private readonly Signal _assignSignal;

    private async Task AssignLoopAsync(CancellationToken stopping)
    {
        var running = new HashSet<Task>();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                while (_board.TryTakeMatch(out var match))
                {
                    running.Add(AssignAsync(match, stopping));
                    if (running.Count >= CoordinatorLimits.MaxAssignmentsInFlight)
                        await Task.WhenAny(running);
                    running.RemoveWhere(task => task.IsCompleted);
                }

                await _assignSignal.WaitAsync(null, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
        }

        await Task.WhenAll(running);
    }

    private async Task AssignAsync(Reservation match, CancellationToken stopping)
    {
        try
        {
            var key = match.Task.Key;
            var offered = match.Record with { Offer = OfferTo(match.Swarm), NotBefore = null };
            var commit = new Commit(
                [Guard.Unchanged(key, match.ModifyRevision)], [Write.Put(key, RecordBytes.Of(offered))],
                [NoteOf(_self, "task.assign", key)]);
            await CommitKeptAsync([match], commit, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Nothing is lost: the task is still ready, and the offer goes on if it was made.
        }
        catch (Exception failed)
        {
            LogAssignFailed(_logger, match.Task.Id.ToString(), match.Swarm.Name, failed);
            await PauseAsync(stopping);
        }
    }

    private OfferState OfferTo(SwarmEntry swarm) =>
        new() { Swarm = swarm.Name, Until = _time.GetUtcNow() + _options.AcceptWithin };
}
