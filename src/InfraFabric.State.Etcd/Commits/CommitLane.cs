using System.Globalization;
using System.Text;
using Google.Protobuf;
using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Grpc;
using InfraFabric.State.Etcd.Leases;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Commits;

/// <summary>
/// Sends one group of commits after the other, each exactly once. The lane has a marker in etcd that holds the number
/// of its last group; a transaction demands the number before its own and puts its own. So a group whose answer was
/// lost can be sent again: it either happens now, or is told by the marker that it has happened.
/// </summary>
internal sealed partial class CommitLane(
    EtcdCaller caller,
    CommitQueue queue,
    MarkerLease markers,
    NativeLeases ids,
    KeyLayout layout,
    CancellationToken closing)
{
    private long _lane;
    private long _sequence;
    private long _lastRevision;
    private ByteString _marker = ByteString.Empty;

    /// <summary>Works until the queue is closed and the last group has its answer.</summary>
    public async Task RunAsync()
    {
        Restart();
        while (await queue.TakeAsync() is { } group)
        {
            try
            {
                await CommitAsync(group);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Whatever went wrong, those who wait are told; and a new marker makes sure that what may still be on
                // its way cannot be taken for a later group.
                group.Fail(ToError(e));
                Restart();
            }
            finally
            {
                queue.Complete(group);
            }
        }
    }

    private async Task CommitAsync(CommitGroup group)
    {
        var notes = Join(group);
        var retries = caller.NewRetries();
        GrpcException? lost = null;
        while (true)
        {
            var lease = await markers.GetAsync(closing);
            try
            {
                var answer = await caller.AttemptAsync(EtcdMethods.Txn, ToTransaction(group, lease), closing);
                if (answer.Succeeded)
                {
                    Settle(group, answer);
                    return;
                }

                var marker = answer.Responses[0].ResponseRange.Kvs.FirstOrDefault();
                if (marker is not null && marker.Value.Equals(Number(_sequence + 1)))
                {
                    await RecoverAsync(group, notes, marker.ModRevision);
                    Settled(marker.ModRevision);
                    return;
                }

                if (lost is not null)
                    throw EtcdFaults.OutcomeUnknown("The marker that would tell has ended.", lost);
                await StartAgainAsync(lease);
            }
            catch (GrpcException e) when (lost is null && EtcdFaults.IsLeaseGone(e))
            {
                await StartAgainAsync(lease);
            }
            catch (GrpcException e)
            {
                if (EtcdFaults.MayHaveHappened(e))
                    lost = e;
                if (!EtcdFaults.IsPassing(e) || !await retries.PauseAsync(closing))
                    throw lost is null ? EtcdFaults.ToError(e) : EtcdFaults.OutcomeUnknown(lost.Detail, e);
            }
        }
    }

    private string Join(CommitGroup group)
    {
        var notes = layout.NoteGroup(_lastRevision, _lane, _sequence + 1);
        var order = 0;
        foreach (var commit in group.Commits)
            order = commit.Join(notes, order);
        return notes;
    }

    private TxnRequest ToTransaction(CommitGroup group, LeaseId lease)
    {
        var request = new TxnRequest();
        request.Compare.Add(_sequence == 0
            ? KeyGuard.Absent("").ToCompare(_marker)
            : new Compare { Key = _marker, Target = Compare.Types.CompareTarget.Value, Value = Number(_sequence) });
        request.Success.Add(KeyWrite.PutOf(_marker, Number(_sequence + 1).Memory, lease.Value));
        foreach (var commit in group.Commits)
            request.Success.Add(new RequestOp { RequestTxn = commit.Transaction });
        request.Failure.Add(new RequestOp { RequestRange = new RangeRequest { Key = _marker } });
        return request;
    }

    private void Settle(CommitGroup group, TxnResponse answer)
    {
        var revision = answer.Header.Revision;
        Settled(revision);
        for (var i = 0; i < group.Commits.Count; i++)
        {
            var nested = answer.Responses[i + 1].ResponseTxn;
            if (nested.Succeeded)
                group.Commits[i].Succeed(revision);
            else
                group.Commits[i].Refuse(revision, nested.Responses);
        }
    }

    private void Settled(long revision)
    {
        _sequence++;
        _lastRevision = revision;
    }

    // The marker ended with its lease while this process slept. Nothing has happened, so the group may go again under a
    // new marker; it keeps the names of its notes.
    private async Task StartAgainAsync(LeaseId ended)
    {
        await markers.LoseAsync(ended, closing);
        Restart();
    }

    private void Restart()
    {
        _lane = ids.NewId();
        _sequence = 0;
        _marker = KeyLayout.Bytes(layout.Marker(_lane));
    }

    private static ByteString Number(long sequence) =>
        ByteString.CopyFrom(sequence.ToString(CultureInfo.InvariantCulture), Encoding.ASCII);

    private static Exception ToError(Exception e) => e switch
    {
        FabricException => e,
        OperationCanceledException => EtcdFaults.OutcomeUnknown("The store was closed before the answer came.", e),
        _ => new FabricException(ErrorTable.StateOutcomeUnknown, "A commit met a defect.", e.Message,
            "Report this error with its cause; read before trying again.", e),
    };
}
