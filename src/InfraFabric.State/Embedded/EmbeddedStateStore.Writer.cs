using System.Collections.Concurrent;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Memory;

namespace InfraFabric.State.Embedded;

public sealed partial class EmbeddedStateStore
{
    // One row holds at most this much, so that the first commit of a crowd does not wait for all of it to be written.
    private const int MaxBatchRequests = 512;

    // A queue that is empty for a moment is no pause: whoever comes next would wait for the checkpoint.
    private const long IdleCheckpointBytes = 1024 * 1024;
    private static readonly TimeSpan IdlePause = TimeSpan.FromMilliseconds(50);

    private readonly Thread _writer;
    private readonly ConcurrentQueue<WriteRequest> _queue = [];
    private readonly AutoResetEvent _wake = new(false);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StateFile? _file;
    private int _waiting;
    private volatile bool _asleep;
    private volatile FabricException? _failure;
    private volatile bool _closing;

    private Task<CommitOutcome> Enqueue(WriteRequest request)
    {
        if (Interlocked.Increment(ref _waiting) > StateLimits.MaxWaitingCommits)
        {
            Interlocked.Decrement(ref _waiting);
            throw TooManyWaiting();
        }

        // Closing waits until nobody is counted any more, so a request that saw the store open is answered.
        if (_failure is not null || _closing)
        {
            Interlocked.Decrement(ref _waiting);
            RequireOpen();
        }

        _queue.Enqueue(request);
        Interlocked.MemoryBarrier();
        if (_asleep)
            _wake.Set();
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

    /// <summary>
    /// Waits for requests and takes the oldest; false when the store closes and nothing waits any more.
    /// </summary>
    private bool TakeBatch(List<WriteRequest> batch)
    {
        while (_queue.IsEmpty)
        {
            if (_closing && Volatile.Read(ref _waiting) == 0)
                return false;
            Sleep();
        }

        // Upkeep changes the file under its own transaction, so it ends a batch and runs alone.
        while (batch.Count < MaxBatchRequests && _queue.TryPeek(out var next))
        {
            if (next.Upkeep is not null && batch.Count > 0)
                break;
            _queue.TryDequeue(out var request);
            batch.Add(request!);
            if (request!.Upkeep is not null)
                break;
        }

        Interlocked.Add(ref _waiting, -batch.Count);
        return true;
    }

    // Whoever adds a request looks at the flag afterwards; this looks at the queue after setting it.
    // One sees the other.
    private void Sleep()
    {
        _asleep = true;
        Interlocked.MemoryBarrier();
        if (_queue.IsEmpty && !(_closing && Volatile.Read(ref _waiting) == 0))
        {
            if (_file!.UncheckpointedBytes < IdleCheckpointBytes)
                _wake.WaitOne();
            else if (!_wake.WaitOne(IdlePause))
                _file.Checkpoint();
        }

        _asleep = false;
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
        }
        catch (Exception e)
        {
            var error = Settle(e);
            foreach (var request in batch)
                request.SetException(error);
            return;
        }

        foreach (var request in batch)
            request.SetResult(request.Planned);
        _file!.CheckpointWhenDue();
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
                _state.Apply(entry);
                _watchers.Publish(entry.Revision, entry.Versions);
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
