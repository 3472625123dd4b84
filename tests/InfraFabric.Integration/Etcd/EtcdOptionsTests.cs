using InfraFabric.Core.Errors;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

public sealed class EtcdOptionsTests
{
    private static readonly EtcdOptions Good = new() { Endpoints = [new Uri("http://127.0.0.1:1")] };

    public static TheoryData<EtcdOptions, string> Bad => new()
    {
        { Good with { Endpoints = [] }, "endpoints" },
        { Good with { Endpoints = [.. Enumerable.Repeat(Good.Endpoints[0], 33)] }, "33 endpoints" },
        { Good with { Endpoints = [new Uri("ftp://127.0.0.1")] }, "malformed" },
        { Good with { Endpoints = [new Uri("http://user:secret@127.0.0.1")] }, "malformed" },
        { Good with { Endpoints = [Good.Endpoints[0], new Uri("https://127.0.0.1")] }, "TLS" },
        { Good with { Tls = new EtcdTls() }, "http" },
        { Good with { Endpoints = [new Uri("https://127.0.0.1")], Tls = new EtcdTls { KeyFile = "k" } }, "key" },
        { Good with { User = "fabric" }, "password file" },
        { Good with { Prefix = "" }, "prefix" },
        { Good with { Prefix = "with space/" }, "prefix" },
        { Good with { GiveUpAfter = TimeSpan.Zero }, "give up" },
        { Good with { GiveUpAfter = TimeSpan.FromHours(1) }, "give up" },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public async Task Open_OptionsThatCannotBeMeant_AreRefusedByName(EtcdOptions options, string named)
    {
        var error = await Should.ThrowAsync<FabricException>(
            () => EtcdStateStore.OpenAsync(options, TimeProvider.System, TestContext.Current.CancellationToken));

        error.Error.ShouldBe(ErrorTable.ConfigInvalid);
        error.What.ShouldContain(named, Case.Insensitive);
        error.ToString().ShouldNotContain("secret");
    }
}
