using System.Diagnostics;
using System.Runtime.Versioning;
using InfraFabric.Core.Errors;
using InfraFabric.State.Conformance;
using InfraFabric.State.Etcd;

namespace InfraFabric.Integration.Etcd;

/// <summary>An etcd that asks for a user and a password.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LoginTests : IAsyncLifetime
{
    private const string Password = "correct horse";

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));
    private EtcdCluster? _cluster;

    public async ValueTask InitializeAsync()
    {
        EtcdProgram.Require("etcdctl");
        _cluster = await EtcdCluster.StartAsync(1);
        await ControlAsync("user", "add", $"root:{Password}");
        await ControlAsync("user", "grant-role", "root", "root");
        await ControlAsync("user", "add", $"fabric:{Password}");
        await ControlAsync("role", "add", "fabric");
        await ControlAsync("role", "grant-permission", "fabric", "readwrite", "--prefix", "/test/");
        await ControlAsync("user", "grant-role", "fabric", "fabric");
        await ControlAsync("auth", "enable");
    }

    [Fact]
    public async Task Open_WithThePassword_CommitsReadsAndWatches()
    {
        await using var store = await OpenAsync("fabric", Password);

        var outcome = await store.CommitAsync(Some.Put("a", "1"), _patience.Token);

        await using var watch = store.WatchAsync("", outcome.Revision - 1, _patience.Token).GetAsyncEnumerator();
        (await watch.MoveNextAsync()).ShouldBeTrue();
        watch.Current.Revision.ShouldBe(outcome.Revision);
    }

    [Fact]
    public async Task Open_WrongPassword_IsRefusedWithoutShowingIt()
    {
        var error = await Should.ThrowAsync<FabricException>(() => OpenAsync("fabric", "not the password"));

        error.Error.ShouldBe(ErrorTable.Unauthenticated);
        error.ToString().ShouldNotContain("not the password");
    }

    [Fact]
    public async Task Commit_OutsideWhatTheUserMay_IsRefused()
    {
        await using var store = await OpenAsync("fabric", Password, "/elsewhere/");

        var error = await Should.ThrowAsync<FabricException>(
            async () => await store.CommitAsync(Some.Put("a", "1"), _patience.Token));

        error.Error.ShouldBe(ErrorTable.Unauthenticated);
        error.Why.ShouldContain("permission denied");
    }

    [Fact]
    public async Task Commit_TokenForgottenByARestartedServer_LogsInAgain()
    {
        await using var store = await OpenAsync("fabric", Password);
        var first = await store.CommitAsync(Some.Put("a", "1"), _patience.Token);
        await using var watch = store.WatchAsync("", first.Revision, _patience.Token).GetAsyncEnumerator();
        var next = watch.MoveNextAsync();

        await _cluster!.Members[0].KillAsync();
        _cluster.Members[0].Start();
        await _cluster.Members[0].WaitUntilListeningAsync();

        var second = await store.CommitAsync(Some.Put("a", "2"), _patience.Token);
        (await next).ShouldBeTrue();
        watch.Current.Revision.ShouldBe(second.Revision);
    }

    [Fact]
    public async Task Open_PasswordFileThatOthersMayRead_IsRefused()
    {
        var file = WritePassword(Password);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var options = _cluster!.NewOptions() with { User = "fabric", PasswordFile = file };

        var error = await Should.ThrowAsync<FabricException>(
            () => EtcdStateStore.OpenAsync(options, TimeProvider.System, _patience.Token));

        error.Error.ShouldBe(ErrorTable.KeyFileExposed);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _patience.Dispose();
    }

    private Task<EtcdStateStore> OpenAsync(string user, string password, string? prefix = null)
    {
        var options = _cluster!.NewOptions() with { User = user, PasswordFile = WritePassword(password) };
        return EtcdStateStore.OpenAsync(
            options with { Prefix = prefix ?? options.Prefix }, TimeProvider.System, _patience.Token);
    }

    private string WritePassword(string password)
    {
        var file = Path.Combine(_cluster!.Folder, Path.GetRandomFileName());
        File.WriteAllText(file, password + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private async Task ControlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(EtcdProgram.Find("etcdctl")!, arguments) { UseShellExecute = false };
        start.Environment["ETCDCTL_API"] = "3";
        start.Environment["ETCDCTL_ENDPOINTS"] = $"{_cluster!.Members[0].Client}";
        start.RedirectStandardOutput = true;
        using var control = Process.Start(start)!;
        var said = await control.StandardOutput.ReadToEndAsync();
        await control.WaitForExitAsync();
        control.ExitCode.ShouldBe(0, said);
    }
}
