using InfraFabric.State.Conformance;
using InfraFabric.State.Contract;
using InfraFabric.State.Embedded;

namespace InfraFabric.State.Tests.Embedded;

public sealed class EmbeddedContractTests : StateStoreContract
{
    private readonly ScratchFolder _folder = new();
    private readonly ManualTime _time = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async ValueTask<IStateStore> OpenAsync() =>
        await EmbeddedStateStore.OpenAsync(new EmbeddedOptions { Directory = _folder.Path }, _time);

    protected override ValueTask PassTimeAsync(TimeSpan time)
    {
        _time.Advance(time);
        return ValueTask.CompletedTask;
    }
}
