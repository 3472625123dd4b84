using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Simulated;

namespace InfraFabric.State.Tests.Simulated;

/// <summary>The contract on a calm simulation: nothing is late, nothing is lost.</summary>
public sealed class SimulatedContractTests : StateStoreContract
{
    private readonly ManualTime _time = new();
    private SimulatedCluster? _cluster;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _cluster!.Dispose();
    }

    protected override ValueTask<IStateStore> OpenAsync()
    {
        _cluster ??= new SimulatedCluster(_time);
        return new(new SimulatedStateStore(_cluster, SimulatedFaults.None, new Random(1), _time));
    }

    protected override ValueTask PassTimeAsync(TimeSpan time)
    {
        _time.Advance(time);
        return ValueTask.CompletedTask;
    }
}
