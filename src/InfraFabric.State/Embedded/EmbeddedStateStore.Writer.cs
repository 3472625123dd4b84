using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Embedded;

public sealed partial class EmbeddedStateStore
{
    // One row holds at most this much, so that the first commit of a crowd does not wait for all of it to be written.
    private const int MaxBatchRequests = 512;

    // Checkpoints are made when nobody waits, or when the log has grown so far that reading it back would take long.
    private const long IdleCheckpointBytes = 2 * 1024 * 1024;
    private const long BusyCheckpointBytes = 32 * 1024 * 1024;

    private readonly Thread _writer;
    private readonly object _queueLock = new();
    private readonly Queue<WriteRequest> _queue = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StateFile? _file;
    private volatile FabricException? _failure;
    private volatile bool _closing;

    private Task<CommitOutcome> Enqueue(WriteRequest request)
    {
        lock (_queueLock)
        {
            RequireOpen();
            if (_queue.Count >= StateLimits.MaxWaitingCommits)
                throw TooManyWaiting();
            _queue.Enqueue(request);
            if (_queue.Count == 1)
                Monitor.Pulse(_queueLock);
        }

        return request.Task;
    }

    private void RunWriter()
    {
        try
        {
            _file = StateFile.Open(_options.Directory, _state);
            _opened.SetResult();
        }
        catch (Exception e)
        {
            _opened.SetException(e);
            _stopped.SetResult();
            return;
        }

        var batch = new List<WriteRequest>(MaxBatchRequests);
        while (TakeBatch(batch))
        {
            Write(batch);
            batch.Clear();
        }

        _file.Dispose();
        _stopped.SetResult();
    }

    /// <summary>Waits for requests and takes the oldest; false when the store closes and nothing waits any more.</summary>
    private bool TakeBatch(List<WriteRequest> batch)
    {
        lock (_queueLock)
        {
            while (_queue.Count == 0)
            {
                if (_closing)
                    return false;
                if (_file!.UncheckpointedBytes >= IdleCheckpointBytes)
                    break;
                Monitor.Wait(_queueLock);
            }

            // Upkeep changes the file under its own transaction, so it ends a batch and runs alone.
            while (batch.Count < MaxBatchRequests && _queue.TryPeek(out var request))
            {
                if (request.Upkeep is not null && batch.Count > 0)
                    break;
                batch.Add(_queue.Dequeue());
                if (request.Upkeep is not null)
                    break;
            }
        }

        return true;
    }

    private void Write(List<WriteRequest> batch)
    {
        try
        {
            if (_failure is not null)
                throw _failure;
            if (batch is [{ Upkeep: { } upkeep }])
                upkeep(_file!);
            else
                Commit(batch);
            if (batch.Count == 0 || _file!.UncheckpointedBytes >= BusyCheckpointBytes)
                _file!.Checkpoint();
            foreach (var request in batch)
                request.SetResult(request.Planned);
        }
        catch (Exception e)
        {
            var error = Settle(e);
            foreach (var request in batch)
                request.SetException(error);
        }
    }

    private void Commit(List<WriteRequest> batch)
    {
        // Only this thread applies entries, so planning may read the memory without the lock.
        var plan = new BatchPlan(_state);
        foreach (var request in batch)
            request.Planned = request.Plan!(plan);
        if (plan.Entries.Count == 0)
            return;
        _file!.Append(plan.Entries, plan.Revision);
        lock (_lock)
        {
            foreach (var entry in plan.Entries)
            {
                if (_state.Apply(entry) is { } changes)
                    _watchers.Publish(changes);
            }
        }
    }

    /// <summary>
    /// What the callers of a failed batch are told. After a full disk the store goes on: nothing of the batch happened.
    /// After anything else nobody knows what the disk holds, so the store fails for good and must be opened again.
    /// </summary>
    private FabricException Settle(Exception e)
    {
        if (e is FabricException refused && (refused == _failure || !_file!.IsBroken))
            return refused;
        var cause = e as FabricException ?? new FabricException(
            ErrorTable.Internal, "The state's writer failed.", e.Message, "Report this, with the log around it.", e);
        _failure = cause;
        lock (_lock)
            _watchers.CloseAll(cause);
        return new FabricException(
            ErrorTable.StateOutcomeUnknown, "Whether the commit happened is not known.", $"{cause.What} {cause.Why}",
            cause.Fix, cause);
    }

    private static FabricException TooManyWaiting() => new(
        ErrorTable.Overloaded,
        "Too many commits wait to be written.",
        $"{StateLimits.MaxWaitingCommits} are waiting, which is the limit.",
        "Try again in a moment, with fewer commits at once.");
}
