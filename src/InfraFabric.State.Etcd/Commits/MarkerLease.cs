using InfraFabric.Core.Errors;
using InfraFabric.State.Contract;
using InfraFabric.State.Etcd.Leases;

namespace InfraFabric.State.Etcd.Commits;

/// <summary>
/// The lease that the markers of our lanes hang on: when this process dies they vanish by themselves. A process that
/// slept longer than the lease finds its markers gone, and starts new ones.
/// </summary>
internal sealed class MarkerLease(NativeLeases leases, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private LeaseId _lease;

    public async ValueTask<LeaseId> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_lease.IsNone)
                _lease = await leases.GrantAsync(EtcdLimits.MarkerTimeToLive, cancellationToken);
            return _lease;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Forgets a lease that has ended, unless someone has done so already.</summary>
    public async ValueTask LoseAsync(LeaseId ended, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        if (_lease == ended)
            _lease = LeaseId.None;
        _gate.Release();
    }

    /// <summary>Keeps the lease alive until told to stop, then ends it.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(EtcdLimits.MarkerKeepAlive, time, stopping);
                var lease = await GetAsync(stopping);
                if (!await leases.KeepAliveAsync(lease, stopping))
                    await LoseAsync(lease, stopping);
            }
            catch (FabricException e) when (e.Error == ErrorTable.StateUnavailable)
            {
                // There is time for several more attempts before the lease ends.
                continue;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Removes the markers; where that fails, the end of the lease will.</summary>
    public async Task EndAsync()
    {
        try
        {
            using var late = new CancellationTokenSource(EtcdLimits.AttemptTimeout, time);
            if (!_lease.IsNone)
                await leases.RevokeAsync(_lease, late.Token);
        }
        catch (Exception e) when (e is FabricException or OperationCanceledException)
        {
            _lease = LeaseId.None;
        }
    }

    public void Dispose() => _gate.Dispose();
}
