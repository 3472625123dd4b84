using System.Threading.Channels;
using InfraFabric.Core.Errors;
using InfraFabric.State.Etcd.Cluster;
using InfraFabric.State.Etcd.Grpc;
using InfraFabric.State.Etcd.Protos;

namespace InfraFabric.State.Etcd.Watches;

/// <content>One life of the stream.</content>
internal sealed partial class WatchHub
{
    // A token that has expired shows itself as a refused permission; after so many new tokens it is one.
    private const int MaxRefusals = 3;

    private int _refusals;

    /// <summary>Opens the stream and serves the watches until it ends; false when it never worked.</summary>
    private async Task<bool> StreamAsync(CancellationToken stopping)
    {
        var channel = caller.Endpoints.Current;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, channel.Closed);
        var worked = false;
        try
        {
            await using var stream = await caller.OpenAsync(channel, EtcdMethods.Watch, ended.Token);
            var sending = SendAsync(stream, Begin(), ended);
            try
            {
                while (true)
                {
                    Dispatch(await stream.ReceiveAsync(ended.Token));
                    worked = true;
                }
            }
            finally
            {
                await ended.CancelAsync();
                await sending;
            }
        }
        catch (Exception e) when (e is GrpcException or FabricException
            || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            caller.Endpoints.Leave(channel);
            return worked;
        }
        finally
        {
            End();
        }
    }

    private static async Task SendAsync(
        GrpcStream<WatchRequest, WatchResponse> stream,
        ChannelReader<WatchRequest> requests,
        CancellationTokenSource ended)
    {
        try
        {
            await foreach (var request in requests.ReadAllAsync(ended.Token))
                await stream.SendAsync(request, ended.Token);
        }
        catch (Exception e) when (e is GrpcException or OperationCanceledException)
        {
            // The reading side learns of it by the end of the stream, and says why.
            await ended.CancelAsync();
        }
    }

    private ChannelReader<WatchRequest> Begin()
    {
        lock (_gate)
        {
            _requests = Channel.CreateUnbounded<WatchRequest>(new UnboundedChannelOptions { SingleReader = true });
            foreach (var watch in _watches.Where(w => !w.Stalled))
                Ask(watch);
            return _requests.Reader;
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _requests = null;
            _known.Clear();
            _asked.Clear();
            foreach (var watch in _watches)
                watch.Reset();
        }
    }

    private void Dispatch(WatchResponse response)
    {
        lock (_gate)
        {
            if (!_known.TryGetValue(IdOf(response), out var watch))
                return;
            if (response.Canceled)
                Refused(watch, response);
            else if (response.Events.Count > 0)
                Deliver(watch, response);
            else if (!response.Created)
                watch.Progress(response.Header.Revision);
        }
    }

    /// <summary>
    /// Which watch an answer is about. One that is refused at its creation is answered without its name, and watches
    /// are created in the order in which they were asked for.
    /// </summary>
    private long IdOf(WatchResponse response) =>
        response.Created && _asked.TryDequeue(out var id) ? id : response.WatchId;

    private void Deliver(EtcdWatch watch, WatchResponse response)
    {
        _refusals = 0;
        if (!watch.Take(response.Events, response.Fragment))
            Forget(watch);
    }

    private void Refused(EtcdWatch watch, WatchResponse response)
    {
        _known.Remove(watch.Id);
        watch.Reset();
        if (response.CompactRevision > 0)
        {
            watch.Fail(EtcdFaults.Compacted($"Changes before revision {response.CompactRevision} are forgotten."));
        }
        else if (_refusals++ < MaxRefusals && caller.RenewToken())
        {
            throw new GrpcException(GrpcCode.Unauthenticated, response.CancelReason);
        }
        else
        {
            watch.Fail(new FabricException(ErrorTable.Unauthenticated, "etcd refuses a watch.",
                response.CancelReason, "Grant the etcd user read and write under the prefix."));
        }
    }
}
