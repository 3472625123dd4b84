using System.Runtime.Versioning;
using InfraFabric.Core.Errors;
using InfraFabric.State.Conformance;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

/// <summary>An etcd that speaks TLS only, and only with clients that its authority knows.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TlsTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("if-tls-");
    private Certificates? _known;
    private EtcdCluster? _cluster;

    public async ValueTask InitializeAsync()
    {
        _known = new Certificates(_folder.FullName, "known");
        _cluster = await EtcdCluster.StartAsync(1,
            $"--cert-file={_known.Server.Certificate}", $"--key-file={_known.Server.Key}",
            $"--trusted-ca-file={_known.Authority}", "--client-cert-auth=true");
    }

    [Fact]
    public async Task Open_WithACertificateOfTheAuthority_CommitsReadsAndWatches()
    {
        await using var store = await OpenAsync(_known!.ForClient);

        var outcome = await store.CommitAsync(Some.Put("a", "1"), _patience.Token);

        await using var watch = store.WatchAsync("", outcome.Revision - 1, _patience.Token).GetAsyncEnumerator();
        (await watch.MoveNextAsync()).ShouldBeTrue();
        watch.Current.Revision.ShouldBe(outcome.Revision);
    }

    [Fact]
    public async Task Open_WithoutACertificate_IsRefused()
    {
        var error = await Should.ThrowAsync<FabricException>(
            () => OpenAsync(new EtcdTls { AuthorityFile = _known!.Authority }));

        error.Error.ShouldBe(ErrorTable.StateUnavailable);
    }

    [Fact]
    public async Task Open_ServerOfAnotherAuthority_IsNotTrusted()
    {
        var other = new Certificates(_folder.FullName, "other");

        var error = await Should.ThrowAsync<FabricException>(
            () => OpenAsync(_known!.ForClient with { AuthorityFile = other.Authority }));

        error.Error.ShouldBe(ErrorTable.StateUnavailable);
        error.Why.ShouldContain("SSL");
    }

    [Fact]
    public async Task Open_KeyThatOthersMayRead_IsRefused()
    {
        File.SetUnixFileMode(_known!.Client.Key, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var error = await Should.ThrowAsync<FabricException>(() => OpenAsync(_known.ForClient));

        error.Error.ShouldBe(ErrorTable.KeyFileExposed);
        error.Fix.ShouldContain("chmod 600");
    }

    [Fact]
    public async Task Open_FileThatIsNoCertificate_SaysSo()
    {
        var error = await Should.ThrowAsync<FabricException>(
            () => OpenAsync(_known!.ForClient with { CertificateFile = _known.Client.Key }));

        error.Error.ShouldBe(ErrorTable.ConfigInvalid);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
        _patience.Dispose();
    }

    private Task<EtcdStateStore> OpenAsync(EtcdTls tls) => EtcdStateStore.OpenAsync(
        _cluster!.NewOptions() with { Tls = tls, GiveUpAfter = TimeSpan.FromSeconds(2) }, TimeProvider.System,
        _patience.Token);
}
